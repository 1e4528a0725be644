"""Expressions: flat while they are built, within the limits of the contract when they are sent."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leapyear_api
from leapyear._expressions import (
    DEEPEST_EXPRESSION,
    MOST_ARGUMENTS,
    Call,
    Constant,
    Expression,
    Named,
    call,
    lowered,
    names_in,
)
from leapyear._printing import printed
from leapyear._relations import (
    DEEPEST_RELATION,
    ProjectRelation,
    Relation,
    TableRelation,
    WhereRelation,
)
from leapyear._seam import questions, requests
from leapyear.exceptions import InvalidExpression

A, B, C = Named("a"), Named("b"), Named("c")
ONE = Constant(1)
FUNCTIONS = json.loads((Path(leapyear_api.__file__).parent / "contract.json").read_text())[
    "components"
]["schemas"]["FunctionName"]["enum"]


def calls_in(expression: Expression) -> Iterator[Call]:
    """All calls of a tree."""
    if isinstance(expression, Call):
        yield expression
        for argument in expression.arguments:
            yield from calls_in(argument)


def levels(body: object) -> int:
    """How deep JSON nests."""
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else None
    return 0 if inner is None else 1 + max(map(levels, inner), default=0)


def wire(expression: Expression) -> object:
    """What is sent of an expression."""
    return requests.expression_model(lowered(expression)).to_dict()


def test_one_is_not_true() -> None:
    """Constants of different types are different, whatever Python says of their values."""
    assert Constant(1) != Constant(True)
    assert Constant(1) != Constant(1.0)
    assert len({Constant(1), Constant(True), Constant(1.0)}) == 3


def test_chains_are_flat() -> None:
    """Of conditions on both sides, of sums on the left, where the parentheses were."""
    assert call("and", call("and", A, B), call("and", B, C)) == Call("and", (A, B, B, C))
    assert call("add", call("add", A, B), C) == Call("add", (A, B, C))
    assert call("add", A, call("add", B, C)) == Call("add", (A, Call("add", (B, C))))
    assert call("subtract", call("subtract", A, B), C).arguments[1] == C


@pytest.mark.parametrize("function", ["and", "or", "add"])
@pytest.mark.parametrize("count", [2, 3, 64, 65, 1000])
def test_long_chains_become_shallow_trees(function: str, count: int) -> None:
    """In their order, no call wider than the contract has it."""
    names = [Named(f"x{index}") for index in range(count)]
    chain: Expression = names[0]
    for name in names[1:]:
        chain = call(function, chain, name)
    tree = lowered(chain)
    width = 2 if function == "add" else MOST_ARGUMENTS
    assert all(2 <= len(one.arguments) <= width for one in calls_in(tree))
    assert list(names_in(tree)) == [name.name for name in names]
    assert levels(wire(chain)) <= 30


def test_isin_of_a_thousand_values_is_three_calls_deep() -> None:
    """Groups of 64, and the comparisons."""
    tree = lowered(Call("isin", (A, *map(Constant, range(1000)))))
    assert levels(requests.expression_model(tree).to_dict()) == 7
    assert sum(one.function == "eq" for one in calls_in(tree)) == 1000


def test_isin_of_one_value_is_a_comparison() -> None:
    """No call with one argument is left over."""
    assert lowered(Call("isin", (A, ONE))) == Call("eq", (A, ONE))


def test_between_is_two_comparisons() -> None:
    """Both ends included."""
    assert lowered(Call("between", (A, ONE, B))) == Call(
        "and", (Call("ge", (A, ONE)), Call("le", (A, B)))
    )


unary = st.sampled_from(["not", "negate", "abs", "is_null"])
binary = st.sampled_from(["and", "or", "add", "subtract", "multiply", "divide", "eq", "lt"])
expressions = st.recursive(
    st.sampled_from([A, B, C, ONE, Constant(-2.5), Constant("x")]),
    lambda inner: (
        st.builds(call, unary, inner)
        | st.builds(call, binary, inner, inner)
        | st.builds(
            lambda x, ys: Call("isin", (x, *ys)), inner, st.lists(inner, min_size=1, max_size=70)
        )
        | st.builds(lambda x, y, z: Call("between", (x, y, z)), inner, inner, inner)
    ),
    max_leaves=40,
)


@given(expressions)
def test_only_functions_of_the_contract_are_sent_and_their_depth_was_known(
    expression: Expression,
) -> None:
    """The depth that was counted is the depth of the JSON, or a little more."""
    body = wire(expression)
    assert {one.function for one in calls_in(lowered(expression))} <= set(FUNCTIONS)
    assert levels(body) <= expression.depth


@given(expressions)
def test_expressions_print_so_that_python_reads_them_the_same(expression: Expression) -> None:
    """Two expressions that print alike are alike; parentheses are where Python needs them."""
    text = printed(expression)
    if "…" not in text:
        compile(text, "printed", "eval")


def test_an_expression_that_is_too_deep_fails_where_it_is_built() -> None:
    """Not when it is sent, a page below."""
    deep: Expression = A
    with pytest.raises(InvalidExpression, match="in steps"):  # noqa: PT012
        for _ in range(DEEPEST_EXPRESSION):
            deep = call("multiply", deep, ONE)
    assert deep.depth <= DEEPEST_EXPRESSION


def test_a_relation_that_is_too_deep_fails_where_it_is_built() -> None:
    """And one that is not stays within the 200 levels of the server."""
    relation: Relation = TableRelation("d", "t")
    deep: Expression = A
    for _ in range(70):
        deep = call("multiply", deep, ONE)
    with pytest.raises(InvalidExpression, match="levels of where and"):  # noqa: PT012
        for _ in range(DEEPEST_RELATION):
            relation = ProjectRelation(
                WhereRelation(relation, call("gt", deep, ONE)), (("a", deep),)
            )
    assert levels({"analysis": questions.analysis("mean", relation, deep).to_dict()}) <= 200


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (call("and", call("gt", A, Constant(40)), call("not", B)), "(a > 40) & ~b"),
        (call("not", call("and", A, B)), "~(a & b)"),
        (call("or", call("and", A, B), C), "(a & b) | c"),
        (call("eq", call("eq", A, ONE), B), "(a == 1) == b"),
        (call("multiply", call("add", A, ONE), Constant(2)), "(a + 1) * 2"),
        (call("subtract", A, call("subtract", B, C)), "a - (b - c)"),
        (call("subtract", call("subtract", A, B), C), "a - b - c"),
        (call("multiply", A, Constant(-1)), "a * -1"),
        (call("negate", call("negate", A)), "-(-a)"),
        (call("abs", call("negate", A)), "abs(-a)"),
        (call("is_null", call("divide", A, B)), "(a / b).is_null()"),
        (call("clip", A, Constant(0), Constant(9.5)), "a.clip(0, 9.5)"),
        (Call("isin", (A, Constant("f"), Constant("m"))), "a.isin(['f', 'm'])"),
        (Call("isin", (A, *map(Constant, range(100)))), "a.isin([0, 1, 2, 3, 4, 5, … 94 more])"),
        (call("eq", Named("blood type"), Constant("A")), "['blood type'] == 'A'"),
    ],
)
def test_expressions_print_as_they_were_typed(expression: Expression, text: str) -> None:
    """With the names alone, and the parentheses that are needed."""
    assert printed(expression) == text
