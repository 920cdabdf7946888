"""Keys one after the other: each is obeyed before the next is looked at."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

PATIENCE = 0.5
"""Seconds for what a key had said to be heard; then the next key is looked at all the same."""
MOST_PATIENCE = 5.0
"""Seconds for a screen to come up, which on a busy machine takes longer than that."""


class OrderedKeysApp(App[None]):
    """An app in which keys that come together work as if each had been awaited.

    Textual 8.2.8 sends a key to the focused widget first, and looks for its binding when it has
    bubbled back; and what a binding posts (a row was opened, a line was entered) is heard later.
    Of keys that come together (`:q` over a slow line, or Enter and a view's digit) all but the
    first would go to the screen that is still there.
    """

    @property
    def keys_are_commands(self) -> bool:
        """Whether no widget in front takes keys as letters."""
        raise NotImplementedError

    async def on_event(self, event: events.Event) -> None:
        """Obey a key, and hear what it had said, before the next one."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        await self._come_up()
        if self.keys_are_commands or not event.is_printable:
            for priority in (True, False):
                if await self._check_bindings(event.key, priority=priority):
                    await self._hear()
                    return
        await super().on_event(event)
        await self._hear()

    async def _come_up(self) -> None:
        """Wait for the widgets of a screen that has just been opened: keys are for those."""
        if self.screen_stack and not self.screen.is_mounted:
            with suppress(TimeoutError):
                # Textual 8.2.8 has no public event for it.
                await asyncio.wait_for(self.screen._mounted_event.wait(), MOST_PATIENCE)

    async def _hear(self) -> None:
        """Wait until the focused widget and its ancestors have nothing more to hear."""
        for _ in range(2):  # once more on the screen that the key has opened
            if not self.is_running or not self.screen_stack:
                return
            screen = self.screen
            for node in (self.focused or screen).ancestors_with_self:
                if node is not self:
                    await _idle(node)
            if screen is self.screen:
                return


async def _idle(node: MessagePump) -> None:
    heard = asyncio.Event()
    if node.is_running and node.call_later(heard.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(heard.wait(), PATIENCE)
