"""Charges and releases: what was paid, and what it bought."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import asdict, astuple, frozen
from sqlalchemy import Connection, Row, Select, func, insert, select, true, update

from leapyear_core.catalog.schema import charges, databases, releases
from leapyear_core.model.profiles import Definition


@frozen
class ChargeRecord:
    """The right to one release, durable.

    Attributes
    ----------
    exposure_nano
        What was paid, in nano-units of the definition.
    scales
        The scales of the noise that was paid for, in lattice units, or the epsilons of choices; all 0 where it is for no
        noise.
    delta_atto
        What was paid for groups of unknown keys, in units of 1e-18.
    definition
        What the amount is an amount of.
    """

    id: int
    database_id: int
    analysis_key: str
    exposure_nano: int
    delta_atto: int
    scales: tuple[float, ...]
    definition: Definition = Definition.ZCDP


@frozen
class Estimate:
    """An answer and its error, in the unit of the value.

    Attributes
    ----------
    value
        The answer; a whole number where the sum is one.
    low, high
        Its 95 % noise interval.
    noise_scale
        The standard deviation of its noise; of a mean, to first order; 0 of an exact answer.
    """

    value: float
    low: float
    high: float
    noise_scale: float

    @property
    def is_exact(self) -> bool:
        """Whether it has no noise."""
        return self.noise_scale == 0


@frozen
class Cell:
    """One of many answers.

    Attributes
    ----------
    keys
        What it is about, one for each dimension, as plain data in the form of the contract.
    statistic
        Which number of these keys it is.
    """

    keys: tuple[Mapping[str, Any], ...]
    statistic: str
    estimate: Estimate


@frozen
class Cells:
    """Many answers to one question, and what their keys are.

    Attributes
    ----------
    threshold
        The noisy number of rows from which on a group was told, where it was private which groups there are.
    """

    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    threshold: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether none of them has noise. Where a threshold let none pass, chance had a say."""
        return self.threshold is None and all(cell.estimate.is_exact for cell in self.cells)


#: An answer: one number, or many.
Answered = Estimate | Cells


@frozen
class Excess:
    """What was released in place of an answer with too many groups: how many there are."""

    groups: int


@frozen
class Release:
    """What came out of the door for a charge.

    Attributes
    ----------
    charge_id
        The charge that paid for it.
    noisy
        Noisy sums, in lattice units, those of each group in turn; or the points that were chosen.
    estimate
        The answer that was made of them; or that it would be of too many groups.
    """

    charge_id: int
    noisy: tuple[int, ...]
    estimate: Answered | Excess


def find_charge(connection: Connection, charge_id: int) -> ChargeRecord | None:
    """The charge with this id."""
    row = connection.execute(select(*_CHARGE).where(charges.c.id == charge_id)).one_or_none()
    if row is None:
        return None
    values = {**row._mapping, "definition": Definition(row.definition), "scales": tuple(row.scales)}
    return ChargeRecord(**values)


def find_release(connection: Connection, charge_id: int) -> Release | None:
    """What a charge bought, if it did already."""
    row = connection.execute(_released().where(releases.c.charge_id == charge_id)).one_or_none()
    return None if row is None else _release(row)


