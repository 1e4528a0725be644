"""Joins as they are asked about: who may, what they cost, and what they leave to be found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from leapyear_core.model.analyses import CountRows, Sum
from leapyear_core.model.errors import (
    AttributeNotFound,
    InvalidExpression,
    PermissionDenied,
    SensitivityMultiplierTooLarge,
    ViewNotFound,
)
from leapyear_core.model.expressions import Attribute
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.relations import Join, Project, Projection, Relation, Table
from leapyear_core.model.trees import relation_to_tree
from leapyear_core.model.types import Column, FactorType, IntType
from leapyear_core.model.units import PrivacyUnit
from leapyear_core.services.profiles import PrivacyLimit
from leapyear_core.services.questions import Question
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, SETTINGS, core_in_memory, grant, number
from tests.leapyear_core.services.visits import answer, caller_of

VISITS, PATIENTS, WARDS = (Table("clinic", name) for name in ("visits", "patients", "wards"))
COLUMNS = {
    "visits": (
        Column("pid", IntType(0, 9)),
        Column("ward", FactorType(("a", "b"))),
        Column("cost", IntType(0, 9)),
    ),
    "patients": (Column("pid", IntType(0, 9)), Column("born", IntType(1900, 2030))),
    "wards": (Column("ward", FactorType(("a", "b"))), Column("floor", IntType(0, 5))),
}
FILES = {
    "visits": "pid,ward,cost\n1,a,1\n1,b,2\n2,a,3\n3,b,4\n",
    "patients": "pid,born\n1,1950\n2,1960\n4,1970\n",
    "wards": "ward,floor\na,1\nb,2\n",
}
UNITS = {"visits": PrivacyUnit("pid", 3), "patients": PrivacyUnit("pid", 1), "wards": None}


def kept(table: Table, *names: str) -> Project:
    return Project(table, tuple(Projection(name, Attribute(name)) for name in names))


def join(
    left: Relation, right: Relation, key: str, *rows: int | None, how: JoinKind = JoinKind.INNER
) -> Join:
    return Join(left, right, (JoinKey(key, key),), how, *rows)


ALL_VISITS = kept(VISITS, "pid", "ward", "cost")
ON_THE_UNIT = join(ALL_VISITS, kept(PATIENTS, "pid", "born"), "pid")
WITH_WARDS = join(ALL_VISITS, kept(WARDS, "ward", "floor"), "ward", None, 1)
UNBOUNDED = join(ALL_VISITS, kept(WARDS, "ward", "floor"), "ward")


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    """A Core with two tables about patients, and one about nobody; ada may compute."""
    with core_in_memory(evolve(SETTINGS, data_roots=(tmp_path,))) as core:
        core.databases.create("clinic", limit=PrivacyLimit(1e6, 1e-6))
        for name, columns in COLUMNS.items():
            (tmp_path / f"{name}.csv").write_text(FILES[name])
            core.tables.create(
                ADMINISTRATOR,
                "clinic",
                name,
                columns=columns,
                credentials=f"{name}.csv",
                is_public=UNITS[name] is None,
                privacy_unit=UNITS[name],
            )
        core.users.create("ada", "pale ale", is_administrator=False)
        grant(core, "ada", "clinic", DatabaseLevel.COMPUTE)
        yield core


@pytest.fixture
def ada(core: Core) -> Caller:
    return caller_of(core, "ada")


def on_columns(core: Core, table: str, **levels: ColumnLevel) -> None:
    core.grants.set_on_table(
        ADMINISTRATOR, "clinic", table, SubjectKind.USER, "ada", list(levels.items())
    )


def exact(core: Core, caller: Caller, analysis: CountRows | Sum) -> float:
    return number(answer(core, caller, Question(analysis, precise=True)).estimate).value


def scale(core: Core, caller: Caller, relation: Relation) -> float:
    question = Question(CountRows(relation), exposure_nano=500_000)
    return number(answer(core, caller, question).estimate).noise_scale


def test_noise_covers_the_pairs_of_one_unit_and_no_more(core: Core, ada: Caller) -> None:
    """Three visits of a patient, about whom there is one row; where one may meet others', twice as many."""
    one = scale(core, ada, kept(PATIENTS, "pid"))
    found = [
        scale(core, ada, relation) / one
        for relation in (
            ON_THE_UNIT,
            evolve(ON_THE_UNIT, how=JoinKind.LEFT),
            WITH_WARDS,
            join(kept(VISITS, "ward"), kept(VISITS, "ward"), "ward", 2, 1),
        )
    ]
    assert found == pytest.approx([3, 3, 3, 2 * 3 * 1 + 2 * 3 * 2], rel=1e-9)


def test_an_exact_answer_about_a_join_is_of_all_that_match(core: Core) -> None:
    left = evolve(ON_THE_UNIT, how=JoinKind.LEFT)
    born, floor = Attribute("born"), Attribute("floor")
    assert exact(core, ADMINISTRATOR, CountRows(ON_THE_UNIT)) == 3
    assert exact(core, ADMINISTRATOR, CountRows(left)) == 4
    assert exact(core, ADMINISTRATOR, Sum(ON_THE_UNIT, born)) == 1950 + 1950 + 1960
    assert exact(core, ADMINISTRATOR, Sum(WITH_WARDS, floor)) == 1 + 2 + 1 + 2


