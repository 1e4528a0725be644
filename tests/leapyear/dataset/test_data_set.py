"""Data sets: immutable, printed as they were typed, and wrong names told at once."""

import copy
import pickle
from collections import OrderedDict
from typing import Any

import pytest

from leapyear import DataSet
from leapyear.admin import Database, Table
from leapyear.dataset import Type
from leapyear.exceptions import (
    AttributeNotFound,
    DatabaseNotFound,
    InvalidExpression,
    InvalidRequest,
    NotConnected,
    TableNotFound,
)
from tests.leapyear.servers import clinic, database, problem, reply, table


def test_a_data_set_knows_its_schema_by_one_request() -> None:
    """Which is kept by the client, for the next one too."""
    with clinic() as (_, server):
        ds = DataSet.from_table("clinic.visits")
        assert list(ds.schema.items())[:4] == [
            ("age", Type("INT", (0, 120))),
            ("income", Type("REAL", (0.0, 1e6))),
            ("smoker", Type("BOOL")),
            ("sex", Type("FACTOR", ("f", "m"))),
        ]
        assert isinstance(ds.schema, OrderedDict)
        assert str(ds.schema["age"]) == "Type(tag='INT', contents=(0, 120))"
        assert [str(one) for one in ds.attributes][-1] == "admitted"
        DataSet.from_table("clinic.visits").where(ds.age > 3).project(["age"])
        assert server.asked == ["GET /v1/databases/clinic/tables/visits"]


def test_a_table_can_be_given_as_such() -> None:
    """With the connection that it came from."""
    with clinic({"GET /v1/databases/clinic": reply(database("clinic"))}) as (client, _):
        loaded = client.databases["clinic"].tables["visits"]
        by_hand = Table("visits", database="clinic")
        assert DataSet.from_table(loaded) == DataSet.from_table(by_hand)
        assert repr(DataSet.from_table(loaded)) == "DataSet.from_table('clinic.visits')"


def test_attributes_go_by_key_and_by_name() -> None:
    """`ds.age` for names that are no methods."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        assert str(ds["age"]) == str(ds.age) == "age"
        assert "age" in ds
        assert "nope" not in ds
        assert "age" in dir(ds)
        assert ds._ipython_key_completions_()[0] == "age"


def test_a_missing_attribute_is_told_at_once_with_what_was_meant() -> None:
    """By key it is a KeyError too, by name an AttributeError, so that `hasattr` works."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        with pytest.raises(AttributeNotFound, match="has no attribute 'aeg'; did you mean 'age'"):
            ds["aeg"]
        with pytest.raises(AttributeNotFound, match="'incme'; did you mean 'income'"):
            _ = ds.incme
        with pytest.raises(KeyError):
            ds["zzz"]
        assert not hasattr(ds, "zzz")
        assert not hasattr(ds, "_repr_html_")


def test_data_sets_print_as_they_were_typed() -> None:
    """Consecutive wheres are one, which is the same rows."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        made = ds.where(ds.age > 40).where(~ds.smoker).project(["age", ds.sex], k=ds.income / 1000)
        assert repr(made) == (
            "DataSet.from_table('clinic.visits').where((age > 40) & ~smoker).project(['age', 'sex'], k=income / 1000)"
        )
        odd = ds.project({"k €": ds.income * 2, "age": ds.age})
        assert repr(odd) == (
            "DataSet.from_table('clinic.visits').project({'k €': income * 2, 'age': age})"
        )


def test_methods_leave_the_data_set_as_it_is() -> None:
    """Each gives a new one."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        before = repr(ds), ds.schema
        ds.where(ds.smoker).project(["age"])
        assert (repr(ds), ds.schema) == before
        with pytest.raises(AttributeError):
            ds.age = 3  # type: ignore[attr-defined]


