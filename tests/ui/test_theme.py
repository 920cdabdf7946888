"""Themes: every tone can be read on everything that it stands on."""

from __future__ import annotations

from itertools import product

import pytest
from rich.style import Style

from ivs_tui.config import THEMES, Config
from ivs_tui.resources.spec import Tone
from ivs_tui.ui.screens.base import MonitorScreen
from ivs_tui.ui.widgets.table_lines import LineStyle
from tests.ui.monitor import Desk, open_desk

_ON_ANY = {None, 1, 5}
"""The terminal's own, red and magenta are seen on black and on white."""


def styles(desk: Desk) -> dict[str, Style]:
    """How each tone is drawn in the list, under its cursor, and in the bar."""
    screen = desk.app.screen
    assert isinstance(screen, MonitorScreen)
    lines = (LineStyle.ROW, LineStyle.CURSOR, LineStyle.HEADER, LineStyle.NOTE)
    found = {
        f"{tone} {line.value}": screen.table._style_of(tone, line, False)
        for tone, line in product(Tone, lines)
    }
    return found | {
        f"{tone} bar": screen.bar.get_component_rich_style(f"lines--{tone}") for tone in Tone
    }


def contrast(style: Style) -> float:
    """WCAG 2's ratio of a style's two colours, from 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    lights = []
    for color in (style.color, style.bgcolor):
        parts = [part / 255 for part in color.get_truecolor()]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(lights) / min(lights)


def test_the_ratio_is_that_of_wcag() -> None:
    assert contrast(Style(color="#000000", bgcolor="#ffffff")) == pytest.approx(21)
    assert contrast(Style(color="#777777", bgcolor="#ffffff")) == pytest.approx(4.48, abs=0.01)


async def test_tones_are_read_in_every_theme() -> None:
    async with open_desk() as desk:
        assert desk.app.theme == "dark"
        assert tuple(desk.app.available_themes) == THEMES
        for name in THEMES:
            desk.app.theme = name
            await desk.pilot.pause()
            drawn = styles(desk)
            if name == "ansi":
                grounds = {style.bgcolor for style in drawn.values()}
                assert all(ground is None or ground.is_default for ground in grounds)
                assert {style.color.number for style in drawn.values() if style.color} == _ON_ANY
                assert drawn["normal cursor"].reverse
                continue
            least = 7 if "contrast" in name else 4.5
            faint = {what: contrast(style) for what, style in drawn.items()}
            assert {what: ratio for what, ratio in faint.items() if ratio < least} == {}, name


async def test_the_user_s_theme() -> None:
    async with open_desk(config=Config(theme="contrast-light")) as desk:
        assert desk.app.theme == "contrast-light"


async def test_the_palette_offers_these_themes_alone() -> None:
    async with open_desk(ascii_only=True) as desk:
        desk.app.action_change_theme()
        await desk.pilot.pause()
        assert "search for themes" in desk.text
        assert desk.text.isascii()
        assert set(desk.app.available_themes) == set(THEMES)
