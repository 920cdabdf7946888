"""The checks an expert makes in their head: pure functions from records to findings."""

from ivs_tui.knowledge.catalogue import CATALOGUE
from ivs_tui.knowledge.checks.channel import examine_channel, examine_recording_configuration
from ivs_tui.knowledge.checks.composition import examine_composition
from ivs_tui.knowledge.checks.participant import examine_participant
from ivs_tui.knowledge.checks.session import examine_session
from ivs_tui.knowledge.checks.stage import examine_ingest_configuration, examine_stage

__all__ = [
    "CATALOGUE",
    "examine_channel",
    "examine_composition",
    "examine_ingest_configuration",
    "examine_participant",
    "examine_recording_configuration",
    "examine_session",
    "examine_stage",
]
