"""Each finding is found where it is, and not where it nearly is."""

from __future__ import annotations

import pytest

from ivs_tui.knowledge.checks import CATALOGUE
from ivs_tui.knowledge.explain import SEVERITIES
from ivs_tui.knowledge.finding import INFERRED, LIMIT, RECOMMENDATION
from tests.knowledge.checks.build import Case
from tests.knowledge.checks.course_cases import COURSE
from tests.knowledge.checks.encoder_cases import ENCODER
from tests.knowledge.checks.realtime_cases import REALTIME

CASES = [*ENCODER, *COURSE, *REALTIME]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}: {case.title}")
def test_found_where_it_is_and_not_where_it_nearly_is(case: Case) -> None:
    [found] = [one for one in case.has.findings if one.id == case.id]
    entry = CATALOGUE[case.id]
    assert found.title == case.title
    assert (found.severity, found.basis) == (entry.severity, entry.basis)
    assert found.evidence
    assert found.remedy
    assert found.source
    assert entry.checked in case.has.checked
    assert case.id not in {one.id for one in case.has_not.findings}


def test_every_finding_has_a_case() -> None:
    assert {case.id for case in CASES} == set(CATALOGUE)


@pytest.mark.parametrize("id_", CATALOGUE)
def test_entry_is_complete_and_short(id_: str) -> None:
    entry = CATALOGUE[id_]
    assert entry.severity in SEVERITIES
    assert entry.basis in {LIMIT, RECOMMENDATION, INFERRED}
    assert entry.source
    assert set(entry.on) <= {
        "stream session",
        "channel",
        "recording configuration",
        "stage",
        "participant",
        "composition",
        "ingest configuration",
    }
    assert 0 < len(entry.title) <= 80
    assert 0 < len(entry.checked) <= 70
    assert 0 < len(entry.remedy) <= 240
    texts = (entry.title, entry.says, entry.checked, entry.remedy, entry.source)
    assert all(text == text.strip() and "\n" not in text for text in texts)
    assert entry.basis != RECOMMENDATION or entry.severity in {"info", "warning"}


def test_what_aws_recommends_or_nobody_says_is_no_limit() -> None:
    limits = {id_ for id_, entry in CATALOGUE.items() if entry.basis == LIMIT}
    assert "video-bitrate-over-recommendation" not in limits
    assert {"flapping", "input-above-output", "video-level"}.isdisjoint(limits)
    assert {id_ for id_ in CATALOGUE if id_.startswith(("limit-breach", "starving"))} <= limits


def test_critical_is_what_nobody_can_watch() -> None:
    critical = {id_ for id_, entry in CATALOGUE.items() if entry.severity == "critical"}
    assert {"not-started", "stream-failure", "composition-failed"} <= critical
    assert all(
        id_.startswith("limit-breach")
        for id_ in critical - {"not-started", "stream-failure", "composition-failed"}
    )
