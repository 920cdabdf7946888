"""Columns and rules that several kinds share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ivs_tui.aws.records.lowlatency import RecordingConfigurationSummary
from ivs_tui.engine.snapshot import Snapshot
from ivs_tui.resources import format as fmt
from ivs_tui.resources import states
from ivs_tui.resources.spec import Cell, Column, ColumnType, Look, Mark, Presence, Row, Tone


def rows(snapshot: Snapshot, _joined: Mapping[str, Snapshot]) -> list[Row]:
    """One row an item, and one for each that has just gone."""
    return joined_rows(snapshot, lambda _item: None)


def joined_rows(snapshot: Snapshot, join: Callable[[Any], Any]) -> list[Row]:
    """Rows with what another list says of each."""
    return keyed_rows(snapshot, lambda item, _key: join(item))


def keyed_rows(snapshot: Snapshot, join: Callable[[Any, str], Any]) -> list[Row]:
    """Rows with what is known of each by its key, which is made once."""
    key_of = snapshot.topic.query.key_of
    made = [Row(key := key_of(item), item, join(item, key)) for item in snapshot.items]
    for gone in snapshot.gone:
        key = key_of(gone.item)
        presence = Presence.ENDED if gone.confirmed else Presence.MISSED
        made.append(Row(key, gone.item, join(gone.item, key), presence))
    return made


def named_rows(snapshot: Snapshot, joined: Mapping[str, Snapshot]) -> list[Row]:
    """Rows with the names of all resources that any list has, for `named_column`."""
    named = names_by_arn(joined)
    return joined_rows(snapshot, lambda _item: named)


def told_apart(keys: Iterable[str]) -> Iterator[str]:
    """Keys for what has no id: each with its number among those that say the same."""
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield f"{key}|{seen[key]}"


def text_column(
    id_: str,
    title: str,
    width: int,
    read: Callable[[Row], str | None],
    *,
    tone: Tone = Tone.NORMAL,
    grow: int = 0,
    shed: int = 0,
    ends: bool = False,
) -> Column:
    """A column of the API's own words."""
    return Column(
        id=id_,
        title=title,
        width=width,
        value=lambda row: (read(row) or "").casefold() or None,
        cell=lambda row, look: fmt.text(read(row), look, tone),
        text=lambda row: read(row) or "",
        grow=grow,
        shed=shed,
        ends=ends,
    )


def count_column(
    id_: str, title: str, read: Callable[[Row], int], *, width: int = 0, shed: int = 0
) -> Column:
    """How many, the most first when it is sorted by; as wide as its title where nothing is said."""
    return Column(
        id=id_,
        title=title,
        width=width or len(title),
        value=read,
        cell=lambda row, _look: Cell(fmt.count(read(row))),
        text=lambda row: str(read(row)),
        right=True,
        descending=True,
        shed=shed,
        type=ColumnType.NUMBER,
    )


def age_column(read: Callable[[Row], datetime | None], *, title: str = "AGE", shed: int) -> Column:
    """How long ago something began; the newest first when it is sorted by."""
    return Column(
        id="age",
        title=title,
        width=7,
        value=read,
        cell=lambda row, look: Cell(fmt.age(read(row), look.now)),
        text=lambda _row: "",
        right=True,
        descending=True,
        shed=shed,
        type=ColumnType.TIME,
    )


def time_column(
    id_: str,
    title: str,
    read: Callable[[Row], datetime | None],
    *,
    shed: int = 0,
    precise: bool = False,
) -> Column:
    """An instant: to the second where it is today's, or always (`precise`)."""
    return Column(
        id=id_,
        title=title,
        width=15 if precise else 12,
        value=read,
        cell=lambda row, look: Cell(fmt.near_time(read(row), look.now, precise=precise)),
        text=lambda row: fmt.date_time(read(row)),
        dated=True,
        descending=True,
        shed=shed,
        type=ColumnType.TIME,
    )


def named_column(
    id_: str, title: str, width: int, read: Callable[[Row], str | None], *, shed: int, grow: int = 1
) -> Column:
    """Another resource by its name in `row.joined`, a mapping by ARN, else by its id."""

    def name(row: Row) -> str:
        arn = read(row) or ""
        return row.joined.get(arn) or fmt.short_arn(arn)

    return Column(
        id=id_,
        title=title,
        width=width,
        value=lambda row: name(row).casefold() or None,
        cell=lambda row, look: fmt.text(name(row), look),
        text=lambda row: f"{name(row)} {read(row) or ''}",
        grow=grow,
        shed=shed,
        ends=True,
    )


def life_column(
    id_: str, title: str, width: int, read: Callable[[Row], str | None], *, gone: str
) -> Column:
    """How something stands, what needs a person first; `gone` is said of what vanished."""

    def cell(row: Row, look: Look) -> Cell:
        if row.presence is Presence.ENDED:
            return ended_cell(look, gone)
        return states.life(read(row), look)

    return Column(
        id=id_,
        title=title,
        width=width,
        value=lambda row: states.life_rank(read(row)),
        cell=cell,
        text=lambda row: (read(row) or "").lower().replace("_", " "),
    )


