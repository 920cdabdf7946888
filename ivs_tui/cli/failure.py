"""A command that cannot do what was asked: a status and one sentence."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818  # it is how a command ends, not an error in the program
    """Ends a command with `status` and one line on stderr."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
