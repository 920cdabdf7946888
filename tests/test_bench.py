"""The benchmark's own arithmetic: what it prints can be no truer than this."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.bench import __main__ as command
from tests.bench import report
from tests.bench.measure import Bar, Failure, Figure, Spread, busiest, percentile
from tests.bench.minute import age_of
from tests.bench.output import frame_size, frames
from tests.bench.pty_session import Screen
from tests.bench.requests import Logged, bars, monitors, told_busiest, told_requests
from tests.bench.sizes import LARGEST, SIZES
from tests.bench.throttled import gave_way_after

AGENT = "ivs-tui Botocore/1.43"


def figure(value: float, size: str = "", bar: Bar | None = None, name: str = "cost") -> Figure:
    return Figure("group", name, "ms", Spread.of([value]), Spread.of([10.0]), "a rival", bar, size)


def asked(*times: float, refused: tuple[float, ...] = ()) -> list[Logged]:
    return [("ListStreams", at, AGENT, 429 if at in refused else None) for at in times]


def test_the_command_line() -> None:
    assert command.parse([]).scenario == []
    assert command.parse(["keys", "wire", "--json"]).scenario == ["keys", "wire"]
    for wrong in (["nothing"], ["--json", "--markdown"], ["--quick", "--long"]):
        with pytest.raises(SystemExit):
            command.parse(wrong)


def test_percentiles() -> None:
    samples = [float(one) for one in range(1, 101)]
    assert [percentile(samples, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1, 50, 95, 100]
    assert percentile([7.0], 0.95) == 7
    assert Spread.at([3.0, 1.0, 2.0], 0.5) == Spread(2, 2, 2, 3)
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(2, 1, 3, 3)


def test_the_busiest_window_is_open_at_its_start() -> None:
    assert busiest([], 1) == 0
    assert busiest([0.0, 1.0, 2.0], 1) == 1
    assert busiest([2.0, 0.0, 0.5, 0.9, 1.4], 1) == 3


@pytest.mark.parametrize(
    ("value", "bar", "over"),
    [
        (10.0, Bar(10.0), None),
        (11.0, Bar(10.0), 0.1),
        (12.0, Bar(1.0, of_ratio=True), 0.2),
        (12.0, Bar(1.25, of_ratio=True, aim=1.0), None),
        (0.0, Bar(0.0), None),
        (3.0, Bar(0.0), 3.0),
    ],
)
def test_a_bar_is_missed_by_how_much(value: float, bar: Bar, over: float | None) -> None:
    one = figure(value, bar=bar)
    assert one.over == (None if over is None else pytest.approx(over))
    assert one.ok == (over is None)
    told = "\n".join(report.rows([one]))
    assert ("MISSED by" in told) == (over is not None)
    assert ("missed by" in report.markdown([one])) == (over is not None)


def test_rows_of_several_sizes_stand_together() -> None:
    found: list[Figure | Failure] = [
        figure(value, str(size), name=name)
        for size, value in zip(reversed(SIZES), (3.0, 2.0, 1.0), strict=True)
        for name in ("cost", "time")
    ]
    found.append(Failure("keys", str(LARGEST), "NeverSeenError: no row"))
    rows = report.rows(found)
    assert [row.split()[0] for row in (rows[0], rows[3], rows[6])] == ["cost", "time", "keys"]
    assert [str(size) in row for size, row in zip(SIZES, rows, strict=False)] == [True] * 3
    assert "FAILED: NeverSeenError: no row" in rows[6]
    told = report.markdown(found).splitlines()
    assert told[2] == "| cost, ms | 1 | 2 | 3 | 10, a rival | 0.30 |  |"
    assert len({line.count("|") for line in told[:4]}) == 1


def test_percentiles_share_a_line() -> None:
    found = [
        figure(value, str(size), bar, f"key, {part}")
        for size in SIZES[1:]
        for part, value, bar in (("p50", 5.0, None), ("p95", 12.0, Bar(10.0)))
    ]
    *_, line = report.markdown(found).splitlines()
    missed = "5 / 12 **missed by 20 %**"
    assert line == (
        f"| key: p50 / p95, ms |  | {missed} | {missed} | 10 / 10, a rival | 0.50 / 1.20 | - / 10 |"
    )


def test_json_can_be_read_back() -> None:
    one = figure(12.0, str(LARGEST), Bar(1.25, of_ratio=True, aim=1.0))
    assert Figure.from_json(json.loads(json.dumps(one.as_json()))) == one
    bare = Figure("group", "name", "s", Spread.of([1.0]))
    assert Figure.from_json(json.loads(json.dumps(bare.as_json()))) == bare


def test_one_failure_costs_no_other_figure(capsys: pytest.CaptureFixture[str]) -> None:
    def measure() -> Iterator[Figure]:
        yield figure(1.0)
        raise TimeoutError("first line\nsecond line")

    found = command.attempt("keys", "size", measure)
    assert found == [figure(1.0), Failure("keys", "size", "TimeoutError: first line")]
    assert "second line" in capsys.readouterr().err


def test_requests_are_told_by_operation_and_by_client() -> None:
    log = [*asked(0.0, 0.1, 5.0, refused=(5.0,)), ("ListStreams", 0.2, "Python-urllib", 429)]
    told = {one.name: one.value for one in told_requests("idle", monitors(log), 30, "")}
    assert told == {
        "ListStreams, idle, a minute": 6,
        "ListStreams, idle, most in 1 s": 2,
        "ListStreams, idle, most in 10 s": 3,
        "throttled (429), idle": 1,
    }
    assert bars("ListStreams") == (5, 23)
    assert bars("ListAdConfigurations") == (3, 13)
    second, _, refused = told_busiest("mashed", asked(*[0.1 * one for one in range(6)]), "")
    assert (second.value, second.ok, refused.ok) == (6, False, True)


def test_giving_way_is_judged_by_the_gaps_that_follow() -> None:
    at_once = asked(0.0, 0.1, 0.2, 1.3, 2.4, 3.5, refused=(0.1,))
    assert gave_way_after(at_once) == pytest.approx(0.1)
    never = asked(0.0, *[0.5 * one for one in range(1, 30)], refused=(0.5,))
    assert gave_way_after(never) > 9


def test_ages_are_those_the_screen_tells() -> None:
    now = datetime(2026, 1, 2, 0, 0, 3, tzinfo=UTC)
    for line, age in ((" 1/9  read 23:59:58Z", 5), (" 1/9  read 00:00:04Z", 0), ("not read", 0)):
        assert age_of(["", line], now) == age


def test_a_frame_ends_with_its_synchronised_update() -> None:
    one, two = b"\x1b[?2026h\x1b[6;1H 900 \x1b[?2026l", b"\x1b[?2026h\x1b[9;1H 901 \x1b[?2026l"
    assert frames(one + b"small" + two + b"rest") == [one, b"small", two, b"rest"]
    assert frame_size(Screen(), one + two, "901") == len(two)
    # Another row's news in the same frame is no part of one cell; the strip's are.
    assert frame_size(Screen(), two.replace(b"901 ", b"901 \x1b[8;1Hother"), "901") is None
    told = two.replace(b"901 ", b"901 \x1b[3;1H 901 ")
    assert frame_size(Screen(), told.replace(b"[9;1H 901", b"[9;1H 902") + two, "901") == len(two)
