"""A monitor at its home view, the keys that are typed there, and what is asked because of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.sim.support import Control
from tests.terminal.support import KEYS, Condition, Terminal, environment

Asked = tuple[str, dict[str, Any]]
HOME = frozenset(
    {"ListStreams", "ListChannels", "ListStages", "ListCompositions", "BatchGetChannel"}
)
"""What the home view reads again and again by itself."""


class Desk:
    """The one monitor of all questions, and the account that it looks at."""

    terminal: Terminal
    _read: list[Asked]

    def __init__(self, control: Control, home: Path) -> None:
        self.control, self.home = control, home
        self.url = control.url
        self.channels: dict[str, str] = control.world()["channels"]

    def run(self, *arguments: str) -> Terminal:
        """The command in another terminal of the same operator."""
        folders = {
            f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "STATE")
        }
        environ = environment(**KEYS | {"HOME": str(self.home), **folders})
        return Terminal(*arguments, environ=environ, folder=self.home)

    def at(self, terminal: Terminal) -> Desk:
        """Sit down at a terminal in which the home view is read."""
        self.terminal, self._read = terminal, of(self.control.asked(), "GetStreamSession")
        return self

    @contextmanager
    def question(self, about: str = "") -> Iterator[list[Asked]]:
        """From home, with the cursor on a row: what is asked until it is answered."""
        self.terminal.go_home()
        if about:
            self.point_at(about)
        self._settle()
        self.control.clear_requests()
        asked: list[Asked] = []
        yield asked
        self._settle()
        asked += self.control.asked()

    def point_at(self, name: str) -> None:
        """Move the cursor to the row of that name."""
        self.terminal.wait_for(lambda: self.terminal.row(name))
        place = next(n for n, line in enumerate(self.terminal.rows) if name in line)
        if place:
            self.terminal.press(*place * "j")
        self.terminal.wait_for(lambda: name in self.terminal.cursor_line)

    def press(self, *keys: str, until: Condition) -> None:
        """Type keys, and wait for what they show."""
        self.terminal.press(*keys)
        self.terminal.wait_for(until)

    def read(self, pattern: str) -> None:
        """Wait until the screen says so."""
        self.terminal.wait_for(lambda: re.search(pattern, self.terminal.text))

    def change(self, name: str, **members: Any) -> None:
        """Change what a channel's stream is like."""
        self.control.change(set={"channelArn": self.channels[name], **members})

    def row(self, name: str) -> str:
        """The row of that name, with single blanks."""
        return self.terminal.row(name)

    def stream_id(self, name: str) -> str:
        """Of the channel's stream, as the home view has read it."""
        arn, read = self.channels[name], self._read
        (found,) = {one["streamId"] for _, one in read if one.get("channelArn") == arn}
        return str(found)

    def _settle(self) -> None:
        """Wait until what was asked beside the home view's own is answered."""
        count = -1
        while count != (count := len(beside_home(self.control.asked()))):
            self.terminal.settle(0.2, 0.2)


def beside_home(asked: list[Asked]) -> list[Asked]:
    """What the home view does not ask by itself."""
    return [one for one in asked if one[0] not in HOME]


def of(asked: list[Asked], operation: str) -> list[Asked]:
    """The requests of one operation."""
    return [one for one in asked if one[0] == operation]
