"""Joins: their schemas, their stability, what they read, and what is refused."""

import json

import pytest
from attrs import evolve

from leapyear_core.model.analyses import CountRows, Sum
from leapyear_core.model.errors import AttributeNotFound, InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant
from leapyear_core.model.joins import MOST_MOVED, JoinKey, JoinKind
from leapyear_core.model.lineage import columns_read
from leapyear_core.model.relations import (
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
    named_attributes,
    tables_of,
)
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability, unit_attributes
from leapyear_core.model.trees import read_relation, relation_to_tree
from leapyear_core.model.types import BoolType, FactorType, IntType, RealType, Schema, TextType
from leapyear_core.model.units import Contribution

VISITS, PATIENTS, WARDS = (Table("clinic", name) for name in ("visits", "patients", "wards"))
SCHEMAS: dict[Table, Schema] = {
    VISITS: {"pid": IntType(0, 99), "ward": FactorType(("a", "b")), "cost": RealType(0, 9)},
    PATIENTS: {"pid": IntType(0, 50), "born": IntType(1900, 2026), "note": TextType()},
    WARDS: {"ward": FactorType(("b", "c")), "floor": IntType(0, 5), "Cost": RealType(0, 1)},
}
#: Five visits of a patient, two rows about each; no ward is anybody's.
ROWS = {VISITS: Contribution(5, "pid"), PATIENTS: Contribution(2, "pid"), WARDS: Contribution(0)}


def kept(table: Relation, *names: str, **renamed: str) -> Project:
    """Some attributes of a table."""
    attributes = {**{name: name for name in names}, **renamed}
    return Project(
        table, tuple(Projection(name, Attribute(old)) for name, old in attributes.items())
    )


ALL_VISITS = kept(VISITS, "pid", "ward", "cost")
ALL_PATIENTS = kept(PATIENTS, "pid", "born")
ALL_WARDS = kept(WARDS, "ward", "floor")


def join(
    right: Relation,
    key: str,
    *rows: int | None,
    left: Relation = ALL_VISITS,
    how: JoinKind = JoinKind.INNER,
) -> Join:
    return Join(left, right, (JoinKey(key, key),), how, *rows)


ON_THE_UNIT = join(ALL_PATIENTS, "pid")


def test_a_join_has_the_attributes_of_both_without_the_keys_of_the_right() -> None:
    assert schema_of(ON_THE_UNIT, SCHEMAS) == {
        **SCHEMAS[VISITS],
        "born": SCHEMAS[PATIENTS]["born"],
    }
    assert named_attributes(ON_THE_UNIT) == ("pid", "ward", "cost", "born")
    assert tables_of(ON_THE_UNIT) == {VISITS, PATIENTS}


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        (join(kept(PATIENTS, pid="note"), "pid"), "'pid' is INT and 'pid' is TEXT"),
        (join(kept(WARDS, cost="Cost"), "cost"), "REAL"),
        (join(kept(WARDS, "ward", "Cost"), "ward"), "'cost' is in both"),
        (join(PATIENTS, "pid"), "names its attributes"),
        (join(ALL_PATIENTS, "pid", left=VISITS), "names its attributes"),
        (
            join(ALL_PATIENTS, "pid", left=Union((ALL_VISITS, Where(VISITS, Constant(True))))),
            "names its attributes",
        ),
        (evolve(ON_THE_UNIT, keys=ON_THE_UNIT.keys * 2), "twice"),
    ],
)
def test_what_makes_no_sense_is_refused(refused: Relation, why: str) -> None:
    with pytest.raises(InvalidExpression, match=why):
        schema_of(refused, SCHEMAS)


def test_a_key_that_is_not_there_is_not_found() -> None:
    for key in (JoinKey("x", "pid"), JoinKey("pid", "x")):
        with pytest.raises(AttributeNotFound, match="'x'"):
            schema_of(evolve(ON_THE_UNIT, keys=(key,)), SCHEMAS)


