"""Everything that any kind or detail shows of records, asked for at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.cells import cell_len

from ivs_tui.aws.operations import Operation
from ivs_tui.aws.records.base import Record
from ivs_tui.engine.line import decode_report, encode_report
from ivs_tui.engine.query import QUERIES, Query
from ivs_tui.engine.snapshot import Gone, Scope, Snapshot, Topic
from ivs_tui.engine.store import Store
from ivs_tui.engine.transitions import transitions
from ivs_tui.resources import DETAILS, KINDS
from ivs_tui.resources.arrange import Sort, ordered
from ivs_tui.resources.filters import haystack, parse
from ivs_tui.resources.spec import Cell, Detail, Kind, Look, Row, Subject

NOW = datetime(2026, 11, 21, 14, 3, 5, tzinfo=UTC)
LOOKS = (Look(NOW), Look(NOW, ascii_only=True))
SCOPE = Scope("p", "us-west-2")
_OBEYED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""What a terminal would not show, but do or hide."""


def render(operation: Operation, items: Sequence[Record], unreadable: int = 0) -> int:
    """Take records all the way to cells, facts and findings; returns how many cells there were."""
    shown = 0
    for query in QUERIES.values():
        if query.operation is operation and query.record is operation.record:
            snapshot = _stored(query, items, unreadable)
            for kind in KINDS.values():
                if kind.query == query.name:
                    shown += _list(kind, snapshot)
            for detail in DETAILS.values():
                if detail.query == query.name:
                    shown += _detail(detail, snapshot)
    return shown


def topic_of(query: Query) -> Topic:
    """A topic of the query's own."""
    return Topic(SCOPE, query.name, tuple(sorted((name, "x") for name in query.required)))


def _stored(query: Query, items: Sequence[Record], unreadable: int) -> Snapshot:
    """Through the store, the transitions from nothing and to nothing, and over the line."""
    about, store = topic_of(query), Store()
    empty = store.put(about, (), NOW, 0, 5.0)
    whole = store.put(about, items, NOW, unreadable, 5.0)
    away = store.put(about, (), NOW, 0, 5.0)
    away = store.put(about, (), NOW, 0, 5.0)
    news = (*transitions(empty, whole), *transitions(whole, away), *transitions(away, whole))
    for happened in news:
        _prints(happened.what)
    events = Snapshot(topic=Topic(SCOPE, "events"), items=news, read_at=NOW, complete=True)
    _list(KINDS["events"], events)
    for report in (whole, away):
        payload = encode_report(report)
        assert encode_report(decode_report(payload)) == payload
    return whole


def _list(kind: Kind, snapshot: Snapshot) -> int:
    gone = tuple(Gone(item, NOW, confirmed=True) for item in snapshot.items[:2])
    rows = kind.merge(snapshot, {})
    rows += kind.merge(Snapshot(topic=snapshot.topic, gone=gone), {})
    for column in kind.columns:
        assert len(ordered(rows, kind.columns, kind.order, Sort(column.id, True))) == len(rows)
    impossible = parse("!a a", kind.columns)
    for row in rows:
        assert not any(impossible.passes(row, look) for look in LOOKS)
    return sum(_row(kind, row, snapshot.topic) for row in rows)


def _row(kind: Kind, row: Row, about: Topic) -> int:
    assert isinstance(haystack(kind.columns, row), str)
    assert isinstance(kind.identity(row), str)
    assert all(isinstance(value, str) for value in kind.offers(row).values())
    for ask in (kind.drill, kind.jumps, kind.examined, kind.described):
        if ask is not None:
            ask(row, about)
    cells = [column.cell(row, look) for column in kind.columns for look in LOOKS]
    return _safe(cells)


def _detail(detail: Detail, snapshot: Snapshot) -> int:
    shown = 0
    for record in snapshot.items[:1]:
        about = snapshot.topic
        joined = {detail.query: snapshot}
        for name in (*detail.joins, *(one.query for one in detail.reads(about, record))):
            joined[name] = Snapshot(topic=topic_of(QUERIES[name]))
        subject = Subject(record, about, joined)
        own_rows = detail.rows(subject)
        rows = sorted(own_rows, key=detail.order)
        detail.notice(subject, joined.get(detail.source, snapshot))
        assert isinstance(detail.identity(about), str)
        if detail.examine:
            for finding in detail.examine(subject, NOW).findings:
                _prints(finding.title)
        for row in (None, *rows):
            detail.jumps(subject, row)
        for look in LOOKS:
            shown += sum(_safe(line.cells) for line in detail.facts(subject, look))
            for row in rows[:50]:
                shown += _safe([column.cell(row, look) for column in detail.columns])
                shown += sum(_safe(line.cells) for line in detail.explain(row, look))
    return shown


def _safe(cells: Sequence[Cell]) -> int:
    for cell in cells:
        hidden = {unicodedata.category(sign) for sign in cell.text} & _OBEYED
        assert not hidden, ascii(cell.text)
        assert cell_len(cell.text) >= 0
    return len(cells)


def _prints(text: Any) -> None:
    assert isinstance(text, str)
