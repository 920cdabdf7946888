"""The scenarios by name."""

from collections.abc import Callable
from importlib import import_module

from ivs_tui.sim.world import World

SCENARIOS = ("calm", "incident", "large", "hostile", "empty")
MODULES = {
    "calm": "broadcaster",
    "incident": "broadcaster",
    "large": "large",
    "hostile": "hostile",
}


def build(scenario: str, *, seed: int = 0, speed: float = 1.0, epoch: float | None = None) -> World:
    """A world at its start; `epoch` (Unix seconds, default now) is when it starts."""
    if scenario not in SCENARIOS:
        raise ValueError(f"{scenario!r} is no scenario: choose from {', '.join(SCENARIOS)}")
    world = World(seed, epoch, speed)
    if scenario in MODULES:
        # Only the scenario at hand: `demo` waits for this process to start.
        module = import_module(f"ivs_tui.sim.{MODULES[scenario]}")
        builder: Callable[[World], None] = getattr(module, scenario)
        builder(world)
    return world
