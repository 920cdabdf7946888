"""What a detail is about: what has to be read for it, and what the board has of that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ivs_tui.engine.snapshot import Snapshot, Topic
from ivs_tui.knowledge.finding import Examination
from ivs_tui.resources.spec import Detail, Read, Subject
from ivs_tui.ui.board import Board
from ivs_tui.ui.watching import Want, joined

_ABOUT_NOW = timedelta(minutes=5)


def wants(detail: Detail, topic: Topic, board: Board) -> list[Want]:
    """The resource in front, what is read along with it, and the lists that it is joined with."""
    reads = _reads(detail, topic, board)
    return [
        Want(topic, front=True),
        *(Want(board.topic(one.query, one.parameters), one.every, _waited(one)) for one in reads),
        *joined(board, detail.joins),
    ]


def _waited(one: Read) -> bool:
    """Whether the user looks at it as at the resource itself, however seldom it is read."""
    return one.every <= 1 or bool(one.called)


def _reads(detail: Detail, topic: Topic, board: Board) -> list[Read]:
    """What is read along with it, as far as is known what that has to be."""
    record = next(iter(board.get(topic).items), None)
    reads = list(detail.reads(topic, record))
    if record is not None:
        reads += detail.then(Subject(record, topic, _laid(reads, board)))
    return reads


def _laid(reads: Iterable[Read], board: Board) -> dict[str, Snapshot]:
    found = {one.called or one.query: board.topic(one.query, one.parameters) for one in reads}
    return {name: board.get(topic) for name, topic in found.items()}


def subject(detail: Detail, topic: Topic, board: Board) -> Subject | None:
    """The resource with what else is known of it; None before it was read."""
    record = next(iter(board.get(topic).items), None) or _remembered(detail, topic, board)
    if record is None:
        return None
    beside = {topic.name: board.get(topic)} | _laid(_reads(detail, topic, board), board)
    beside |= board.joined(detail.joins)
    return Subject(record, topic, _known(detail, topic, board) | beside, board.names)


def _known(detail: Detail, topic: Topic, board: Board) -> dict[str, Snapshot]:
    """What happens to be known beside it, unless that is older than what it is laid beside."""
    read_at = board.get(topic).read_at
    found = (board.get(board.topic(one.query, one.parameters)) for one in detail.knows(topic))
    return {
        one.topic.name: one
        for one in found
        if read_at and one.last_complete_at and read_at - one.last_complete_at <= _ABOUT_NOW
    }


def _remembered(detail: Detail, topic: Topic, board: Board) -> Any:
    """What its list knew of it, where the API tells of it no more."""
    item = board.listed(detail.remembered, topic.get("arn") or "") if detail.remembered else None
    if item is None or board.get(topic).error is None:
        return None
    return msgspec.convert(msgspec.to_builtins(item), topic.query.record, strict=False)


def examined(detail: Detail, about: Subject | None, now: datetime) -> Examination | None:
    """What is wrong with it; None where nothing is checked or it was not read."""
    return detail.examine(about, now) if detail.examine and about else None
