"""The limits are whole, and their sizes hold what AWS means by them."""

from itertools import pairwise

import pytest

from ivs_tui.knowledge.limits import LIMITS


def test_channel_types_name_sizes_there_are() -> None:
    assert set(LIMITS.channel_types) == {"STANDARD", "BASIC", "ADVANCED_SD", "ADVANCED_HD"}
    for kind in LIMITS.channel_types.values():
        assert kind.size in LIMITS.sizes
        assert kind.output is None or kind.output in LIMITS.sizes


def test_sizes_stand_smallest_first() -> None:
    for smaller, larger in pairwise(LIMITS.sizes.values()):
        assert smaller.pixels < larger.pixels
        assert smaller.edge < larger.edge
        assert smaller.bitrate < larger.bitrate


@pytest.mark.parametrize(
    ("name", "width", "height"), [("SD", 852, 480), ("HD", 1280, 720), ("FULL_HD", 1920, 1080)]
)
def test_a_multitrack_size_holds_the_picture_it_is_named_for(
    name: str, width: int, height: int
) -> None:
    size = LIMITS.multitrack.sizes[name]
    assert size.holds(width, height)
    assert size.holds(height, width)
    assert not size.holds(width + 16, height)


def test_levels_hold_what_they_are_known_for() -> None:
    assert LIMITS.h264_levels["3.1"] == (80 * 45, 80 * 45 * 30)
    assert LIMITS.h264_levels["3.2"][1] == 80 * 45 * 60
    assert 120 * 68 * 30 <= LIMITS.h264_levels["4.0"][1] < 120 * 68 * 60
    for lower, higher in pairwise(LIMITS.h264_levels.values()):
        assert lower[0] <= higher[0]
        assert lower[1] <= higher[1]
