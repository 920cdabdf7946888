"""The history on disk: what is kept, what stands once, and what a damaged disk does not do."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivs_tui.config import Config
from ivs_tui.engine import history as history_of
from ivs_tui.engine.history import History
from ivs_tui.engine.history_files import DamagedError, HistoryError, history_path, put_aside
from ivs_tui.engine.snapshot import Scope, Severity, Transition
from ivs_tui.engine.spells import Spell
from tests.support import CHANNEL, SCOPE, START, topic

SECOND = timedelta(seconds=1)
AWKWARD = "\0\u202e\x1b"
EVER = datetime.min.replace(tzinfo=START.tzinfo)


def event(after: float = 0.0, what: str = "starving", **more: Any) -> Transition:
    facts: dict[str, Any] = {"topic": topic("streams"), "key": f"{CHANNEL}|st-1"} | more
    at = START + timedelta(seconds=after)
    return Transition(at=at, subject=CHANNEL, what=what, severity=Severity.WARNING, **facts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history" / "prod--eu-west-1.sqlite3"


@contextmanager
def opened(path: Path) -> Iterator[History]:
    history = History.open(path)
    try:
        yield history
    finally:
        history.close()


def kept(path: Path) -> list[Transition]:
    with opened(path) as history:
        return history.load(EVER)


def test_what_happened_is_there_the_next_time_oldest_first(path: Path) -> None:
    told = [event(0), event(7, "recovered", detail="was STARVING"), event(9, observed=False)]
    with opened(path) as history:
        history.append(reversed(told), "a")
    assert kept(path) == told
    with opened(path) as history:
        assert history.load(START + 5 * SECOND) == told[1:]
        assert history.load(EVER, most=1) == told[2:]
        # What a clock that ran ahead dated into the future takes nobody's place.
        assert history.load(EVER, most=1, until=START + 9 * SECOND) == told[1:2]


def test_a_password_in_the_endpoint_is_in_no_file_name() -> None:
    config = Config(endpoint_url="https://ops:secret@host:8443/ivs?token=secret")
    assert "secret" not in str(history_path(SCOPE, config, {"HOME": "/home/ops"}))


def test_only_this_user_may_read_it(path: Path) -> None:
    path.parent.mkdir(parents=True, mode=0o700)
    path.touch(mode=0o644)
    with opened(path) as history:
        history.append([event()], "a")
        for name in os.listdir(path.parent):
            assert stat.S_IMODE((path.parent / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_two_monitors_saw_stands_once(path: Path) -> None:
    with opened(path) as one, opened(path) as other:
        one.append([event(0), event(10, "recovered"), event(20)], "a")
        other.append([event(3), event(13, "recovered"), event(23)], "b")
        other.append([event(40, "ended")], "b")
        one.append([event(41, "ended")], "a")
    assert [(one.what, one.at - START) for one in kept(path)] == [
        *(("starving", 0 * SECOND), ("recovered", 10 * SECOND), ("starving", 20 * SECOND)),
        ("ended", 40 * SECOND),
    ]


def test_what_happened_twice_stands_twice_though_one_monitor_saw_it_once(path: Path) -> None:
    with opened(path) as history:
        history.append([event(5)], "slow")
        history.append([event(0), event(10, "recovered"), event(20)], "quick")
        history.append([event(90)], "slow")
    assert [one.at - START for one in kept(path)] == [
        5 * SECOND,
        10 * SECOND,
        20 * SECOND,
        *[90 * SECOND],
    ]


def test_what_was_told_before_a_monitor_began_to_watch_it_has_not_seen(path: Path) -> None:
    with opened(path) as history:
        history.append([event(0)], "before", START - SECOND)
        history.append([event(20), event(23, "recovered")], "after", START + 9 * SECOND)
        history.append([event(21)], "beside", START + 9 * SECOND)
    assert [one.at - START for one in kept(path)] == [0 * SECOND, 20 * SECOND, 23 * SECOND]


def test_times_of_the_api_are_the_same_to_the_microsecond_or_not_at_all(path: Path) -> None:
    with opened(path) as history:
        for writer in ("a", "b", "c"):
            history.append([event(0, observed=False), event(1, observed=False)], writer)
            history.append([event(0, observed=False, detail="x")], writer)
    assert len(kept(path)) == 3


def test_an_entry_of_a_later_version_is_read_and_one_that_is_none_is_counted(path: Path) -> None:
    later = msgspec.to_builtins(event()) | {"mood": ["new"], "weight": 3}
    bodies: list[bytes | int | None] = [
        msgspec.json.encode(later),
        b"{}",
        b"\xff\xfe",
        None,
        7,
        b"[]",
        b'{"at": "yesterday"}',
        msgspec.json.encode(later | {"at": "2026-11-21T14:03:05"}),
    ]
    with opened(path):
        pass
    database = sqlite3.connect(path)
    for number, body in enumerate(bodies):
        text = body if body is not None else b""
        database.execute("INSERT INTO events VALUES (?, 0, '', ?, 'x')", (number, text))
    database.commit()
    database.close()
    with opened(path) as history:
        assert history.load(EVER) == [event()]
        assert history.unreadable == len(bodies) - 1
        history.append([event()], "a")


def test_a_row_with_what_is_no_time_or_text_is_passed_over(path: Path) -> None:
    with opened(path) as history:
        history.append([event()], "a")
        history.watched("a", START, START + SECOND)
        history.note("check", b"{}")
    database = sqlite3.connect(path)
    database.execute("INSERT INTO spells VALUES ('b', 'x', 'x'), ('c', NULL, 1), ('d', 1, 1 << 62)")
    database.execute("INSERT INTO events SELECT NULL, 'x', key, body, told_by FROM events")
    database.execute("UPDATE notes SET text = NULL")
    database.commit()
    database.close()
    with opened(path) as history:
        history.prune(START + SECOND)
        assert history.spells(EVER) == [Spell(START, START + SECOND)]
        assert history.load(EVER) == [event()]
        assert history.noted("check") == b""


def test_it_stays_within_its_bounds(path: Path) -> None:
    now = START + timedelta(days=31)
    with opened(path) as history:
        history.append([event(0), *(event(31 * 86_400 + n) for n in range(400))], "a")
        history.watched("a", START, START + SECOND)
    size = path.stat().st_size
    with opened(path) as history:
        history.prune(now, most_events=300)
        assert history.load(EVER)[0].at == now + 100 * SECOND
        assert history.spells(EVER) == []
        history.prune(now, most_bytes=60_000)
        assert 0 < len(history.load(EVER)) < 200
    assert path.stat().st_size < 90_000 < size


def test_a_clock_that_leaps_ahead_makes_nothing_old(path: Path) -> None:
    with opened(path) as history:
        history.prune(START)
        history.append([event()], "a")
        history.watched("a", START, START + SECOND)
        history.prune(START + timedelta(days=3_000))
        assert history.load(EVER) == [event()]
        history.append([event(86_400 * 31)], "a")
        history.prune(START + timedelta(days=31))
        assert len(history.load(EVER)) == 1


def test_when_somebody_watched(path: Path) -> None:
    with opened(path) as history:
        history.watched("a", START, START + 5 * SECOND)
        history.watched("a", START, START + 35 * SECOND)
        history.watched("a", START, START + 20 * SECOND)
        history.watched("b", START + SECOND, START + 9 * SECOND)
        assert history.spells(START + 20 * SECOND) == [Spell(START, START + 35 * SECOND)]
        assert len(history.spells(START)) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"no database at all, but long enough to be told from one" * 9,
        b"SQLite format 3\0" + b"\xff" * 5_000,
    ],
)
def test_what_is_no_database_is_put_aside_and_never_deleted(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(DamagedError, match="sqlite3: "):
        History.open(path)
    first = put_aside(path, START)
    assert first.read_bytes() == content
    path.write_bytes(content)
    assert put_aside(path, START) != first
    with opened(path) as history:
        history.append([event()], "a")
    assert kept(path) == [event()]


def test_a_torn_file_is_found_when_it_is_read(path: Path) -> None:
    with opened(path) as history:
        history.append([event(n) for n in range(500)], "a")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedError):
        kept(path)


def test_tables_that_are_not_as_they_should_be(path: Path) -> None:
    with opened(path):
        pass
    database = sqlite3.connect(path)
    database.execute("ALTER TABLE events DROP COLUMN body")
    database.close()
    with pytest.raises(DamagedError):
        History.open(path)


def test_tables_that_somebody_changes_under_it(path: Path) -> None:
    with opened(path) as history:
        database = sqlite3.connect(path)
        database.execute("DROP TABLE events")
        database.close()
        with pytest.raises(DamagedError, match="no such table"):
            history.append([event()], "a")


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("user_version = 2", "newer version"), ("application_id = 7", "another program")],
)
def test_what_is_whole_but_not_ours_is_left_as_it_is(path: Path, pragma: str, said: str) -> None:
    with opened(path) as history:
        history.append([event()], "a")
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA {pragma}")
    database.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=said) as raised:
        History.open(path)
    assert not isinstance(raised.value, DamagedError)
    assert path.read_bytes() == before


def test_what_can_be_no_file(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(HistoryError, match="directory"):
        History.open(path)
    path.rmdir()
    os.mkfifo(path)
    with pytest.raises(HistoryError, match="not a file"):
        History.open(path)
    with pytest.raises(HistoryError, match="File exists"):
        History.open(path / "x")


def test_while_another_program_holds_it_nothing_is_kept_and_then_it_is(path: Path) -> None:
    with opened(path) as history:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(HistoryError, match="another program holds it"):
            history.append([event()], "a")
        holder.execute("ROLLBACK")
        holder.close()
        history.append([event()], "a")
        assert history.load(EVER) == [event()]


def test_a_full_disk_loses_nothing_that_was_kept(path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with opened(path) as history:
        history.append([event()], "a")
        many = [event(n, detail="x" * 2_000) for n in range(100)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, limits[1]))
        try:
            with pytest.raises(HistoryError, match="disk"):
                history.append(many, "a")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert history.load(EVER) == [event()]
        history.append(many, "a")
        assert len(history.load(EVER)) == 101


def test_a_file_that_was_deleted_under_it(path: Path) -> None:
    with opened(path) as history:
        there = [history.lies_there]
        path.unlink()
        there.append(history.lies_there)
        with opened(path) as other:
            other.append([event()], "b")
            there += [history.lies_there, other.lies_there]
    assert there == [True, False, False, True]
    assert kept(path) == [event()]


def test_half_a_character_is_passed_over(path: Path) -> None:
    with opened(path) as history:
        history.append([event(what="\ud800"), event(key="\udfff"), event(detail=AWKWARD)], "a")
        assert [one.detail for one in history.load(EVER)] == [AWKWARD]


@given(
    *(
        st.tuples(
            st.text(st.characters(), max_size=12), st.sampled_from(["eu-west-1", "-", "a--b"])
        ),
    )
    * 2
)
def test_no_two_scopes_share_a_file(one: tuple[str, str], other: tuple[str, str]) -> None:
    paths = [history_path(Scope(*scope), None, {"XDG_STATE_HOME": "/s"}) for scope in (one, other)]
    assert (paths[0].name.casefold() == paths[1].name.casefold()) == (one == other)
    for path in paths:
        assert path.parent == Path("/s/ivs-tui/history")
        assert path.name.isascii()
        assert len(path.name) < 255


def test_where_it_lies(tmp_path: Path) -> None:
    scope, state = Scope("My-Prod", "eu-west-1"), {"XDG_STATE_HOME": "/s"}
    folder = Path("/s/ivs-tui/history")
    assert history_path(scope, None, state) == folder / "+my-+prod--eu-west-1.sqlite3"
    names = {
        history_path(scope, config, state | more).name
        for config in (None, Config(endpoint_url="http://127.0.0.1:1"))
        for more in ({}, {"AWS_ENDPOINT_URL_IVS": "http://x"}, {"AWS_ENDPOINT_URL": "http://y"})
    }
    assert len(names) == 4
    aws = tmp_path / "aws"
    aws.write_text("[profile My-Prod]\nendpoint_url = http://127.0.0.1:2/\n")
    lab = history_path(scope, None, state | {"AWS_CONFIG_FILE": str(aws)})
    assert lab.stem == "+my-+prod--eu-west-1--http%3a%2f%2f127.0.0.1%3a2"
    aws.write_text("no section")
    for wrong in ({"AWS_CONFIG_FILE": str(aws)}, {"AWS_ENDPOINT_URL": "http://[::1"}):
        with pytest.raises(HistoryError):
            history_path(scope, None, state | wrong)
    assert history_path(scope, None, {"XDG_STATE_HOME": "here"}).is_relative_to(Path.home())
    long = [history_path(Scope("x" * 400 + end, "r"), None, state).name for end in "ab"]
    assert long[0] != long[1]
    assert max(map(len, long)) < 255


def test_bounds_are_those_that_are_promised() -> None:
    bounds = (history_of.LONGEST_KEPT.days, history_of.MOST_EVENTS, history_of.MOST_BYTES)
    assert bounds == (30, 200_000, 50_000_000)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), min_size=1, max_size=12)
)
def test_of_two_monitors_each_happening_stands_once_however_late_each_saw_it(
    tmp_path_factory: pytest.TempPathFactory, seen: list[tuple[int, bool, bool]]
) -> None:
    path = tmp_path_factory.mktemp("two") / "history.sqlite3"
    with opened(path) as one, opened(path) as other:
        for place, (late, first, both) in enumerate(seen):
            what = "starving" if place % 2 == 0 else "recovered"
            writers = [(one, "a"), (other, "b")][:: 1 if first else -1]
            for delay, (history, writer) in zip((0, late), writers[: 1 + both], strict=False):
                history.append([event(place * 10 + delay, what)], writer)
        held = one.load(EVER)
    assert [int((found.at - START) / SECOND) // 10 for found in held] == list(range(len(seen)))
