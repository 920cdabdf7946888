"""How the API's states read: a mark, a word and a tone; words new to this program as they came."""

from __future__ import annotations

from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Look, Mark, Tone

_HEALTH = {
    "STARVING": (Mark.STARVING, "starving", Tone.BAD),
    "HEALTHY": (Mark.GOOD, "healthy", Tone.GOOD),
    "UNKNOWN": (Mark.UNKNOWN, "unknown", Tone.WARNING),
}
WORST_FIRST: dict[str | None, int] = {"STARVING": 0, "UNKNOWN": 1, None: 1, "HEALTHY": 2}


def health(value: str | None, look: Look) -> Cell:
    """A stream's health; a word that is new to this program is shown as it came."""
    if value is None:
        return fmt.marked(Mark.UNKNOWN, "not said", Tone.WARNING, look)
    if value not in _HEALTH:
        return fmt.marked(Mark.UNKNOWN, fmt.text(value, look).text, Tone.WARNING, look)
    mark, word, tone = _HEALTH[value]
    return fmt.marked(mark, word, tone, look)


def viewers(number: int | None, look: Look) -> Cell:
    """The viewers; -1 is the API's "ask again", and is no number."""
    if number == -1:
        return Cell(look.mark(Mark.UNREAD), Tone.DIM)
    return Cell(fmt.count(number)) if number is not None else fmt.UNSAID


def watched(number: int | None, look: Look) -> Cell:
    """The viewers, with what they are."""
    told = viewers(number, look)
    return Cell(f"{told.text} viewers", told.tone)


def participant(state: str | None, look: Look) -> Cell:
    """Whether a participant is connected."""
    if state == "CONNECTED":
        return fmt.marked(Mark.GOOD, "connected", Tone.GOOD, look)
    if state == "DISCONNECTED":
        return fmt.marked(Mark.OFF, "disconnected", Tone.DIM, look)
    return _other(state, look)


_LIFE = {
    "CREATING": (Mark.CHANGING, Tone.INFO),
    "STARTING": (Mark.CHANGING, Tone.INFO),
    "ACTIVE": (Mark.GOOD, Tone.GOOD),
    "RECONNECTING": (Mark.CHANGING, Tone.WARNING),
    "STOPPING": (Mark.CHANGING, Tone.INFO),
    "STOPPED": (Mark.OFF, Tone.DIM),
    "INACTIVE": (Mark.OFF, Tone.DIM),
    "DISABLED": (Mark.OFF, Tone.DIM),
    "FAILED": (Mark.FAILED, Tone.BAD),
    "CREATE_FAILED": (Mark.FAILED, Tone.BAD),
}
_LIVELY = ("FAILED", "CREATE_FAILED", "RECONNECTING", "STARTING", "CREATING", "STOPPING", "ACTIVE")
"""States that need a person first; those that are over come last."""


def life(state: str | None, look: Look) -> Cell:
    """How a recording, a composition, a destination or a configuration stands."""
    if state is None:
        return fmt.UNSAID
    if state not in _LIFE:
        return _other(state, look)
    mark, tone = _LIFE[state]
    return fmt.marked(mark, state.lower().replace("_", " "), tone, look)


def life_rank(state: str | None) -> int:
    """The place of a state, what needs a person first."""
    return _LIVELY.index(state) if state in _LIVELY else len(_LIVELY) + (state in _LIFE)


def activity(*, active: bool, look: Look) -> Cell:
    """Whether a session is open."""
    if active:
        return fmt.marked(Mark.GOOD, "active", Tone.GOOD, look)
    return fmt.marked(Mark.OFF, "ended", Tone.DIM, look)


def severity(name: str, words: str, look: Look) -> Cell:
    """How much an event matters, before its own words."""
    mark, tone = _SEVERITY.get(name, (None, Tone.NORMAL))
    safe = fmt.text(words, look).text
    return fmt.marked(mark, safe, tone, look) if mark else Cell(f"  {safe}", tone)


_SEVERITY = {
    "good": (Mark.GOOD, Tone.GOOD),
    "warning": (Mark.STARVING, Tone.WARNING),
    "error": (Mark.FAILED, Tone.BAD),
    "critical": (Mark.FAILED, Tone.BAD),
}


def _other(state: str | None, look: Look) -> Cell:
    word = "not said" if state is None else fmt.text(state, look).text
    return fmt.marked(Mark.UNKNOWN, word, Tone.WARNING, look)
