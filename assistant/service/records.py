"""What a library holds and does, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.service.protocol import Record

if TYPE_CHECKING:
    from index.doctor.finding import Finding
    from index.documents import Document
    from index.switching.state import SwitchState
    from index.syncing.report import Entry, Report

REPORT_LISTS = ("added", "updated", "moved", "removed", "failed", "skipped")
"""The lists of documents in a report, in the order in which they are shown."""


def document_record(document: Document) -> Record:
    """A document as JSON; times are seconds since the epoch."""
    return {**asdict(document), "state": str(document.state)}


def report_record(report: Report) -> Record:
    """A sync's report as JSON."""

    def entry(one: Entry) -> Record:
        return {**asdict(one), "reused": one.reused}

    lists = {name: [entry(one) for one in getattr(report, name)] for name in REPORT_LISTS}
    return {
        **lists,
        "unchanged": report.unchanged,
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": round(report.seconds, 3),
        "stopped": report.stopped,
    }


def building_record(state: SwitchState) -> Record:
    """How the building of another model goes, as JSON."""
    return {**asdict(state), "seconds_left": None if state.seconds_left is None else round(state.seconds_left, 1)}


def finding_record(finding: Finding) -> Record:
    """A finding of the doctor's as JSON; ``rebuild`` says that the catalog has to be built anew."""
    wanted = ("subject", "problem", "mendable", "remedy", "rebuild")
    return {name: getattr(finding, name) for name in wanted}
