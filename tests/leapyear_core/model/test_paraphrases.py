"""What is the same question in other words, and what is not."""

import pytest

from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.paraphrases import canonical
from leapyear_core.model.relations import (
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.trees import relation_to_tree

VISITS, PATIENTS = Table("clinic", "visits"), Table("clinic", "patients")
A, B, C = (Attribute(name) for name in "abc")


def call(function: str, *arguments: Expression) -> Call:
    return Call(function, arguments)


def where(predicate: Expression, relation: Relation = VISITS) -> Where:
    return Where(relation, predicate)


def join(*names: str, left: Relation = VISITS) -> Join:
    return Join(left, PATIENTS, tuple(JoinKey(each, each) for each in names), JoinKind.INNER, 1, 2)


def is_one(one: Relation, other: Relation) -> bool:
    return bool(canonical(relation_to_tree(one)) == canonical(relation_to_tree(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (where(call("and", A, B)), where(call("and", B, A))),
        (where(call("or", A, call("or", B, C))), where(call("or", C, B, A))),
        (where(call("and", A, A)), where(A)),
        (where(A, where(B)), where(B, where(A))),
        (where(A, where(B, where(C))), where(call("and", A, B, C))),
        (where(call("eq", A, Constant(3))), where(call("eq", Constant(3), A))),
        (where(call("gt", A, Constant(3))), where(call("lt", Constant(3), A))),
        (where(call("not", call("ge", A, B))), where(call("not", call("le", B, A)))),
        (join("a", "b"), join("b", "a")),
        (join("a", left=where(call("and", A, B))), join("a", left=where(call("and", B, A)))),
        (
            Union((VISITS, Union((PATIENTS, where(A))))),
            Union((Union((VISITS, PATIENTS)), where(A))),
        ),
        (
            Project(VISITS, (Projection("x", call("and", A, B)),)),
            Project(VISITS, (Projection("x", call("and", B, A)),)),
        ),
    ],
)
def test_the_same_in_other_words_has_one_form(one: Relation, other: Relation) -> None:
    assert is_one(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (where(call("and", A, B)), where(call("or", A, B))),
        (where(call("and", A, call("or", B, C))), where(call("or", call("and", A, B), C))),
        (where(call("lt", A, B)), where(call("lt", B, A))),
        (where(call("gt", A, B)), where(call("ge", A, B))),
        (where(call("eq", A, Constant(1))), where(call("eq", A, Constant(True)))),
        (where(call("eq", A, Constant(1))), where(call("eq", A, Constant(1.0)))),
        (
            where(call("eq", call("subtract", A, B), C)),
            where(call("eq", call("subtract", B, A), C)),
        ),
        (where(A), VISITS),
        (join("a", "b"), join("a")),
        (Union((VISITS, PATIENTS)), Union((PATIENTS, VISITS))),
        (Union((VISITS, VISITS)), VISITS),
        (
            Where(Split(VISITS, ("a",), 2, range(1), 0), A),
            Split(Where(VISITS, A), ("a",), 2, range(1), 0),
        ),
    ],
)
def test_another_question_has_another_form(one: Relation, other: Relation) -> None:
    """Some of these have the same rows as well: what is not certain by the rules is left as it is."""
    assert not is_one(one, other)