def find_release_of(
    connection: Connection,
    analysis_keys: Sequence[str],
    at_least_nano: int,
    delta_atto: int | None = None,
) -> Release | None:
    """The first release of an analysis that cost just this much; else the dearest that cost more.

    So whoever repeats a question gets the same answer, even if a better one was bought since.

    Parameters
    ----------
    analysis_keys
        The keys that it may have.
    delta_atto
        What it has to have cost of delta; None for anything.
    """
    if at_least_nano > _DEAREST:
        return None
    statement = (
        _released()
        .join(charges, charges.c.id == releases.c.charge_id)
        .where(
            charges.c.analysis_key.in_(analysis_keys),
            charges.c.exposure_nano >= at_least_nano,
            charges.c.forgotten_at.is_(None),
            true() if delta_atto is None else charges.c.delta_atto == delta_atto,
        )
        .order_by(
            charges.c.exposure_nano != at_least_nano, charges.c.exposure_nano.desc(), charges.c.id
        )
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else _release(row)


def unanswered_charges(
    connection: Connection,
    analysis_keys: Sequence[str],
    exposure_nano: int,
    delta_atto: int | None = None,
) -> list[int]:
    """The charges of just this price for an analysis that have bought nothing yet, oldest first.

    Parameters
    ----------
    analysis_keys, delta_atto
        As of `find_release_of`.
    """
    if exposure_nano > _DEAREST:
        return []
    statement = (
        select(charges.c.id)
        .outerjoin(releases, releases.c.charge_id == charges.c.id)
        .where(
            charges.c.analysis_key.in_(analysis_keys),
            charges.c.exposure_nano == exposure_nano,
            true() if delta_atto is None else charges.c.delta_atto == delta_atto,
            releases.c.charge_id.is_(None),
        )
        .order_by(charges.c.id)
    )
    return list(connection.execute(statement).scalars())


def count_remembered(connection: Connection, user_id: int | None) -> int:
    """How many analyses of living databases have a release that is not forgotten.

    Parameters
    ----------
    user_id
        Only those that this user paid for; None for everybody's.
    """
    statement = (
        select(func.count(charges.c.analysis_key.distinct()))
        .join(releases, releases.c.charge_id == charges.c.id)
        .join(databases, databases.c.id == charges.c.database_id)
        .where(charges.c.forgotten_at.is_(None), databases.c.dropped_at.is_(None))
    )
    if user_id is not None:
        statement = statement.where(charges.c.user_id == user_id)
    return int(connection.execute(statement).scalar_one())


def forget(connection: Connection, user_id: int | None, now: datetime) -> None:
    """Forget the releases of all charges, and those that they are yet to buy; see `count_remembered`."""
    statement = update(charges).where(charges.c.forgotten_at.is_(None))
    if user_id is not None:
        statement = statement.where(charges.c.user_id == user_id)
    connection.execute(statement.values(forgotten_at=now))


def is_forgotten(connection: Connection, charge_id: int) -> bool:
    """Whether the release of a charge is no answer to others."""
    statement = select(charges.c.forgotten_at).where(charges.c.id == charge_id)
    return connection.execute(statement).scalar_one() is not None


def remember(connection: Connection, charge_id: int) -> None:
    """Take up a charge that bought nothing yet: what it buys now, nobody could forget."""
    connection.execute(update(charges).where(charges.c.id == charge_id).values(forgotten_at=None))


def store_release(connection: Connection, release: Release, now: datetime) -> Release:
    """Keep a release; where the charge has bought one already, give that one instead."""
    stored = find_release(connection, release.charge_id)
    if stored is not None:
        return stored
    connection.execute(
        insert(releases).values(
            charge_id=release.charge_id,
            # As text: JSON's own integers end where a double does.
            noisy=[str(value) for value in release.noisy],
            estimate=_answered_to_tree(release.estimate),
            created_at=now,
        )
    )
    return release


#: No charge is dearer, since no limit is: the database's integers end there.
_DEAREST = 2**63 - 1

_CHARGE = (
    charges.c.id,
    charges.c.database_id,
    charges.c.analysis_key,
    charges.c.exposure_nano,
    charges.c.definition,
    charges.c.delta_atto,
    charges.c.scales,
)


def _released() -> Select[Any]:
    return select(releases.c.charge_id, releases.c.noisy, releases.c.estimate)


def _release(row: Row[Any]) -> Release:
    return Release(row.charge_id, tuple(map(int, row.noisy)), _read_answered(row.estimate))


def _answered_to_tree(answered: Answered | Excess) -> dict[str, Any]:
    if isinstance(answered, Estimate):
        return asdict(answered)
    if isinstance(answered, Excess):
        return {"excess": answered.groups}
    threshold = {} if answered.threshold is None else {"threshold": answered.threshold}
    return {
        **threshold,
        "dimensions": list(answered.dimensions),
        "cells": [
            [list(cell.keys), cell.statistic, *astuple(cell.estimate)] for cell in answered.cells
        ],
    }


def _read_answered(tree: Mapping[str, Any]) -> Answered | Excess:
    if "excess" in tree:
        return Excess(tree["excess"])
    if "cells" not in tree:
        return Estimate(**tree)
    return Cells(
        tuple(tree["dimensions"]),
        tuple(
            Cell(tuple(keys), statistic, Estimate(*numbers))
            for keys, statistic, *numbers in tree["cells"]
        ),
        tree.get("threshold"),
    )
