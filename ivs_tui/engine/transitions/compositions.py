"""What happened to compositions and to where they go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ivs_tui.engine.snapshot import Severity, Transition
from ivs_tui.engine.transitions.change import Change, Rule, state_word

_SEVERITY: Mapping[str | None, Severity] = MappingProxyType(
    {"FAILED": Severity.ERROR, "RECONNECTING": Severity.WARNING, "ACTIVE": Severity.GOOD}
)
_TROUBLE = frozenset({"FAILED", "RECONNECTING"})


def _compositions(change: Change) -> Iterator[Transition]:
    for item in change.appeared():
        yield change.happened(
            *(item, item.arn, "composition started", Severity.GOOD), at=item.start_time
        )
        yield from _moved(change, None, item)
    for was, item in change.stayed():
        yield from _moved(change, was, item)
    for item in change.ended():
        yield change.happened(
            item, item.arn, "composition gone", detail=f"last seen {state_word(item.state)}"
        )


def _moved(change: Change, was: Any, item: Any) -> Iterator[Transition]:
    """What is new of a composition; of one that is new itself (`was` is None) only trouble."""
    moved = _is_news(was, item)
    if moved:
        yield change.happened(
            *(item, item.arn, f"composition {state_word(item.state)}", _severity(item.state)),
            detail=f"was {state_word(was.state)}" if was else "",
            at=item.end_time,
        )
    before = _destinations(was)
    for id_, one in _destinations(item).items():
        # What the whole of it does, each destination does; a failure is told of each.
        along = moved and one.state == item.state and one.state not in _TROUBLE
        if _is_news(before.get(id_), one) and not along:
            yield _destination(change, item, id_, before.get(id_), one)


def _is_news(was: Any, one: Any) -> bool:
    return one.state in _TROUBLE if was is None else was.state != one.state


def _destination(change: Change, item: Any, id_: str, was: Any, one: Any) -> Transition:
    recovered = one.state == "ACTIVE" and was.state in _TROUBLE
    what = "destination recovered" if recovered else f"destination {state_word(one.state)}"
    detail = f"destination {id_}" + (f", was {state_word(was.state)}" if was else "")
    severity = _severity(one.state)
    return change.happened(item, item.arn, what, severity, detail=detail, at=one.end_time)


def _destinations(item: Any) -> dict[str, Any]:
    held = item.destinations or () if item else ()
    return {one.id or f"number {number}": one for number, one in enumerate(held, 1)}


def _severity(state: str | None) -> Severity:
    return _SEVERITY.get(state, Severity.INFO)


RULES: Mapping[str, Rule] = MappingProxyType({"compositions": _compositions})
