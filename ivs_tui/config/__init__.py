"""The settings: one frozen Config, merged: config file < environment < flags."""

from ivs_tui.config.settings import OPTIONS, THEMES, Config, ConfigError, Expected, Rule
from ivs_tui.config.sources import default_path, load

__all__ = [
    "OPTIONS",
    "THEMES",
    "Config",
    "ConfigError",
    "Expected",
    "Rule",
    "default_path",
    "load",
]