@pytest.mark.parametrize("how", JoinKind)
@pytest.mark.parametrize(
    ("relation", "rows"),
    [
        # On the unit: the pairs of its own rows, as many as there are.
        (ON_THE_UNIT, 5 * 2),
        (join(ALL_PATIENTS, "pid", None, 1), 5),
        (join(kept(PATIENTS, "pid", "born"), "pid", None, 9), 5 * 2),
        (join(Where(ALL_PATIENTS, Constant(True)), "pid"), 5 * 2),
        (join(Split(ALL_PATIENTS, ("pid",), 2, range(1), 0), "pid"), 5 * 2),
        (join(Union((ALL_PATIENTS, ALL_PATIENTS)), "pid"), 5 * 4),
        # And then on the unit again, or on what is nobody's.
        (join(kept(PATIENTS, "pid", "note"), "pid", left=ON_THE_UNIT), 5 * 2 * 2),
        (join(ALL_PATIENTS, "pid", None, 1, left=join(ALL_WARDS, "ward", None, 3)), 5 * 3),
        # With what is nobody's: the right is cut, the left need not be.
        (join(ALL_WARDS, "ward", None, 3), 5 * 3),
        (join(ALL_WARDS, "ward", 7, 3), 2 * 5 * 3),
    ],
)
def test_a_join_is_as_stable_as_its_sides_and_cuts_allow(
    relation: Join, rows: int, how: JoinKind
) -> None:
    assert stability(evolve(relation, how=how), ROWS) == rows


#: A patient's year of birth is compared with another's number: the rows of several units meet.
CROSSED = Join(
    ALL_VISITS, kept(PATIENTS, "born", other="pid"), (JoinKey("pid", "born"),), JoinKind.INNER
)


@pytest.mark.parametrize(
    ("relation", "inner", "left"),
    [
        # Of its own key no unit has more rows than it has: its five go together, and no other comes for them.
        (evolve(CROSSED, left_rows=3, right_rows=4), 5 * 4 + 2 * 2 * 3, 5 * 4 + 2 * 2 * 3),
        (evolve(CROSSED, right_rows=4), 5 * 4 + 2 * 2 * 5, 5 * 4 + 2 * 2 * 5),
        # Where it has none, another one may come: twice on both sides.
        (
            join(kept(VISITS, "ward", other="pid"), "ward", 3, 4),
            2 * 5 * 4 + 2 * 5 * 3,
            2 * 5 * 4 + 2 * 5 * 3,
        ),
        # The left is nobody's, and what it meets need not be cut. It may have to stand alone.
        (join(ALL_VISITS, "ward", 3, None, left=ALL_WARDS), 5 * 3, 2 * 5 * 3),
        (join(ALL_VISITS, "ward", 3, 1, left=ALL_WARDS), 2 * 5 * 3, 2 * 5 * 3),
    ],
)
def test_where_rows_of_several_units_meet_each_that_moves_counts_for_all_that_it_meets(
    relation: Join, inner: int, left: int
) -> None:
    assert stability(relation, ROWS) == inner
    assert stability(evolve(relation, how=JoinKind.LEFT), ROWS) == left


def test_columns_of_units_that_have_other_names_are_not_taken_for_the_same() -> None:
    """A patient 7 may be another one than a doctor 7: what goes with both is summed."""
    doctors = {**ROWS, PATIENTS: Contribution(2, "born")}
    other = Join(ALL_VISITS, ALL_PATIENTS, (JoinKey("pid", "born"),), JoinKind.INNER)
    assert stability(other, doctors) == 5 * 2 + 2 * 5
    assert unit_attributes(other, doctors) == {}
    assert unit_attributes(ON_THE_UNIT, ROWS) == {"pid": "pid"}


@pytest.mark.parametrize(
    ("relation", "units"),
    [
        (VISITS, {"pid": "pid"}),
        (WARDS, {}),
        (kept(VISITS, a="pid", b="pid", c="ward"), {"a": "pid", "b": "pid"}),
        (kept(VISITS, pid="ward"), {}),
        (
            Project(VISITS, (Projection("pid", Call("add", (Attribute("pid"), Constant(0)))),)),
            {},
        ),
        (Union((kept(VISITS, "pid"), kept(PATIENTS, "pid"))), {"pid": "pid"}),
        (Union((kept(VISITS, "pid"), kept(PATIENTS, pid="born"))), {}),
        (Union((kept(VISITS, "ward", "pid"), kept(WARDS, "ward", pid="floor"))), {}),
        (join(ALL_WARDS, "ward", None, 1), {"pid": "pid"}),
        (join(ALL_WARDS, "ward", 1, 1), {}),
        (join(ALL_VISITS, "ward", 1, 1, left=ALL_WARDS), {}),
        (join(kept(VISITS, "ward", other="pid"), "ward", 1, 1), {}),
    ],
)
def test_an_attribute_says_whose_a_row_is_where_it_is_the_units_column_as_it_was(
    relation: Relation, units: dict[str, str]
) -> None:
    assert unit_attributes(relation, ROWS) == units


