"""`!`: problems only, in addition to the filter."""

from __future__ import annotations

from ivs_tui.aws.records import realtime as rt
from ivs_tui.engine.gathering import InError, SessionInError
from tests.ui.monitor import channel, open_desk, snapshot, stage, stream, topic

STREAMS = topic("streams")


async def test_it_leaves_out_what_is_well_and_says_so() -> None:
    async with open_desk() as desk:
        names = snapshot(topic("names"), [channel(number) for number in range(1, 5)])
        bad = [stream(1, health="STARVING"), stream(2, health="UNKNOWN")]
        await desk.say(names, snapshot(STREAMS, [*bad, stream(3), stream(4)]))
        await desk.press("exclamation_mark")
        assert "problems only: 2 of 4" in desk.text
        assert "esc back" in desk.lines[-1]
        assert "channel-1" in desk.text
        assert "channel-3" not in desk.text
        await desk.press("slash", *"starv", "enter")
        assert "problems only: 1 of 4 match starv" in desk.text
        await desk.press("escape")
        assert "problems only: 2 of 4" in desk.text
        await desk.say(snapshot(STREAMS, [stream(3), stream(4)]))
        assert "problems only: 0 of 2" in desk.text
        assert "nothing is wrong, as far as was read" in desk.text
        await desk.press("escape")
        assert "channel-3" in desk.text
        assert "esc back" not in desk.lines[-1]
        assert "problems only" not in desk.text


async def test_it_toggles_and_stays_on_the_way_back() -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(STREAMS, [stream(1, health="STARVING"), stream(2)]))
        await desk.press("exclamation_mark", "enter", "escape")
        assert "problems only: 1 of 2" in desk.text
        await desk.press("exclamation_mark")
        assert "problems only" not in desk.text


async def test_where_nothing_goes_wrong_it_says_that() -> None:
    async with open_desk("encoders") as desk:
        encoder = rt.EncoderConfigurationSummary(arn="e/1", name="full-hd")
        await desk.say(snapshot(topic("encoders"), [encoder]))
        await desk.press("exclamation_mark")
        assert "nothing here is known to go wrong" in desk.text
        assert "full-hd" in desk.text


async def test_a_stage_with_participants_in_error_has_a_problem() -> None:
    wrong = SessionInError(
        stage_arn=stage(1).arn,
        session_id=stage(1).active_session_id or "",
        listed=True,
        in_error=(InError(participant_id="p"),),
    )
    async with open_desk("stages") as desk:
        await desk.say(
            snapshot(topic("stages"), [stage(1), stage(2)]), snapshot(topic("errors"), [wrong])
        )
        await desk.press("exclamation_mark")
        assert "problems only: 1 of 2" in desk.text
        assert "stage-1" in desk.text
