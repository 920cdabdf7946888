"""What this terminal can do, from what its environment says: nothing is written to it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ivs_tui.cli.access import ascii_only
from ivs_tui.cli.doctor.checks import Check, State
from ivs_tui.config import Config

NEEDED = (60, 15)
ADVISED = (80, 24)
"""Columns and lines."""
_LATE_ESCAPE = 100
"""Milliseconds for which a key may wait before fingers notice."""
_TMUX_PATIENCE = 2.0
_TMUX_ASKED = ("version", "set-clipboard", "escape-time", "client_termfeatures", "client_termname")
_TAKES_COPIES = ("xterm-kitty", "alacritty", "foot", "wezterm", "xterm-ghostty")
"""Types of terminals that let a program write the clipboard unless their user forbids it."""
_COPYING_PROGRAMS = frozenset({"WezTerm", "ghostty", "WarpTerminal"})

_check = partial(Check, "terminal")


@dataclass(frozen=True, slots=True)
class Tmux:
    """What tmux says of itself and of the terminal around it; empty where it does not say."""

    version: str
    clipboard: str = ""
    escape_time: str = ""
    features: str = ""
    outer: str = ""


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal as its environment describes it; `size` is columns and lines."""

    environ: Mapping[str, str]
    size: tuple[int, int]
    plain: bool = False
    """Whether marks are to be ASCII."""
    wants_plain: bool = False
    """Whether the user asked for that."""
    tmux: Tmux | None = None


def here(config: Config) -> Terminal | None:
    """This process's own terminal; None where none of its streams is one."""
    size = _size()
    if size is None:
        return None
    plain = ascii_only(config)
    return Terminal(os.environ, size, plain, config.ascii, _ask_tmux(os.environ))


def checks(terminal: Terminal | None) -> list[Check]:
    """What would stop or hinder the monitor on it."""
    if terminal is None:
        return [_check("terminal", State.SKIPPED, "not looked at: this is a pipe or a script")]
    looks = (_room, _type, _colors, _letters, _clipboard, _multiplexer, _remote)
    return [check for look in looks for check in look(terminal)]


def _room(terminal: Terminal) -> Iterator[Check]:
    columns, lines = terminal.size
    said = f"{columns}x{lines}"
    if not columns or not lines:
        yield _check("size", State.UNKNOWN, "the terminal does not say")
    elif columns < NEEDED[0] or lines < NEEDED[1]:
        advice = f"make it {ADVISED[0]}x{ADVISED[1]} or larger"
        said += f"; the monitor needs {NEEDED[0]}x{NEEDED[1]}"
        yield _check("size", State.FAILED, said, advice, stops=2)
    elif columns < ADVISED[0] or lines < ADVISED[1]:
        advice = f"columns go before the lines do: {ADVISED[0]}x{ADVISED[1]} shows more"
        yield _check("size", State.WARNING, said, advice)
    else:
        yield _check("size", State.OK, said)


def _type(terminal: Terminal) -> Iterator[Check]:
    kind = terminal.environ.get("TERM", "")
    if kind in {"dumb", "unknown"}:
        advice = "use `ivs-tui get`, or set TERM to what the terminal is, like xterm-256color"
        said = f"{kind}: without a cursor there is no monitor"
        yield _check("type", State.FAILED, said, advice, stops=2)
    elif not kind:
        yield _check("type", State.WARNING, "TERM is not set", "set it, like xterm-256color")
    else:
        yield _check("type", State.OK, kind)


def _colors(terminal: Terminal) -> Iterator[Check]:
    kind, many = terminal.environ.get("TERM", ""), terminal.environ.get("COLORTERM", "")
    if terminal.environ.get("NO_COLOR"):
        yield _check("colours", State.OK, "none: NO_COLOR is set")
    elif many in {"truecolor", "24bit"}:
        yield _check("colours", State.OK, "16 million")
    elif kind.endswith("-256color") or kind.startswith(_TAKES_COPIES):
        yield _check("colours", State.OK, "256")
    else:
        advice = "tones are coarse; if the terminal can do more, set TERM to its -256color type"
        yield _check("colours", State.OK, "16 or fewer", advice)


def _letters(terminal: Terminal) -> Iterator[Check]:
    if not terminal.plain:
        yield _check("UTF-8", State.OK, "yes")
    elif terminal.wants_plain:
        yield _check("UTF-8", State.OK, "not used: ASCII was asked for")
    else:
        advice = "if the terminal shows UTF-8, set LANG to a locale of it, like C.UTF-8"
        yield _check("UTF-8", State.WARNING, "no: marks and borders are ASCII", advice)


