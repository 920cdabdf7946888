"""`d`: everything that the API returned, as a tree; secrets never came this far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from ivs_tui.resources.text import visible

_MOST_TEXT = 2_000


class _AsciiTree(Tree[None]):
    ICON_NODE = "+ "
    ICON_NODE_EXPANDED = "- "

    def on_mount(self) -> None:
        self.show_guides = False


class TreeScreen(ModalScreen[None]):
    """Members by their wire names; branches open and close with Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "dismiss", "Close", id="tree.close", tooltip="Back to the list"),
        Binding("j", "cursor('down')", "Down", show=False, id="tree.down"),
        Binding("k", "cursor('up')", "Up", show=False, id="tree.up"),
    ]
    DEFAULT_CSS = """
    TreeScreen { align: center middle; background: $background 60%; }
    TreeScreen Tree {
        width: 100%; height: 100%; margin: 1 2; padding: 0 1; background: $panel;
        scrollbar-size: 1 1;
    }
    """

    def __init__(self, answers: Sequence[tuple[str, object]], *, ascii_only: bool) -> None:
        super().__init__()
        self._answers = answers
        self._ascii_only = ascii_only
        kind = _AsciiTree if ascii_only else Tree[None]
        self._tree: Tree[None] = kind(Text("what the API returned"))

    def compose(self) -> ComposeResult:
        """The tree alone."""
        yield self._tree

    def on_mount(self) -> None:
        """Grow it, every branch open."""
        for name, answer in self._answers:
            branch = self._tree.root.add(Text(name, style="bold"))
            self._grow(branch, msgspec.to_builtins(answer))
        self._tree.root.expand_all()
        self._tree.focus()

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
        return visible(text, ascii_only=self._ascii_only, limit=_MOST_TEXT)


def _word(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    return msgspec.json.encode(value).decode()
