"""The terminal, written to no faster than it shows: of what it falls behind, the newest counts."""

from __future__ import annotations

import threading
import time

from rich.color import ColorSystem
from textual import events
from textual._compositor import CompositorUpdate  # 8.2.8: it has no public name
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Offset, Size
from textual.message import Message

from ivs_tui.ui.wire.difference import ANEW
from ivs_tui.ui.wire.mirror import SYNC_END, Mirror
from ivs_tui.ui.wire.output import Output

_WHERE = "\x1b[06n"
"""Asks for the cursor's position: the answer says that all before it was shown. The kernel, ssh and
a serial line hold many seconds of output, and do not tell how much; every terminal answers this.
Spelt as no name from outside would, so that it is known for our own."""
_ASK_EVERY = 1024
"""Bytes that may be on their way without having been asked for."""
_PATIENCE, _SLOWEST = 1.0, 800.0
"""Seconds, and bytes a second more, after which an answer is taken to be lost."""
_LEAVE, _LAST_ANSWER = 0.3, 1.0
"""Seconds for what is on its way to be taken when the terminal is left, and to be answered."""


class MirrorDriver(LinuxDriver):
    """Textual 8.2.8's driver, but for how it writes: it never waits, and draws differences."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._mirror = Mirror()
        self._output: Output | None = None
        self._is_ours = False
        """Whether the terminal is taken over; what is left to write after that is no drawing."""
        self._thread = threading.get_ident()
        self._synchronized = False
        self._asked = self._answered = self._lost = 0
        self._answers = False
        self._unasked = 0
        self._heard = threading.Event()

    def show(
        self,
        update: CompositorUpdate,
        size: Size,
        cursor: Offset | None,
        colors: ColorSystem,
        *,
        synchronized: bool,
    ) -> None:
        """Have the terminal show an update, as soon as it can."""
        self._synchronized = synchronized
        self._mirror.take(update, size, cursor, colors)
        self._send()

    def forget(self) -> None:
        """What the terminal shows is not known any more, for somebody else writes to it."""
        self._mirror.forget()
        self._put(ANEW)

    def repaint(self, size: Size) -> None:
        """Write all of the screen anew: at once, or when Textual has drawn it in a new size."""
        self._mirror.forget()
        if size == self._mirror.size:
            self._send()

    def _send(self) -> None:
        if not self._is_ours or self._is_behind:
            return
        if data := self._mirror.sequence(synchronized=self._synchronized):
            self._put(data)
            if self._unasked >= _ASK_EVERY and not self._awaits and self._answers:
                self._ask()

    def _put(self, data: str) -> None:
        if self._output is not None:
            encoded = data.encode("utf-8", "replace")
            self._unasked += len(encoded)
            self._output.put(encoded)

    # Whether the terminal keeps up

    @property
    def _awaits(self) -> bool:
        return self._asked > self._answered

    def _ask(self) -> None:
        self._asked += 1
        patience = _PATIENCE + self._unasked / _SLOWEST
        self._unasked = 0
        self._put(_WHERE)
        self._loop.call_later(patience, self._give_up, self._asked)

    def _give_up(self, number: int) -> None:
        if self._answered < number:
            self._answered = number
            self._lost += 1
            self._answers = self._answers and self._lost < 2
            self._send()

    def process_message(self, message: Message) -> None:
        """Take what the terminal says, in the thread that reads it."""
        if not isinstance(message, events.CursorPosition):
            super().process_message(message)
            return
        self._answered = min(self._asked, self._answered + 1)
        self._answers, self._lost = True, 0
        self._heard.set()
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        if self._unasked >= _ASK_EVERY and not self._awaits:
            self._ask()
        self._send()

    # Textual's own use of it

    def write(self, data: str) -> None:
        """Write what is no part of the screen; 8.2.8 does so from its input thread, too."""
        if threading.get_ident() == self._thread:
            self._put(data)
        else:
            self._loop.call_soon_threadsafe(self._put, data)

    def start_application_mode(self) -> None:
        """Take the terminal over; what it shows is not known."""
        self._close_output()
        self._output = Output(self._file.fileno() if self._file else 2, self._loop, self._send)
        self._mirror.forget()
        self._answered = self._asked
        self._is_ours = True
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has no types here
        self._ask()

    def disable_input(self) -> None:
        """Read no more keys; an answer that came after that would be typed into the shell."""
        self._settle()
        super().disable_input()

    def stop_application_mode(self) -> None:
        """Leave the terminal as it was found."""
        self._settle()
        self._is_ours = False
        self._put(ANEW)
        super().stop_application_mode()

    def _settle(self) -> None:
        """Wait a little for what is on its way; what is not shown by then is dropped."""
        if self._output is None or not self._is_behind:
            return
        until = time.monotonic() + _LAST_ANSWER
        taken = self._output.wait_empty(_LEAVE)
        while taken and self._is_behind and (left := until - time.monotonic()) > 0:
            self._heard.clear()
            self._heard.wait(left if self._is_behind else 0)
        if self._is_behind:
            self._answered = self._asked
            self._output.drop()
            # Twice, for the first may be taken for the end of what was cut.
            self._put(2 * (ANEW + SYNC_END))

    @property
    def _is_behind(self) -> bool:
        output = self._output
        return (output is not None and not output.is_empty) or (self._answers and self._awaits)

    def close(self) -> None:
        """Write what is left, for as long as the terminal may take it."""
        self._close_output()
        super().close()

    def _close_output(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            output.wait_empty(_LEAVE)
            output.close()
