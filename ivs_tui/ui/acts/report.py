"""`o`: what happened as a file, to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from ivs_tui.engine.snapshot import Transition
from ivs_tui.resources import DETAILS, KINDS, beside, naming, parts, problems, report, timeline
from ivs_tui.resources import format as fmt
from ivs_tui.resources.report import Shift, Wrong
from ivs_tui.resources.spec import Kind, Parameters, Row
from ivs_tui.ui.acts.act import Act
from ivs_tui.ui.acts.history import about
from ivs_tui.ui.aside import aside
from ivs_tui.ui.board import EVENTS, Board
from ivs_tui.ui.files import UNWRITTEN, why_not, write_new

if TYPE_CHECKING:
    from ivs_tui.ui.app import MonitorApp
    from ivs_tui.ui.screens.base import MonitorScreen

_NOW = ("streams", "compositions", "recordings")
"""Lists whose rows tell what is wrong at this moment."""
_NAMING = (*parts.NAMED, "compositions")


def _report(screen: MonitorScreen) -> None:
    screen.monitor.run_worker(_write(screen.monitor, shift(screen)))


async def _write(monitor: MonitorApp, told: Shift) -> None:
    name = report.file_name(told.scope, told.now)
    try:
        path = await aside(lambda: write_new(name, report.build(told)))
    except UNWRITTEN as error:
        monitor.warn(f"no report was written: {why_not(error)}")
        return
    of = f"of {told.about}" if told.about else "of everything"
    monitor.tell(f"report {of} in {path}", timeout=8)


def shift(screen: MonitorScreen) -> Shift:
    """What is known: on a detail or a timeline of that resource, on any other list of all."""
    monitor, board, whose = screen.monitor, screen.monitor.board, _whose(screen)
    kept = board.timeline.trouble
    if not monitor.desk.config.history:
        kept = "no history is kept on disk, so that this is what this run has seen"
    return Shift(
        scope=board.scope,
        since=board.timeline.back_to or board.started_at,
        now=screen.look().now.astimezone(UTC),
        events=_events(board, whose),
        joined=board.joined(_NAMING),
        wrong=tuple(_wrong(board, whose)),
        sources=tuple(board.everything().values()),
        usage=board.usage,
        about=board.name_of(timeline.subject(whose)),
        kept=kept,
    )


def _whose(screen: MonitorScreen) -> Parameters:
    if screen.target in DETAILS:
        return about(screen)
    return dict(screen.topic.parameters) if screen.target == timeline.KIND.name else {}


def _events(board: Board, whose: Parameters) -> tuple[Transition, ...]:
    if not whose:
        return board.get(board.topic(EVENTS)).items
    kind, topic = timeline.KIND, board.topic(timeline.KIND.query, whose)
    joined = board.joined(kind.knows)
    for one in kind.reads(topic):
        joined[one.query] = board.held(one.query, one.parameters)
    return tuple(row.record for row in kind.merge(board.get(topic), joined))


def _wrong(board: Board, whose: Parameters) -> Iterator[Wrong]:
    for kind in (KINDS[name] for name in _NOW):
        beside_it = board.joined((*kind.joins, *kind.knows))
        for row in kind.merge(board.get(board.topic(kind.query)), beside_it):
            named = {kind.identity(row), row.key, *kind.offers(row).values()}
            if named.issuperset(whose.values()) and (word := kind.problem(row)):
                yield _told(board, kind, row, word)
    active = {one.active_session_id for one in board.get(board.topic("stages")).items}
    for session in board.get(board.topic("errors")).items:
        for one in session.in_error if session.session_id in active else ():
            named = {session.stage_arn, session.session_id, one.participant_id}
            if named.issuperset(whose.values()):
                stage = board.name_of(session.stage_arn)
                name = f"participant {one.participant_id} on stage {stage}"
                yield Wrong(one.code or one.event, name, one.at)


def _told(board: Board, kind: Kind, row: Row, word: str) -> Wrong:
    held = board.standing.of(kind.query, row.key) or getattr(row.joined, "held", None)
    name = naming.called(kind, row, board.names) or fmt.short_arn(kind.identity(row))
    if held is None:
        return Wrong(word, name, key=row.key)
    last = getattr(row.joined, "last", None)
    began = beside.begun(held, last)
    if kind.query == "compositions" and word == problems.ERROR:
        began = problems.failed_at(row) or began
    return Wrong(word, name, began, held.at_least and began == held.since, row.key)


ACTS = (
    Act("report", "o", "Report", "Write what happened to a Markdown file, to hand over", _report),
)
