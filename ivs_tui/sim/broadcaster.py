"""`calm` and `incident`: the account of a broadcaster on a good and on a bad day."""

from ivs_tui.sim import broadcast, gathering
from ivs_tui.sim.account import add_channel, add_stage
from ivs_tui.sim.world import World


def calm(world: World) -> None:
    for i in range(12):
        channel = add_channel(world, f"news-{i}")
        with world.moment(-3600 - i * 60):
            broadcast.go_live(world, channel, delay=0)
    stage = add_stage(world, "talkshow")
    gathering.join(world, stage, "ada", publish=True)
    world.every(1, lambda: broadcast.move_viewers(world, 4))


incident = calm
large = calm
hostile = calm
