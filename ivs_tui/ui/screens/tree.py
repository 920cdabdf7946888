"""`d`: everything that the API returned, as a tree; secrets never came this far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ivs_tui.engine.snapshot import Topic
from ivs_tui.resources.text import visible
from ivs_tui.ui import status
from ivs_tui.ui.screens.overlay import Overlay, key_line
from ivs_tui.ui.watching import Want

Answers = Sequence[tuple[str, object]]
"""Operations by name, and what each returned."""
_MOST_TEXT = 2_000


class _AsciiTree(Tree[None]):
    ICON_NODE = "+ "
    ICON_NODE_EXPANDED = "- "

    def on_mount(self) -> None:
        self.show_guides = False


class TreeScreen(Overlay[None]):
    """Members by their wire names; branches open and close with Enter.

    `answers` are there already, or were `made` here of what was read; what the API says of the same
    thing elsewhere is read for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,d", "dismiss", "Close", id="tree.close", tooltip="Back to the list"),
        Binding("j", "cursor('down')", "Down", show=False, id="tree.down"),
        Binding("k", "cursor('up')", "Up", show=False, id="tree.up"),
        Binding("Y", "share", "Command", id="tree.share", tooltip="Command of what is below"),
    ]
    DEFAULT_CSS = """
    TreeScreen { align: center middle; background: $background 60%; }
    TreeScreen Tree {
        width: 100%; height: 1fr; padding: 0 1; background: $panel;
        scrollbar-size: 1 1;
    }
    """

    def __init__(
        self, answers: Answers, asked: Sequence[Topic] = (), *, made: bool = False
    ) -> None:
        super().__init__()
        self._answers = answers
        self._asked = asked
        self._title = "made of what the API returned" if made else "what the API returned"
        self._grown: Answers = ()
        self._tree: Tree[None] = Tree("")

    def compose(self) -> ComposeResult:
        """The tree alone."""
        kind = _AsciiTree if self.monitor.ascii_only else Tree[None]
        self._tree = kind(Text(self._title))
        yield self._tree
        yield key_line(esc="back", j="down", k="up", enter="fold", Y="command")

    def on_mount(self) -> None:
        """Grow it, every branch open."""
        self.update()
        self._tree.focus()

    def wants(self) -> Iterable[Want]:
        """The whole answers."""
        return [Want(topic, front=True) for topic in self._asked]

    def update(self) -> None:
        """Grow it anew where an answer is another one; the cursor keeps its line."""
        answers = [*self._answers, *(self._answer(topic) for topic in self._asked)]
        if answers == self._grown:
            return
        self._grown = answers
        line = self._tree.cursor_line
        self._tree.clear()
        for name, answer in answers:
            branch = self._tree.root.add(Text(name, style="bold"))
            if isinstance(answer, str):
                branch.add_leaf(Text(answer, style="dim"))
            else:
                self._grow(branch, msgspec.to_builtins(answer))
        self._tree.root.expand_all()
        self._tree.cursor_line = max(0, line)

    def _answer(self, topic: Topic) -> tuple[str, object]:
        """An operation's name and what it returned, the one thing or a list; or why nothing."""
        snapshot = self.monitor.board.get(topic)
        operation = topic.query.operation
        why = status.unread(snapshot, self.monitor.look()).text
        is_list = operation.page_size is not None
        if not snapshot.items and not (is_list and snapshot.complete):
            return (operation.name, why)
        # What was read before stays, and does not pass for what is.
        name = operation.name if snapshot.error is None else f"{operation.name}  {why}"
        return (name, (snapshot.items or "[]") if is_list else snapshot.items[0])

    def action_cursor(self, direction: str) -> None:
        """Move as the lists do."""
        if direction == "down":
            self._tree.action_cursor_down()
        else:
            self._tree.action_cursor_up()

    def _grow(self, branch: TreeNode[None], value: object) -> None:
        if isinstance(value, dict):
            for name, member in value.items():
                self._add(branch, str(name), member)
        elif isinstance(value, list | tuple):
            for index, entry in enumerate(value):
                self._add(branch, str(index), entry)

    def _add(self, branch: TreeNode[None], name: str, value: object) -> None:
        label = Text(self._safe(name), style="dim")
        if isinstance(value, dict | list | tuple) and value:
            self._grow(branch.add(label), value)
            return
        label.append("  ")
        label.append(self._safe(_word(value)), style="not dim")
        branch.add_leaf(label)

    def _safe(self, text: str) -> str:
        return visible(text, ascii_only=self.monitor.ascii_only, limit=_MOST_TEXT)


def _word(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    return msgspec.json.encode(value).decode()
