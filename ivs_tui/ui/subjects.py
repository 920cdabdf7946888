"""What a detail is about: what has to be read for it, and what the board has of that."""

from __future__ import annotations

from datetime import datetime

from ivs_tui.engine.snapshot import Topic
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources.spec import Detail, Subject
from ivs_tui.ui.board import Board
from ivs_tui.ui.watching import Want


def wants(detail: Detail, topic: Topic, board: Board) -> list[Want]:
    """The resource in front, what is read along with it, and the lists that it is joined with."""
    items = board.get(topic).items
    reads = detail.reads(topic, items[0] if items else None)
    return [
        Want(topic, front=True),
        *(Want(board.topic(one.query, one.parameters), one.every, one.every <= 1) for one in reads),
        *(Want(board.topic(name)) for name in detail.joins),
    ]


def subject(detail: Detail, topic: Topic, board: Board) -> Subject | None:
    """The resource with what else is known of it; None before it was read."""
    items = board.get(topic).items
    if not items:
        return None
    joined = {want.topic.name: board.get(want.topic) for want in wants(detail, topic, board)}
    return Subject(items[0], topic, joined, board.names)


def examined(detail: Detail, about: Subject | None, now: datetime) -> Examination | None:
    """What is wrong with it; None where nothing is checked or it was not read."""
    return detail.examine(about, now) if detail.examine and about else None
