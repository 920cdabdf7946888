"""Keys one after the other: each is obeyed before the next is looked at."""

from __future__ import annotations

from textual import events
from textual.app import App


class OrderedKeysApp(App[None]):
    """An app in which keys that come together work as if each had been awaited.

    Textual 8.2.8 sends a key to the focused widget first, and looks for its binding when it has
    bubbled back. Of keys that come together (`:q` over a slow line) all but the first would go past
    the prompt to the list: `q` would quit.
    """

    @property
    def keys_are_commands(self) -> bool:
        """Whether no widget in front takes keys as letters."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Run a key's binding at once where keys are commands."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.keys_are_commands:
            for priority in (True, False):
                if await self._check_bindings(event.key, priority=priority):
                    return
        await super().on_event(event)
