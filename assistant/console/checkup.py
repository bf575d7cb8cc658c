"""``quoth doctor``, through whoever has the data folder open, or on a folder that nobody can open any more."""

from __future__ import annotations

from assistant.owner import reach
from assistant.service import Record
from assistant.service.records import finding_record
from assistant.settings import Settings

COMMAND = "quoth doctor"


def doctor(settings: Settings, *, repair: bool, deep: float | None) -> tuple[list[Record], list[str]]:
    """What is wrong (still, after a repair), and what was done that a person should know of.

    :param deep: seconds for which documents are read and embedded again; None for a check without.
    :raises Locked: the catalog has to be built anew, while another process has it open.
    """
    findings = _ask(settings, repair=repair, deep=deep)
    if not repair or not any(finding["rebuild"] for finding in findings):
        return findings, []
    from index.keeping.salvage import rescue

    done = rescue(settings.data.expanduser().resolve(), COMMAND)
    if done.folders_lost:  # their embeddings wait for them to be named again
        return [], done.lines()
    return _ask(settings, repair=True, deep=deep), done.lines()


def _ask(settings: Settings, *, repair: bool, deep: float | None) -> list[Record]:
    from index.doctor.finding import unusable
    from index.library import Damaged

    try:
        with reach(settings, COMMAND) as service:
            return service.repair(deep) if repair else service.examine(deep)
    except Damaged as error:
        return [finding_record(unusable(str(error)))]
