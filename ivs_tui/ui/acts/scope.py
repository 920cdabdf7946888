"""The same question in another Region or account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivs_tui.aws.profile import REGIONS
from ivs_tui.ui.acts.act import Order

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp


def _regions(_monitor: MonitorApp, _typed: str) -> Iterable[str]:
    return REGIONS


def _profiles(monitor: MonitorApp, _typed: str) -> Iterable[str]:
    return monitor.scopes.profiles()


ORDERS = (
    Order(
        *("region", "REGION", "Show the same of another Region"),
        lambda monitor, region: monitor.scopes.to_region(region),
        _regions,
    ),
    Order(
        *("profile", "NAME", "Show the same of another profile, in its Region"),
        lambda monitor, name: monitor.scopes.to_profile(name),
        _profiles,
    ),
)
