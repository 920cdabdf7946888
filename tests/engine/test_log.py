"""The log: a file if there is one, and never the words of a library's debugging."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivs_tui.config import Config
from ivs_tui.engine.log import log_to_file


@pytest.fixture(autouse=True)
def loggers() -> Iterator[None]:
    """Put the root logger back as it was."""
    root, ours = logging.getLogger(), logging.getLogger("ivs_tui")
    before = (list(root.handlers), root.level, ours.level)
    yield
    for handler in root.handlers:
        if handler not in before[0]:
            handler.close()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def test_what_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "ivs.log"
    log_to_file(Config(log_file=str(path)))
    logging.getLogger("botocore.parsers").debug("an answer with a secret")
    logging.getLogger("botocore").warning("careful")
    logging.getLogger("ivs_tui.engine").info("ours")
    text = path.read_text()
    assert "secret" not in text
    assert "careful" in text
    assert "ours" in text


def test_no_file_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_file(Config())
    logging.getLogger("ivs_tui").error("x")
    assert capsys.readouterr() == ("", "")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        log_to_file(Config(log_file=str(tmp_path)))
