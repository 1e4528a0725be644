"""The attributes that say whose a row is: how far they can be followed from a table."""

from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.relations import Project, Projection, Relation, Split, Table, Union, Where
from leapyear_core.model.stability import unit_attributes
from leapyear_core.model.units import Contribution

VISITS, LETTERS, BILLS, RECORDS, KNOWN = (
    Table("d", each) for each in ("visits", "letters", "bills", "records", "known")
)
CONTRIBUTIONS = {
    VISITS: Contribution(5, "pid"),
    LETTERS: Contribution(2, "pid"),
    BILLS: Contribution(3, "who"),
    RECORDS: Contribution(1),
    KNOWN: Contribution(0),
}
PID = Attribute("pid")


def renamed(relation: Relation, **attributes: Expression) -> Project:
    return Project(relation, tuple(Projection(name, one) for name, one in attributes.items()))


def found(relation: Relation) -> set[str]:
    return set(unit_attributes(relation, CONTRIBUTIONS))


def test_a_table_says_it_in_the_column_of_its_unit_and_others_do_not() -> None:
    assert found(VISITS) == {"pid"}
    assert found(RECORDS) == found(KNOWN) == found(Table("d", "unheard_of")) == set()


def test_rows_that_are_chosen_by_themselves_say_it_still() -> None:
    over = Where(VISITS, Call("gt", (Attribute("age"), Constant(3))))
    assert found(Split(over, ("age",), 2, range(1), 0)) == {"pid"}


def test_it_is_followed_under_other_names_and_lost_where_it_is_computed_with() -> None:
    assert found(renamed(VISITS, one=PID, other=PID, age=Attribute("age"))) == {"one", "other"}
    for computed in (Call("negate", (PID,)), Call("coalesce", (PID, Constant(1))), Constant(1)):
        assert found(renamed(VISITS, pid=computed)) == set()
    # The name alone is nothing.
    assert found(renamed(VISITS, pid=Attribute("age"), age=PID)) == {"age"}


def test_a_union_says_it_where_each_of_its_relations_does() -> None:
    assert found(Union((renamed(VISITS, pid=PID), renamed(LETTERS, pid=PID)))) == {"pid"}
    # A column of another name may be about others than patients: what one of them leaves, the other has still.
    bills = renamed(BILLS, pid=Attribute("who"))
    assert found(Union((renamed(VISITS, pid=PID), bills))) == set()
    for other in (RECORDS, KNOWN):
        assert found(Union((renamed(VISITS, pid=PID), renamed(other, pid=PID)))) == set()


def test_were_a_unit_to_have_one_row_it_would_be_the_same_unit() -> None:
    rows = [Contribution(each, "pid").of_a_row for each in (0, 1, 7)]
    assert rows == [Contribution(0, "pid"), Contribution(1, "pid"), Contribution(1, "pid")]
