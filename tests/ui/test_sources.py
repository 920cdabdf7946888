"""`D`: what is in front goes on being read as it was, and each source is a row."""

from __future__ import annotations

from ivs_tui.aws.errors import Problem, ProblemKind
from ivs_tui.engine.budget import OperationUsage
from ivs_tui.engine.snapshot import Usage
from tests.ui.monitor import NOW, Desk, channel, open_desk, snapshot, stage, stream, topic

STREAMS, STAGES = topic("streams"), topic("stages")


def row(desk: Desk, name: str) -> str:
    """The row of one source."""
    named = (line for line in desk.lines[3:] if f" {name} " in line and line[1] in "●▼✖…")
    return next(named)


async def test_sources_cost_no_request_and_follow_the_news() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, [stream(1)]), snapshot(topic("names"), [channel(1)]))
        desk.link.sent.clear()
        await desk.press("D")
        assert desk.link.sent == []
        assert "sources" in desk.lines[0]
        assert row(desk, "streams").split()[:3] == ["●", "complete", "streams"]
        assert row(desk, "stages").split()[:4] == ["…", "not", "read", "yet"]

        await desk.say(Usage((OperationUsage("ListStreams", 4, 23, throttled=True),), NOW))
        assert row(desk, "streams").split()[:2] == ["▼", "throttled"]
        assert "4/23" in row(desk, "streams")

        # What is always read is a source too.
        denied = Problem(kind=ProblemKind.DENIED, sentence="denied: ivs:ListStages")
        await desk.say(
            Usage(), snapshot(STAGES, [stage(1)], error=denied, error_at=NOW, complete=False)
        )
        assert "✖ denied" in row(desk, "stages")
        assert "sources in trouble" in desk.text

        # A filter, and the way back; a second `D` is none.
        await desk.press("slash", *"stages", "enter")
        assert "1 of" in desk.lines[1]
        await desk.press("D", "escape", "escape")
        assert "sources" not in desk.lines[0]
        assert desk.link.sent == []


async def test_a_tree_says_whether_the_api_returned_its_row() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, [stream(1)]))
        await desk.press("d")
        assert "what the API returned" in desk.lines[0]
        assert "made of" not in desk.lines[0]
        await desk.press("escape", "D", "d")
        assert "made of what the API returned" in desk.lines[0]
