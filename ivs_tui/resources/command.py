"""A command line that opens a view as it is: its words, and how it is written over lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from ivs_tui.resources.opening import Opening, ViewState

NAME = "ivs-tui"
_GOES_ON = "\\"


def words(opening: Opening) -> list[str]:
    """What to type after the command's name."""
    state = opening.state or ViewState()
    told = ["demo", opening.target, *opening.demo] if opening.demo else [opening.target]
    for name, text in opening.parameters.items():
        told += ["--with", f"{name}={text}"]
    named = {"filter": state.filter, "sort": state.sort, "columns": ",".join(state.columns)}
    for option, text in named.items():
        told += [f"--{option}", text] if text else []
    told += [f"--{name}" for name in ("problems", "wide") if getattr(state, name)]
    return told + (["--row", state.row] if state.row else [])


def quoted(typed: Iterable[str]) -> str:
    """Words as a shell takes them."""
    return shlex.join(typed)


def over_lines(typed: Sequence[str], width: int) -> list[str]:
    """The same over lines of at most `width`: a shell takes all of them for one command."""
    lines, line = [], ""
    for word, following in zip(typed, [*typed[1:], ""], strict=True):
        if line and word.startswith("--"):
            # An option and its value stay on one line where one can hold them.
            pair = f"{word} {shlex.quote(following)}"
            if cell_len(pair) <= width - 2 < cell_len(f"{line} {pair}"):
                lines.append(f"{line} {_GOES_ON}")
                line = ""
        for piece, is_last in _pieces(word, width - 2):
            joined = f"{line} {piece}" if line else piece
            if line and cell_len(joined) > width - 2:
                lines.append(f"{line} {_GOES_ON}")
                joined = piece
            line = joined
            if not is_last:
                lines.append(f"{line}{_GOES_ON}")
                line = ""
    return [*lines, line]


def _pieces(word: str, room: int) -> list[tuple[str, bool]]:
    """A word quoted, in pieces that a shell puts together again, each with whether it is the last.

    A piece has no quote open at its end, so that the break after it is none.
    """
    pieces, rest = [], word
    while cell_len(shlex.quote(rest)) > room and len(rest) > 1:
        taken = rest[: max(1, room - 2)]
        while cell_len(shlex.quote(taken)) > room and len(taken) > 1:
            taken = taken[:-1]
        pieces.append((shlex.quote(taken), False))
        rest = rest[len(taken) :]
    return [*pieces, (shlex.quote(rest), True)]
