"""What the keys of a list or detail do, and what `:` knows beside the views: a module a concern."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivs_tui.ui.acts import (
    alerts,
    compare,
    errors,
    export,
    find,
    front,
    history,
    narrow,
    report,
    scope,
    share,
    sources,
    view,
)
from ivs_tui.ui.acts.act import Act, Order

_ALL: tuple[Act, ...] = (
    *front.ACTS,
    *history.ACTS,
    *compare.ACTS,
    *errors.ACTS,
    *sources.ACTS,
    *narrow.ACTS,
    *view.ACTS,
    *export.ACTS,
    *report.ACTS,
    *share.ACTS,
    *alerts.ACTS,
)

_FIRST = ("findings", "problems", "timeline", "follow", "tree", "compare", "errors")
"""What 80 columns have room for: what an incident asks first."""
_IN_ORDER = sorted(_ALL, key=lambda act: (*_FIRST, act.id).index(act.id))

ACTS: Mapping[str, Act] = MappingProxyType({act.id: act for act in _IN_ORDER})
"""By id, in the order in which the hints name them."""

ORDERS: Mapping[str, Order] = MappingProxyType(
    {order.name: order for order in (*find.ORDERS, *view.ORDERS, *scope.ORDERS)}
)
"""What `:` knows beside the views, by name."""