def test_an_exact_answer_needs_full_access_to_keys_and_to_all_that_a_cut_goes_by(
    core: Core, ada: Caller
) -> None:
    compute, full = ColumnLevel.COMPUTE, ColumnLevel.FULL
    on_columns(core, "visits", pid=full, cost=compute, ward=compute)
    on_columns(core, "patients", pid=full, born=compute)
    assert exact(core, ada, CountRows(ON_THE_UNIT)) == 3
    for read in (
        CountRows(evolve(ON_THE_UNIT, right_rows=1)),
        CountRows(WITH_WARDS),
        Sum(ON_THE_UNIT, Attribute("born")),
    ):
        with pytest.raises(PermissionDenied, match=r"'(born|ward)'"):
            exact(core, ada, read)


def test_a_column_that_is_hidden_is_no_key_and_nothing_is_cut_by_it(
    core: Core, ada: Caller
) -> None:
    """A side names its attributes, so that the same join is the same one for all who may ask it."""
    on_columns(core, "patients", born=ColumnLevel.NONE)
    for relation in (
        evolve(ON_THE_UNIT, right_rows=1),
        evolve(ON_THE_UNIT, keys=(JoinKey("cost", "born"),), left_rows=1, right_rows=1),
    ):
        with pytest.raises(AttributeNotFound, match="'born'"):
            answer(core, ada, Question(CountRows(relation)))
    with pytest.raises(InvalidExpression, match="names its attributes"):
        answer(core, ada, Question(CountRows(evolve(ON_THE_UNIT, right=PATIENTS, right_rows=1))))
    seen = join(ALL_VISITS, kept(PATIENTS, "pid"), "pid", None, 1)
    assert not answer(core, ada, Question(CountRows(seen))).cached
    assert answer(core, ADMINISTRATOR, Question(CountRows(seen))).cached


def test_a_join_without_a_bound_is_refused_wherever_it_is_named(core: Core, ada: Caller) -> None:
    """Not only when it is asked about: nobody is to find out later, and none is computed."""
    tree = relation_to_tree(UNBOUNDED)

    def refused(of: Any) -> None:
        with pytest.raises(InvalidExpression, match="rows_per_key"):
            of()

    refused(lambda: answer(core, ada, Question(CountRows(UNBOUNDED))))
    refused(lambda: core.analyses.schema(ada, UNBOUNDED))
    refused(lambda: core.views.create(ADMINISTRATOR, "clinic", "all", relation=tree))
    refused(lambda: core.persisted_relations.persist(ada, tree, tree))


def test_a_view_of_a_join_is_the_join_and_is_there_for_those_who_see_what_it_reads(
    core: Core, ada: Caller
) -> None:
    tree = relation_to_tree(evolve(ON_THE_UNIT, right_rows=1))
    core.views.create(ADMINISTRATOR, "clinic", "placed", relation=tree)
    seen = core.views.get(ada, "clinic", "placed").view
    assert [column.name for column in seen.columns] == ["pid", "ward", "cost", "born"]
    assert core.views.expand(
        ada, {"kind": "view", "database": "clinic", "view": "placed"}
    ) == relation_to_tree(evolve(ON_THE_UNIT, right_rows=1))
    on_columns(core, "patients", born=ColumnLevel.NONE)
    with pytest.raises(ViewNotFound):
        core.views.get(ada, "clinic", "placed")


def test_a_join_that_is_kept_has_the_same_answers(core: Core) -> None:
    questions: list[CountRows | Sum] = [CountRows(WITH_WARDS), Sum(WITH_WARDS, Attribute("floor"))]
    before = [exact(core, ADMINISTRATOR, each) for each in questions]
    tree = relation_to_tree(WITH_WARDS)
    core.persisted_relations.persist(ADMINISTRATOR, tree, tree)
    core.persisted_relations.settle(30)
    again = [
        number(
            answer(core, ADMINISTRATOR, Question(each, precise=True, cache=False)).estimate
        ).value
        for each in questions
    ]
    assert again == before


def test_a_profile_refuses_joins_that_multiply_what_a_row_counts(core: Core, ada: Caller) -> None:
    """A row of a visit meets one patient, and so counts once; with up to three others of its ward, more often."""
    profile = core.profiles.get("balanced")
    core.profiles.create("once", params=evolve(profile.params, maximum_sensitivity_multiplier=1))
    core.databases.update(ADMINISTRATOR, "clinic", privacy_profile="once")
    answer(core, ada, Question(CountRows(ON_THE_UNIT)))
    answer(core, ada, Question(CountRows(WITH_WARDS)))
    crossed = join(kept(VISITS, "ward"), kept(VISITS, "ward"), "ward", 1, 1)
    with pytest.raises(SensitivityMultiplierTooLarge, match="count 4 times"):
        answer(core, ada, Question(CountRows(crossed)))
