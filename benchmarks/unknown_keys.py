"""How large groups must be whose keys are private."""

from collections.abc import Iterator
from itertools import count

from benchmarks.measuring import Row
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.keys import UnknownKey
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.relations import Table
from leapyear_core.privacy.accounting import NANO, allowance_of, rho_of_limit_nano
from leapyear_core.privacy.estimates import Total
from leapyear_core.privacy.partitions import DEFAULT_PARTS, KeptGroups, KeysPlan, price_keys
from leapyear_core.privacy.pricing import Spend
from leapyear_core.services.profiles import BUILT_IN, DEFAULT_PROFILE

TABLE = Table("clinic", "people")

#: Of each share.
GROUPS = 2000


def unknown_keys(spend: Spend, delta_atto: int) -> KeysPlan:
    """The number of rows of each group of a private key."""
    reading = KeptGroups(("city",), (("rows", Total(0)),))
    keys = (UnknownKey(Attribute("city")),)
    return price_keys(TABLE, (RowCount(),), keys, reading, spend, {}, delta_atto)


def told(plan: KeysPlan, rows: int, groups: int = GROUPS) -> float:
    """The share of groups of so many rows that are told, among as many."""
    return len(plan.kept([[(each, rows) for each in range(groups)]]).groups) / groups


def half_told(plan: KeysPlan) -> int:
    """The least number of rows of which half of the groups are told."""
    return next(rows for rows in count(1) if told(plan, rows) >= 0.5)


def of_unknown_keys() -> Iterator[Row]:
    """Their rows."""
    # Pure epsilon 1 is charged as epsilon**2 / 2 (Bun and Steinke 2016, proposition 3.3).
    plan = unknown_keys(Spend(NANO // 2), 10**12)
    share = told(plan, 14)
    yield Row(
        "unknown keys, at the cost of epsilon 1 (rho 1/2) and delta 1e-6: groups of 14 that are told",
        f"{100 * share:.1f} %",
        "at least 50 %",
        share >= 0.5,
    )
    by_default = Spend(BUILT_IN[DEFAULT_PROFILE].params.exposure_nano)
    whole = Spend(rho_of_limit_nano(1, 5e-7))
    for what, each in (
        ("the same: half of the groups are told of", plan),
        (
            "all of (epsilon 1, delta 1e-6) spent on one answer, counts and all: half are told of",
            unknown_keys(whole, 5 * 10**11),
        ),
        (
            "what a question spends by default, of the default limit: half are told of",
            unknown_keys(by_default, allowance_of(3, 1e-6).delta_atto // DEFAULT_PARTS),
        ),
    ):
        yield Row(f"unknown keys, {what}", f"{half_told(each)} rows")
