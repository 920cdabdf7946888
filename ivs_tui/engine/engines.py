"""Every engine that one monitor starts: of the scope in front, and of those that were left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivs_tui.config import Config
from ivs_tui.engine.clock import boot_time
from ivs_tui.engine.commands import Start
from ivs_tui.engine.link import EngineLink
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.engine.spawn import Spawned


class Engines:
    """Starts engines so that together they keep to AWS's rates, and leaves none behind."""

    def __init__(self, environ: Mapping[str, str] | None = None, no_profiles: str = "") -> None:
        self.environ = environ
        """Their environment, instead of this process's."""
        self.no_profiles = no_profiles
        """Why there is no other profile, where there is none."""
        self._links: list[EngineLink] = []
        self._used_until: dict[str, float] = {}

    def open(
        self,
        config: Config,
        region: str,
        known: Iterable[Snapshot] = (),
        spawned: Spawned | None = None,
    ) -> EngineLink:
        """Start one; raises OSError where the machine has no room for it."""
        start = Start(config, region, self._used_before(region))
        link = EngineLink(start, self.environ, spawned, known)
        self._links.append(link)
        return link

    def close(self) -> None:
        """End them all, those that are ending already too."""
        for link in self._links:
            link.close()

    def _used_before(self, region: str) -> float | None:
        """When any read in that Region last.

        Under another profile it was another budget only if that is another account, which nobody
        knows here: taken for the same, it costs half a second at the most.
        """
        for link in self._links:
            until = boot_time() if link.ended_at is None else link.ended_at
            self._used_until[link.region] = max(until, self._used_until.get(link.region, until))
        self._links = [link for link in self._links if link.is_running]
        return self._used_until.get(region)
