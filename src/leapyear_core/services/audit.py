"""The audit log: a line for each exact answer that was asked for, and never a value.

Exact answers are in no ledger. Who asked for them, of what, is kept here for those who have to answer for it; which
constants the question had is in the record of its job.
"""

import logging
from collections.abc import Iterable

from leapyear_core.model.analyses import Analysis
from leapyear_core.model.lineage import TableColumn
from leapyear_core.model.relations import tables_of
from leapyear_core.services.access import Asker

logger = logging.getLogger("leapyear_core.audit")


def asked_exactly(asker: Asker, analysis: Analysis, read: Iterable[TableColumn]) -> None:
    """Write down that somebody asks for an exact answer, and may have it."""
    of = ", ".join(sorted(map(str, tables_of(analysis.relation))))
    names = ", ".join(sorted(f"{each.table}.{each.column}" for each in read))
    logger.info(
        "user %d asks for an exact answer: %s of %s, reading %s",
        asker.user_id,
        type(analysis).__name__,
        of,
        names or "no column",
    )