def name_column(*, width: int = 24) -> Column:
    """A configuration's name, or its id where it has none; marked where it was deleted."""

    def name(row: Row) -> str:
        return row.record.name or fmt.short_arn(row.record.arn)

    def cell(row: Row, look: Look) -> Cell:
        told = fmt.text(name(row), look, Tone.STRONG if row.record.name else Tone.NORMAL)
        if row.presence is Presence.ENDED:
            return fmt.marked(Mark.OFF, f"{told.text} deleted", Tone.DIM, look)
        return told

    return Column(
        id="name",
        title="NAME",
        width=width,
        value=lambda row: name(row).casefold() or None,
        cell=cell,
        text=name,
        grow=3,
        ends=True,
    )


def identity_columns(*, shed: int) -> tuple[Column, Column]:
    """Id and tags: what most configurations end with, and what goes first."""
    return (
        arn_column("id", "ID", lambda row: row.record.arn, shed=shed),
        tags_column(lambda row: row.record.tags, shed=shed + 1),
    )


def by_name(row: Row) -> Any:
    """An order for configurations: by name, what was deleted last."""
    return (row.presence is Presence.ENDED, (row.record.name or "").casefold(), row.key)


def flag_column(
    id_: str, title: str, width: int, read: Callable[[Row], bool | None], *, shed: int
) -> Column:
    """A yes, a no, or that the API does not say."""
    return Column(
        id=id_,
        title=title,
        width=width,
        value=lambda row: None if read(row) is None else int(bool(read(row))),
        cell=lambda row, _look: Cell(fmt.yes_no(read(row))),
        text=lambda row: fmt.yes_no(read(row)),
        shed=shed,
    )


def tags_column(read: Callable[[Row], dict[str, str] | None], *, shed: int) -> Column:
    """Tags; the filter finds key and value."""
    return Column(
        id="tags",
        title="TAGS",
        width=16,
        value=lambda row: fmt.flat(read(row)) or None,
        cell=lambda row, look: fmt.tags(read(row), look),
        text=lambda row: fmt.flat(read(row)),
        grow=1,
        shed=shed,
    )


def lasted_column(*, shed: int = 0) -> Column:
    """How long a session lasted, or has lasted so far."""

    def length(row: Row) -> timedelta | None:
        start, end = row.record.start_time, row.record.end_time
        return end - start if start and end else None

    def value(row: Row) -> float | None:
        lasted = length(row)
        return None if lasted is None else lasted.total_seconds()

    def measured(row: Row) -> float | datetime | None:
        start: datetime | None = row.record.start_time
        return value(row) if row.record.end_time else start

    def cell(row: Row, look: Look) -> Cell:
        lasted = length(row)
        if lasted is not None:
            return Cell(fmt.seconds(lasted))
        ended = row.record.end_time is not None
        return fmt.UNSAID if ended else Cell(fmt.age(row.record.start_time, look.now))

    return Column(
        id="lasted",
        title="LASTED",
        width=7,
        value=value,
        cell=cell,
        text=lambda _row: "",
        right=True,
        descending=True,
        shed=shed,
        type=ColumnType.DURATION,
        measured=measured,
    )


def arn_column(id_: str, title: str, read: Callable[[Row], str | None], *, shed: int) -> Column:
    """Another resource, by the id at the end of its ARN; the filter finds the whole of it."""
    return Column(
        id=id_,
        title=title,
        width=12,
        value=lambda row: fmt.short_arn(read(row)) or None,
        cell=lambda row, look: fmt.text(fmt.short_arn(read(row)), look),
        text=lambda row: read(row) or "",
        shed=shed,
    )


def bucket(recording: RecordingConfigurationSummary) -> str | None:
    """The name of the bucket that streams are recorded to."""
    where = recording.destination_configuration
    return where.s3.bucket_name if where and where.s3 else None


def newest_first(instant: datetime | None) -> float:
    """A key that sorts the newest first, and what has no time first of all."""
    return -instant.timestamp() if instant is not None else float("-inf")


def ended_cell(look: Look, word: str = "ended") -> Cell:
    """What the state of a row that has gone reads as."""
    return fmt.marked(Mark.OFF, word, Tone.DIM, look)


def items_of(joined: Mapping[str, Snapshot], query: str) -> tuple[Any, ...]:
    """What another list holds; nothing where it was not laid beside."""
    return joined[query].items if query in joined else ()


NAMED = (
    *("channels", "names", "stages", "recordings", "restrictions", "ads"),
    *("ingest", "encoders", "storages", "key-pairs", "public-keys"),
)
"""Lists whose items have an ARN and a name."""


def names_by_arn(joined: Mapping[str, Snapshot]) -> dict[str, str]:
    """Names of resources, from whichever list has them."""
    found: dict[str, str] = {}
    for query in NAMED:
        found |= {item.arn: item.name for item in items_of(joined, query) if item.name}
    return found
