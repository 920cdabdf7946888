"""Tones as theme colours: the one place where meaning becomes colour."""

from __future__ import annotations

from textual.theme import Theme

from ivs_tui.resources.spec import Tone

DARK = Theme(
    name="ivs-dark",
    primary="#5fafff",
    secondary="#87afaf",
    accent="#ffaf5f",
    foreground="#d0d0d0",
    background="#121212",
    surface="#121212",
    panel="#262626",
    success="#5fd787",
    warning="#ffd75f",
    error="#ff6f6f",
    dark=True,
    variables={
        "tone-dim": "#8a8a8a",
        "tone-info": "#87afff",
        "cursor-background": "#303f55",
        "cursor-foreground": "#ffffff",
        "footer-key-foreground": "#5fafff",
        "input-cursor-background": "#d0d0d0",
        "input-cursor-foreground": "#121212",
    },
)
"""The default: calm on a wall, and readable at night."""

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
