"""How the meaning of an event and its remedy read, under the list of events."""

from __future__ import annotations

from ivs_tui.knowledge.explain import Explanation
from ivs_tui.resources import format as fmt
from ivs_tui.resources.spec import Cell, Line, Look, Tone


def lines(told: Explanation, code: str | None, look: Look) -> list[Line]:
    """What it means, what to do, and the likely cause: in the order in which they are needed."""
    named = (fmt.text(code, look, Tone.STRONG),) if code else ()
    found = [Line("meaning", (*named, fmt.text(told.meaning, look)))]
    if told.remedy:
        whose = (Cell("(inferred, not AWS's word)", Tone.DIM),) if told.inferred else ()
        found.append(Line("do", (fmt.text(told.remedy, look, Tone.STRONG), *whose)))
    if told.cause:
        found.append(Line("likely", (fmt.text(told.cause, look),)))
    return found
