"""Tones as theme colours: the one place where meaning becomes colour."""

from __future__ import annotations

from textual.theme import Theme

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

TONES_CSS = """
    & > .tone--strong { color: $foreground; text-style: bold; }
    & > .tone--good { color: $success; }
    & > .tone--warning { color: $warning; }
    & > .tone--bad { color: $error; text-style: bold; }
    & > .tone--dim { color: $text-muted; }
    & > .tone--info { color: $primary; }
    & > .tone--normal { color: $foreground; }
"""
"""Nested into the CSS of each widget that draws tones; the classes are their component classes."""
