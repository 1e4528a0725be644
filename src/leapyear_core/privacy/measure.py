"""The one door: the only function that lets anything out of private tables.

It takes a charge that is already durable, reads the rows, adds noise, and stores the release before anyone sees it. The
order matters: after a crash at any point the same charge still buys the same one release. If the release was stored, it
is given again; if not, nobody saw it, and it is made anew.

An exact answer, to one who may see exact values, goes the same way on a charge of nothing. Such a charge says that it is
for no noise; it buys no other release, and no other charge buys an exact one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from leapyear_core.catalog.charges import (
    Answered,
    ChargeRecord,
    Excess,
    Release,
    find_charge,
    find_release,
    store_release,
)
from leapyear_core.catalog.store import Catalog
from leapyear_core.engine.cancellation import Cancellation
from leapyear_core.engine.duckdb import DuckDBEngine, Sourced
from leapyear_core.model.errors import InternalError
from leapyear_core.model.relations import Table
from leapyear_core.privacy.choices import ChoicePlan, Measurement
from leapyear_core.privacy.noise import Noise
from leapyear_core.privacy.partitions import KeysPlan
from leapyear_core.privacy.slots import Slots


def measure(
    catalog: Catalog,
    engine: DuckDBEngine,
    charge_id: int,
    plan: Measurement,
    tables: Mapping[Table, Sourced],
    *,
    clock: Callable[[], datetime],
    slots: Slots,
    cancellation: Cancellation | None = None,
) -> Release:
    """What a charge has paid for: noisy sums, also of groups of private keys, or points that were chosen by chance; and the answer made of them.

    Parameters
    ----------
    charge_id
        A charge in the catalogue. Its price covers the plan's.
    plan
        What to sum over what, with which noise; or which points to choose, how much by chance.
    tables
        The tables of the plan's relation.
    clock
        Tells when a release was stored.
    slots
        The times at which it may be.

    Raises
    ------
    InternalError
        If there is no such charge, it does not cover the plan, the plan is not of these tables, or they are not of the
        database that was charged: nothing is read then.
    Unavailable
        If the rows could not be read. The charge stays, for the next who asks.
    """
    contributions = {name: table.contribution for name, table in tables.items()}
    with catalog.read() as connection:
        charge = find_charge(connection, charge_id)
        stored = find_release(connection, charge_id)
    if stored is not None:
        return stored
    if charge is None or not (_covers(charge, plan) and plan.is_of(contributions)):
        raise InternalError("a measurement was asked for that no charge covers")
    if any(table.database_id != charge.database_id for table in tables.values()):
        # Its limit would have paid for nothing.
        raise InternalError("a measurement was asked for of a database that was not charged")
    answered: Answered | Excess
    # Nothing that takes a time of its own for these rows comes after this block.
    with slots.whole():
        if isinstance(plan, ChoicePlan):
            told = plan.chosen(engine.ranks(plan.relation, plan.points, tables, cancellation))
            answered = plan.read(told)
        elif isinstance(plan, KeysPlan):
            kept = engine.groups(
                plan.relation,
                plan.summands,
                plan.keys,
                plan.threshold.least,
                tables,
                plan.kept,
                cancellation,
            )
            told, answered = kept.noisy, plan.read(kept)
        else:
            exact = engine.exact(plan.relation, plan.summands, tables, cancellation, plan.keys)
            told = exact if plan.precise else _with_noise(exact, plan.scales, plan.noise)
            answered = plan.read(told)
    release = Release(charge_id, told, answered)
    with catalog.write() as connection:
        return store_release(connection, release, clock())


def _with_noise(exact: Sequence[int], scales: Sequence[float], law: Noise) -> tuple[int, ...]:
    """The sums of each group, with noise of the same scales in every group."""
    groups = len(exact) // len(scales)
    noise = [law.draw(scale, groups) for scale in scales]
    return tuple(
        value + noise[place % len(scales)][place // len(scales)]
        for place, value in enumerate(exact)
    )


def _covers(charge: ChargeRecord, plan: Measurement) -> bool:
    """Whether a charge paid for a plan: for its noise, or for there being none."""
    if plan.precise:
        return not any(charge.scales) and not any(plan.scales)
    # The price is computed once more from the noise that will be drawn, so that no caller can have it for less; an amount
    # of one definition is none of another.
    return (
        all(plan.scales)
        and charge.definition is plan.definition
        and charge.exposure_nano >= plan.cost()
        and charge.delta_atto >= plan.delta_atto
    )