def _clipboard(terminal: Terminal) -> Iterator[Check]:
    """Whether `y` reaches the clipboard of the machine at which the user sits."""
    check, environ = partial(_check, "OSC 52 (copy)"), terminal.environ
    if environ.get("TMUX"):
        yield _through_tmux(terminal.tmux)
    elif environ.get("STY"):
        advice = "copy with the terminal's own selection, or use tmux"
        yield check(State.WARNING, "GNU screen does not hand copies on", advice)
    elif environ.get("TERM") == "linux":
        yield check(State.WARNING, "the Linux console has no clipboard")
    elif environ.get("TERM_PROGRAM") == "iTerm.app":
        advice = "allow it in iTerm2: Settings, General, Selection, access to the clipboard"
        yield check(State.UNKNOWN, "iTerm2 takes copies if it is told to", advice)
    elif _is_known_to_copy(environ):
        yield check(State.OK, "this terminal takes copies unless it was told not to")
    else:
        yield check(State.UNKNOWN, "the terminal does not say", "try `y`, then paste")


def _is_known_to_copy(environ: Mapping[str, str]) -> bool:
    return (
        environ.get("TERM", "").startswith(_TAKES_COPIES)
        or environ.get("TERM_PROGRAM") in _COPYING_PROGRAMS
        or bool(environ.get("WT_SESSION"))
    )


def _through_tmux(tmux: Tmux | None) -> Check:
    check = partial(_check, "OSC 52 (copy)")
    if tmux is None:
        return check(State.UNKNOWN, "tmux does not say")
    if _number(tmux.version) < (3, 2):
        # Such a tmux takes no copy by `load-buffer -w`, so the sequence itself must get through.
        if tmux.clipboard == "on":
            return check(State.OK, "tmux hands copies on")
        said = f"tmux {tmux.version} keeps copies: set-clipboard is {tmux.clipboard or 'not set'}"
        return check(State.WARNING, said, "run tmux set -g set-clipboard on")
    if "clipboard" in tmux.features.split(","):
        return check(State.OK, f"tmux hands copies on to {tmux.outer or 'its terminal'}")
    said = f"tmux does not know that {tmux.outer or 'its terminal'} takes copies"
    advice = f"if it does: tmux set -as terminal-features ',{tmux.outer or '*'}:clipboard'"
    return check(State.UNKNOWN, said, f"{advice}, then attach anew")


def _multiplexer(terminal: Terminal) -> Iterator[Check]:
    environ, tmux = terminal.environ, terminal.tmux
    if not environ.get("TMUX"):
        yield _check("tmux", State.OK, "GNU screen" if environ.get("STY") else "none")
        return
    if tmux is None:
        yield _check("tmux", State.UNKNOWN, "it does not answer")
        return
    kind, late = environ.get("TERM", ""), _milliseconds(tmux.escape_time)
    said = f"version {tmux.version}"
    if late >= _LATE_ESCAPE:
        advice = "run tmux set -sg escape-time 10"
        yield _check("tmux", State.WARNING, f"{said}; it holds Esc back for {late} ms", advice)
    elif not kind.startswith(("tmux", "screen")):
        advice = "TERM is tmux's own business: do not set it in a shell's start file"
        yield _check("tmux", State.WARNING, f"{said}, but TERM is {kind}", advice)
    elif not kind.endswith("256color"):
        advice = "run tmux set -g default-terminal tmux-256color, for new windows"
        yield _check("tmux", State.WARNING, f"{said}; TERM is {kind}: few colours", advice)
    else:
        yield _check("tmux", State.OK, said)


def _remote(terminal: Terminal) -> Iterator[Check]:
    remote = terminal.environ.get("SSH_CONNECTION") or terminal.environ.get("SSH_TTY")
    yield _check("SSH", State.OK, "yes: this is another machine's terminal" if remote else "no")


def _number(version: str) -> tuple[int, int]:
    """3.3a is (3, 3); what a development build says counts as new."""
    found = re.search(r"(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else (99, 0)


def _milliseconds(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _size() -> tuple[int, int] | None:
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if stream is not None and stream.isatty():
            try:
                return os.get_terminal_size(stream.fileno())
            except OSError:
                return (0, 0)
    return None


def _ask_tmux(environ: Mapping[str, str]) -> Tmux | None:
    if not environ.get("TMUX"):
        return None
    asked = "\t".join(f"#{{{name}}}" for name in _TMUX_ASKED)
    try:
        told = subprocess.run(
            ["tmux", "display-message", "-p", asked],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TMUX_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    said = told.stdout.decode(errors="replace").rstrip("\n").split("\t")
    return Tmux(*said) if len(said) == len(_TMUX_ASKED) else None
