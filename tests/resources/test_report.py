"""The report for whoever takes over: what is in it, what is not, and what Markdown obeys of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.aws.records.lowlatency import ChannelSummary
from ivs_tui.engine.snapshot import Scope, Severity, Snapshot, Transition
from ivs_tui.engine.spells import Spell, gap_told
from ivs_tui.resources import report
from ivs_tui.resources.report import Shift, Wrong
from ivs_tui.resources.text import visible
from tests.support import CHANNEL, SCOPE, STAGE, START, topic


def told(after: float, what: str, **more: Any) -> Transition:
    facts: dict[str, Any] = {"topic": topic("streams"), "key": f"{CHANNEL}|st-1"} | more
    at = START + timedelta(seconds=after)
    return Transition(at=at, **{"subject": CHANNEL, "what": what, **facts})


def built(*events: Transition, name: str = "news-main", **more: Any) -> str:
    named = Snapshot(topic=topic("names"), items=(ChannelSummary(arn=CHANNEL, name=name),))
    now = START + timedelta(hours=2)
    facts: dict[str, Any] = {"scope": SCOPE, "since": START, "now": now} | more
    return report.build(Shift(events=events, joined={"names": named}, **facts))


def section(text: str, title: str) -> list[str]:
    """The lines of a table below its head."""
    _, found, rest = text.partition(f"## {title}\n\n")
    assert found, title
    return rest.partition("\n\n")[0].splitlines()[2:]


def test_a_shift() -> None:
    gap = gap_told(SCOPE, Spell(START + timedelta(minutes=20), START + timedelta(minutes=50)))
    denied = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListStages", advice="")
    streams = Snapshot(topic=topic("streams"), last_complete_at=START)
    text = built(
        *(told(0, "starving"), told(42, "recovered"), told(50, "starving"), told(53, "recovered")),
        *(told(60, "ended"), told(100, "went live", key=f"{CHANNEL}|st-2")),
        told(70, "composition failed", topic=topic("compositions"), severity=Severity.ERROR),
        told(80, "stage session began", topic=topic("stages"), subject=STAGE, observed=False),
        gap,
        wrong=[Wrong("starving", "press-room", START + timedelta(hours=1), at_least=True)],
        sources=[streams, Snapshot(topic=topic("stages"), error=denied)],
    )
    assert "**From** 2026-03-01 12:00:00Z **to** 2026-03-01 14:00:00Z" in text
    assert section(text, "Wrong now") == [
        "| 2026-03-01 13:00:00Z or before | at least 1h00m | starving | press-room |"
    ]
    assert section(text, "Starvation") == [
        "| about 2026-03-01 12:00:00Z | about 2026-03-01 12:00:42Z | about 42s | news-main |"
    ]
    assert "Blips beside these: news-main 1." in text
    assert "- starved: once, 42s in all, the longest 42s" in text
    assert "about 40s" in section(text, "Restarts")[0]
    assert "composition failed" in section(text, "Errors")[0]
    assert section(text, "Stages and participants")[0].startswith("| 2026-03-01 12:01:20Z | stage")
    assert section(text, "Not watched") == [
        "| 2026-03-01 12:20:00Z | 2026-03-01 12:50:00Z | 30m00s |"
    ]
    assert section(text, "Sources in trouble") == [
        "| ListStages | denied: ivs:ListStages | never |"
    ]


def test_a_shift_in_which_nothing_happened() -> None:
    text = built(sources=[Snapshot(topic=topic("streams"), last_complete_at=START)])
    assert "Nothing that is watched, as of 2026-03-01 12:00:00Z." in text
    assert "- starved: never" in text
    assert "- watched throughout" in text
    assert "## Errors" not in text
    assert "Not known: not read." in built()


def test_what_has_not_ended_has_no_end() -> None:
    gap = gap_told(SCOPE, Spell(START + timedelta(minutes=1), START + timedelta(minutes=9)))
    (lasting,) = section(built(told(0, "starving")), "Starvation")
    assert "| not yet | - |" in lasting
    (lost,) = section(built(told(0, "starving"), gap), "Starvation")
    assert "not seen: nobody watched" in lost
    text = built(told(0, "starving"), gap, told(600, "recovered"))
    assert "- starved: once, at most 10m00s in all, the longest at most 10m00s" in text


def test_what_is_wrong_now_has_not_ended_and_began_when_it_was_told_to() -> None:
    gap = gap_told(SCOPE, Spell(START + timedelta(minutes=1), START + timedelta(minutes=9)))
    key, composition = f"{CHANNEL}|st-1", topic("compositions")
    read = START + timedelta(minutes=9)
    starving = Wrong("starving", "news-main", read, at_least=True, key=key)
    streams = Snapshot(topic=topic("streams"), last_complete_at=read)
    text = built(told(0, "starving"), gap, wrong=[starving], sources=[streams])
    assert "12:09:00Z or before" in section(text, "Wrong now")[0]
    assert "| not yet; in part not watched | - |" in section(text, "Starvation")[0]
    text = built(told(0, "starving"), wrong=[starving], sources=[streams])
    assert section(text, "Wrong now")[0].startswith("| 2026-03-01 12:00:00Z | 2h00m | starving")
    # A restart within a minute is no gap: but its list says that it is well.
    (well,) = section(built(told(0, "starving"), sources=[streams]), "Starvation")
    assert "not seen: nobody watched" in well
    failed = told(5, "destination failed", topic=composition, key="co", severity=Severity.ERROR)
    text = built(failed, wrong=[Wrong("error", "studio", read, at_least=True, key="co")])
    assert section(text, "Wrong now")[0].startswith("| 2026-03-01 12:00:05Z | 1h59m | error")


def test_no_account_and_nobody_s_id_is_in_it() -> None:
    text = built(
        told(0, "ended", detail=CHANNEL, severity=Severity.ERROR),
        told(1, "joined", topic=topic("participants"), subject="p-1", key="p-1"),
        scope=Scope("111122223333-admin", "eu-west-1"),
        wrong=[Wrong("error", STAGE)],
    )
    assert "123456789012" not in text
    assert "111122223333" not in text
    assert "account" in text
    assert "111122223333" not in report.file_name(Scope("111122223333-admin", "r"), START)


def test_a_long_table_says_how_many_there_are() -> None:
    events = [told(n, "went live", severity=Severity.ERROR) for n in range(report.MOST_ROWS + 5)]
    text = built(*events)
    assert f"The newest {report.MOST_ROWS} of {len(events)}." in text
    assert text.count("| about ") == report.MOST_ROWS


@pytest.mark.parametrize(
    "name", ["111122223333", "1111-2222-3333", f"{'x' * 295}111122223333", CHANNEL]
)
def test_an_account_s_id_is_in_no_name(name: str) -> None:
    text = built(told(0, "starving"), name=name)
    assert "(acc" in text.replace("\\", "")
    assert not re.search("1111|123456789012", text)


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.sampled_from("|\\`*_{}[]()<>#+-=!~&$@:/.;\n\r\t 1w")


@given(st.text(SIGNS, max_size=30) | st.text(max_size=40))
@example("<img src=x onerror=alert(1)>")
@example("[a](javascript:x) ![b](https://c) https://d.e me@f.g www.h.i &lt; &#60;")
@example("\\|\\\\|`a|b`")
def test_a_name_is_shown_as_it_is_and_obeyed_in_nothing(name: str) -> None:
    assume(not report._ACCOUNT.search(visible(name)))  # that would be left out
    text = built(told(0, "starving"), name=f"x{name}y")
    assert "@" not in text
    assert "://" not in text
    starvation = MARKDOWN.parse(text.partition("## Starvation\n\n")[2])
    cells = [one for one in starvation if one.type == "inline"]
    assert len(cells) == 8  # four columns: their titles, and one row
    shown = cells[-1].children or []
    assert {one.type for one in shown} <= {"text", "text_special"}
    assert "".join(one.content for one in shown) == visible(f"x{name}y")


def test_a_file_s_name_is_one_that_every_disk_takes() -> None:
    name = report.file_name(Scope("../a b/\u202e" * 40, "eu-west-1"), START)
    assert name.isascii()
    assert "/" not in name
    assert len(name) < 120
    assert name.endswith("-20260301T120000Z.md")