@pytest.mark.parametrize(
    "relation",
    [
        join(ALL_WARDS, "ward"),
        join(ALL_WARDS, "ward", 3, None),
        join(ALL_VISITS, "ward", left=ALL_WARDS),
        join(kept(VISITS, "ward", other="pid"), "ward", None, 3),
        join(kept(VISITS, "ward", other="pid"), "ward", 3, None),
    ],
)
def test_a_join_of_any_number_of_rows_of_a_unit_is_refused(relation: Relation) -> None:
    with pytest.raises(InvalidExpression, match=r"one privacy unit .* rows_per_key"):
        stability(relation, ROWS)


def test_a_join_of_public_tables_that_is_not_cut_is_refused() -> None:
    """It could be as large as their product; of privacy units, which have no rows there, nothing is said."""
    uncut = join(kept(WARDS, "ward", other="floor"), "ward", left=ALL_WARDS)
    with pytest.raises(InvalidExpression, match=r"of public rows .* rows_per_key"):
        stability(uncut, ROWS)
    assert stability(evolve(uncut, right_rows=10_000), ROWS) == 0


def test_joins_that_multiply_a_unit_without_end_are_refused() -> None:
    """Noise for so many rows hides all, and no number may grow without bounds."""
    grown: Relation = kept(VISITS, "ward")
    for number in range(3):
        added = kept(VISITS, "ward", **{f"n{number}": "pid"})
        grown = join(added, "ward", 10_000, 10_000, left=grown)
    with pytest.raises(InvalidExpression, match=str(MOST_MOVED)):
        stability(grown, ROWS)


def test_a_join_reads_its_keys_and_all_that_a_cut_goes_by() -> None:
    counted = CountRows(ON_THE_UNIT)
    summed = Sum(ON_THE_UNIT, Attribute("born"))

    def read(relation: Join | CountRows | Sum) -> set[str]:
        analysis = CountRows(relation) if isinstance(relation, Join) else relation
        return {f"{each.table.table}.{each.column}" for each in columns_read(analysis, SCHEMAS)}

    keys = {"visits.pid", "patients.pid"}
    assert read(counted) == keys
    assert read(summed) == {*keys, "patients.born"}
    assert read(join(ALL_PATIENTS, "pid", None, 1)) == {*keys, "patients.born"}
    assert read(join(ALL_PATIENTS, "pid", 1, None)) == {*keys, "visits.ward", "visits.cost"}
    filtered = join(Where(ALL_PATIENTS, Call("is_null", (Attribute("born"),))), "pid")
    assert read(filtered) == {*keys, "patients.born"}


@pytest.mark.parametrize("rows", [(None, None), (None, 1), (3, None), (3, 1)])
def test_a_join_survives_the_way_through_json(rows: tuple[int | None, int | None]) -> None:
    relation = join(ALL_PATIENTS, "pid", *rows, how=JoinKind.LEFT)
    tree = relation_to_tree(relation)
    assert read_relation(json.loads(json.dumps(tree))) == relation
    assert [name in tree for name in ("left_rows", "right_rows")] == [
        each is not None for each in rows
    ]


def test_a_key_may_be_a_truth_value_of_other_names() -> None:
    schemas: dict[Table, Schema] = {
        VISITS: {"is_old": BoolType()},
        WARDS: {"is_far": BoolType(), "floor": IntType(0, 1)},
    }
    relation = Join(
        kept(VISITS, "is_old"),
        kept(WARDS, "is_far", "floor"),
        (JoinKey("is_old", "is_far"),),
        JoinKind.INNER,
    )
    assert list(schema_of(relation, schemas)) == ["is_old", "floor"]