def test_data_sets_are_values() -> None:
    """Equal where they mean the same rows of the same server; they can be keys, and copied."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        assert ds.where(ds.age > 3) == DataSet.from_table("clinic.visits").where(ds.age > 3)
        assert ds.where(ds.age > 3) != ds.where(ds.age > 3.0)
        assert {ds: 1}[DataSet.from_table("clinic.visits")] == 1
        assert copy.copy(ds) == ds


def test_the_types_of_a_projection_are_known() -> None:
    """Those of what is computed come from the server, in one request that is made when they are wanted."""
    derived = {
        "columns": [
            {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
            {"name": "twice", "type": {"kind": "int", "lower": 0, "upper": 240}},
        ]
    }
    with clinic({"POST /v1/relations/schema": reply(derived)}) as (_, server):
        ds = DataSet.from_table("clinic.visits")
        made = ds.project(["age"], twice=ds.age * 2)
        assert made.attributes[1].type == Type("INT")
        with pytest.raises(AttributeNotFound, match="'income'"):
            made.where(ds.income > 3)
        assert str(made.where(made.twice > 3)).endswith(".where(twice > 3)")
        assert server.asked == ["GET /v1/databases/clinic/tables/visits"]
        for _ in range(2):
            assert made.schema == {"age": Type("INT", (0, 120)), "twice": Type("INT", (0, 240))}
        assert server.asked[1:] == ["POST /v1/relations/schema"]
        assert server.body()["relation"]["attributes"][1]["name"] == "twice"


def test_the_schema_of_columns_alone_is_known_to_the_client() -> None:
    """Conditions have no bounds to derive."""
    with clinic() as (_, server):
        ds = DataSet.from_table("clinic.visits")
        made = ds.where(ds.smoker).project(["sex"], old=ds.age > 65)
        assert made.schema == {"sex": Type("FACTOR", ("f", "m")), "old": Type("BOOL")}
        assert server.asked == ["GET /v1/databases/clinic/tables/visits"]


@pytest.mark.parametrize(
    ("misuse", "kind", "says"),
    [
        (lambda ds: ds[ds.age > 40], TypeError, r"ds\.where"),
        (lambda ds: ds[["age", "sex"]], TypeError, r"ds\.project"),
        (lambda ds: ds[0], TypeError, "names"),
        (len, TypeError, "count_rows"),
        (list, TypeError, "cannot be looked at"),
        (lambda ds: ds.where("age > 40"), TypeError, r"ds\['age'\] > 40"),
        (lambda ds: ds.where(ds.age), InvalidExpression, "age is INT"),
        (lambda ds: ds.where(True), TypeError, "condition"),
        (lambda ds: ds.project("age"), TypeError, r"project\(\['age'\]\)"),
        (lambda ds: ds.project(), InvalidRequest, "at least one"),
        (lambda ds: ds.project([]), InvalidRequest, "at least one"),
        (lambda ds: ds.project(["age"], Age=ds.income), InvalidRequest, "one name"),
        (lambda ds: ds.project([ds.age * 2]), InvalidRequest, "needs a name"),
        (lambda ds: ds.project(x=[3]), TypeError, "'x' is to be an attribute"),
        (lambda ds: ds.project(["nope"]), AttributeNotFound, "nope"),
        (lambda ds: ds.project({"a\tb": ds.age}), InvalidRequest, "cannot be the name"),
    ],
)
def test_misuse_is_met_with_what_to_write(misuse: Any, kind: type[Exception], says: str) -> None:
    """Habits from pandas, mostly."""
    with clinic():
        ds = DataSet.from_table("clinic.visits")
        assert ds  # the truth of a data set does not ask how long it is
        with pytest.raises(kind, match=says):
            misuse(ds)


def test_an_unknown_table_is_told_at_once_with_what_was_meant() -> None:
    """By the name of its database and of the server."""
    with clinic({"GET /v1/databases/clinic/tables": reply({"items": [table("visits")]})}) as (
        _,
        server,
    ):
        server.script["GET /v1/databases/clinic/tables/vists"] = problem(404, "table_not_found")
        with pytest.raises(
            TableNotFound, match=r"no table 'vists' in database 'clinic' on http.*'visits'"
        ):
            DataSet.from_table("clinic.vists")


def test_an_unknown_database_is_told_at_once_with_what_was_meant() -> None:
    """Also where it is its table that was asked for."""
    script = {
        "GET /v1/databases/clinc/tables/visits": problem(404, "database_not_found"),
        "GET /v1/databases/clinc": problem(404, "database_not_found"),
        "GET /v1/databases": reply({"items": [database("clinic")]}),
    }
    with clinic(script), pytest.raises(DatabaseNotFound, match=r"no database 'clinc' .*'clinic'"):
        DataSet.from_table("clinc.visits")


@pytest.mark.parametrize("name", ["visits", "", ".", "a.b.c", "clinic.", ".visits"])
def test_a_table_needs_its_database(name: str) -> None:
    """'database.table'."""
    with clinic(), pytest.raises(InvalidRequest, match=r"'database\.table'"):
        DataSet.from_table(name)


def test_without_a_connection_there_is_no_data_set() -> None:
    """The error says how to make one."""
    with pytest.raises(NotConnected, match=r"leapyear\.Client"):
        DataSet.from_table("clinic.visits")
    with pytest.raises(TypeError, match="Table"), clinic():
        DataSet.from_table(Database("clinic"))  # type: ignore[arg-type]


def test_a_copy_of_a_data_set_is_the_data_set_itself(ds: DataSet) -> None:
    """Deep ones too, of what holds one: it is a value, and belongs to its connection."""
    assert copy.copy(ds) is ds
    assert copy.deepcopy({"ds": ds})["ds"] is ds
    with pytest.raises(TypeError, match="a View gives it a name"):
        pickle.dumps(ds)
