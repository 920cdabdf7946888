"""Pages of lists that change while they are read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivs_tui.sim.errors import AwsError
from ivs_tui.sim.paging import page
from ivs_tui.sim.world import Item


def rows(count: int) -> list[Item]:
    return [{"arn": str(index)} for index in range(count)]


def key(item: Item) -> str:
    return str(item["arn"])


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(1, 15))
def test_all_pages_together_are_the_list(count: int, limit: int) -> None:
    items, found, token = rows(count), list[Item](), None
    while True:
        served, token = page("ListX", items, key, limit, token)
        found += served
        if token is None:
            break
        assert len(served) == limit
        assert re.fullmatch("[a-zA-Z0-9+/=_-]{1,1024}", token)
    assert found == items


def test_what_goes_between_pages_hides_nothing_else() -> None:
    items = rows(10)
    _, token = page("ListX", items, key, 4, None)
    served, _ = page("ListX", items[2:], key, 4, token)
    assert served == items[4:8]


def test_what_comes_first_between_pages_repeats_nothing() -> None:
    items = rows(10)
    _, token = page("ListX", items, key, 4, None)
    served, _ = page("ListX", [{"arn": "new"}, *items], key, 4, token)
    assert served == items[4:8]


def test_a_lost_anchor_falls_back_to_the_place() -> None:
    items = rows(10)
    _, token = page("ListX", items, key, 4, None)
    served, _ = page("ListX", items[:3] + items[4:], key, 3, token)
    assert served == items[5:8]


@pytest.mark.parametrize("token", ["", "AAAA", "bm8", "e30=", "WzFd", "="])
def test_foreign_tokens_are_refused(token: str) -> None:
    if not token:
        assert page("ListX", rows(3), key, 5, token)[0] == rows(3)
        return
    with pytest.raises(AwsError, match="nextToken"):
        page("ListX", rows(3), key, 5, token)
