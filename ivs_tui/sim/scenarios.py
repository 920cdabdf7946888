"""The scenarios by name."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from ivs_tui.sim.world import World

SCENARIOS = ("calm", "incident", "large", "hostile", "empty")
MODULES = {
    "calm": "broadcaster",
    "incident": "broadcaster",
    "large": "large",
    "hostile": "hostile",
}
SIZED = "large"
MOST_CHANNELS = 100_000


@dataclass(frozen=True)
class Size:
    """How large `large` is: everything else in it goes by the channels; ValueError if it cannot."""

    channels: int = 10_000
    live: int = 1_000

    def __post_init__(self) -> None:
        if not 1 <= self.channels <= MOST_CHANNELS:
            raise ValueError(f"channels are 1 to {MOST_CHANNELS}, not {self.channels}")
        if not 0 <= self.live <= self.channels:
            raise ValueError(f"of {self.channels} channels 0 to all are live, not {self.live}")

    def is_live(self, index: int) -> bool:
        """Whether this channel is; those that are lie evenly among the others."""
        return (index - 3) * self.live % self.channels < self.live

    @property
    def touched(self) -> int:
        """Streams whose viewers are counted anew in a second."""
        return max(1, self.live * 3 // 100)

    @property
    def stages(self) -> int:
        return max(1, self.channels // 20)

    @property
    def in_session(self) -> int:
        return max(1, self.channels // 50)

    @property
    def participants(self) -> int:
        return max(10, self.channels)

    @property
    def crowd(self) -> int:
        """Participants of the fullest stage."""
        alone = self.in_session == 1
        return self.participants if alone else max(10, self.channels * 6 // 100)


def build(
    scenario: str,
    *,
    seed: int = 0,
    speed: float = 1.0,
    epoch: float | None = None,
    size: Size | None = None,
) -> World:
    """A world at its start; `epoch` (Unix seconds, default now) is when it starts."""
    if scenario not in SCENARIOS:
        raise ValueError(f"{scenario!r} is no scenario: choose from {', '.join(SCENARIOS)}")
    if size is not None and scenario != SIZED:
        raise ValueError(f"only {SIZED} can be made larger or smaller, not {scenario}")
    world = World(seed, epoch, speed)
    if scenario in MODULES:
        # Only the scenario at hand: `demo` waits for this process to start.
        module = import_module(f"ivs_tui.sim.{MODULES[scenario]}")
        builder: Callable[..., None] = getattr(module, scenario)
        builder(world, *([size or Size()] if scenario == SIZED else []))
    return world
