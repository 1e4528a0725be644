"""The audit log: a line for each exact answer that was asked for, and never a value.

Exact answers are in no ledger. Who asked for them, of what, is kept here for those who have to answer for it; which
constants the question had is in the record of its job.
"""

import logging
from collections.abc import Iterable

from leapyear_core.model.analyses import Analysis
from leapyear_core.model.analysis_trees import analysis_to_tree
from leapyear_core.model.lineage import TableColumn
from leapyear_core.model.relations import tables_of
from leapyear_core.services.sessions import Caller

logger = logging.getLogger("leapyear_core.audit")


def asked_exactly(caller: Caller, analysis: Analysis, read: Iterable[TableColumn]) -> None:
    """Write down that somebody asks for an exact answer, and may have it."""
    of = ", ".join(sorted(map(str, tables_of(analysis.relation))))
    names = ", ".join(sorted(f"{each.table}.{each.column}" for each in read))
    logger.info(
        "user %s (%d) asks for an exact answer: %s of %s, reading %s",
        caller.username,
        caller.user_id,  # another one may have the name one day
        analysis_to_tree(analysis)["kind"],
        of,
        names or "no column",
    )
