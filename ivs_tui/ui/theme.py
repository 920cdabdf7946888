"""Tones as theme colours: the one place where meaning becomes colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from ivs_tui.resources.spec import Tone

if TYPE_CHECKING:
    from textual.app import App

DEFAULT, SIXTEEN = "dark", "ansi"


def _theme(
    name: str, *, ground: str, panel: str, cursor: str, ink: str, dim: str, **tones: Any
) -> Theme:
    """A theme; `panel` is the ground of bars, `cursor` that of the row under the cursor."""
    return Theme(
        name=name,
        dark="dark" in name,
        background=ground,
        surface=ground,
        panel=panel,
        foreground=ink,
        accent=tones["warning"],
        variables={
            "text-muted": dim,
            "primary-muted": cursor,
            "block-cursor-background": cursor,
            "block-cursor-foreground": ink,
            "input-cursor-background": ink,
            "input-cursor-foreground": ground,
        },
        **tones,
    )


_OWN: dict[str, Any] = dict.fromkeys(
    (
        *("primary", "secondary", "success", "accent", "foreground"),
        *("background", "surface", "panel", "boost"),
    ),
    "ansi_default",
)
_THEMES = (
    # The default: calm on a wall, and readable at night.
    _theme(
        "dark",
        ground="#121212",
        panel="#262626",
        cursor="#294159",
        ink="#d0d0d0",
        dim="#adadad",
        primary="#5fafff",
        secondary="#87afaf",
        success="#5fd787",
        warning="#ffd75f",
        error="#ff8787",
    ),
    _theme(
        "light",
        ground="#ffffff",
        panel="#eeeeee",
        cursor="#d7e5f5",
        ink="#262626",
        dim="#5a5a5a",
        primary="#0055aa",
        secondary="#4e6a6a",
        success="#006b2d",
        warning="#7a4a00",
        error="#b3001b",
    ),
    _theme(
        "contrast-dark",
        ground="#000000",
        panel="#1c1c1c",
        cursor="#00325f",
        ink="#ffffff",
        dim="#d0d0d0",
        primary="#87d7ff",
        secondary="#afd7d7",
        success="#5fff87",
        warning="#ffff5f",
        error="#ffb3b3",
    ),
    _theme(
        "contrast-light",
        ground="#ffffff",
        panel="#f2f2f2",
        cursor="#dcebff",
        ink="#000000",
        dim="#3a3a3a",
        primary="#003c80",
        secondary="#2f4a4a",
        success="#004d1a",
        warning="#5a3200",
        error="#85000f",
    ),
    # The terminal's own colours, of which red and magenta alone read on black and on white.
    Theme(
        name=SIXTEEN,
        ansi=True,
        warning="ansi_magenta",
        error="ansi_red",
        **_OWN,
        variables=dict.fromkeys(
            (
                *("text-muted", "text-disabled", "foreground-muted", "primary-muted"),
                *("ansi-background", "ansi-foreground", "border", "border-blurred"),
                *("block-hover-background", "screen-selection-foreground", "footer-key-foreground"),
                *("input-selection-background", "screen-selection-background"),
            ),
            "ansi_default",
        )
        | {
            # Textual 8.2.8 reverses trees, and not the palette.
            "block-cursor-foreground": "ansi_bright_white",
            "block-cursor-background": "ansi_magenta",
            "scrollbar": "ansi_magenta",
        },
    ),
)

_TONES = {
    Tone.NORMAL: "color: $foreground;",
    Tone.STRONG: "color: $foreground; text-style: bold;",
    Tone.GOOD: "color: $success;",
    Tone.WARNING: "color: $warning;",
    Tone.BAD: "color: $error;",
    Tone.INFO: "color: $primary;",
    Tone.DIM: "color: $text-muted;",
}


def tone_css(prefix: str) -> str:
    """Rules for the component classes `PREFIX--TONE`, to be nested into a widget's own CSS."""
    return "\n".join(f"& > .{prefix}--{tone} {{ {rule} }}" for tone, rule in _TONES.items())


def choose(app: App[None], name: str) -> None:
    """Take the named theme, or the default one; no others than these are offered."""
    theirs = list(app.available_themes)
    for theme in _THEMES:
        app.register_theme(theme)
    app.theme = name or DEFAULT
    for other in theirs:
        app.unregister_theme(other)


def suit_terminal(app: App[None], name: str) -> None:
    """Where no theme is named and the terminal has sixteen colours, leave them to it."""
    if not name and app.console.color_system == "standard":
        app.theme = SIXTEEN
