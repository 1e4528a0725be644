"""The analysis cache: the answers on record, as far as they are given to those who ask the same.

To clear it is to have repeats charged anew, and nothing else. A release is never deleted: its job gives it still, and the
ledger says what it cost. It is the charge that is marked, in one statement: so an answer that is being computed is
forgotten before it is there, whatever stops in between, and nobody who asks afterwards shares it. A charge that bought
nothing is marked as well; whoever takes it up takes the mark away.
"""

from leapyear_core.catalog import charges
from leapyear_core.catalog.store import Catalog
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.sessions import Caller


class AnalysisCache:
    """The answers on record: for administrators all, for others those that they paid for."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def count(self, caller: Caller) -> int:
        """How many analyses are answered from it."""
        with self._catalog.read() as connection:
            return charges.count_remembered(connection, _whose(caller))

    def clear(self, caller: Caller) -> None:
        """Answer none of them from it any more."""
        with self._catalog.write() as connection:
            charges.forget(connection, _whose(caller), self._clock())


def _whose(caller: Caller) -> int | None:
    return None if caller.is_administrator else caller.user_id
