"""Databases, tables and users."""

from typing import Any, cast

import numpy as np
import pytest

from leapyear.admin import (
    ColumnDefinition,
    Database,
    DeltaStatus,
    PrivacyLimit,
    PrivacyProfile,
    PrivacyProfileParams,
    Table,
    TableColumn,
    User,
)
from leapyear.exceptions import (
    AttributeNotFound,
    DatabaseNotFound,
    InvalidBounds,
    InvalidColumn,
    InvalidRequest,
)
from tests.leapyear.servers import (
    COLUMNS,
    clinic,
    connected,
    database,
    problem,
    reply,
    table,
    user,
)

AGE = ColumnDefinition("age", type="INT", bounds=(0, 120))
STATUS = {
    "limit": {"epsilon": 3, "delta": 1e-6},
    "total": {"rho": 0.185, "share": 1},
    "spent": {"rho": 0.0025, "share": 0.0135},
    "left": {"rho": 0.1825, "share": 0.9865},
}
PROFILE = {
    "name": "balanced",
    "description": "So and so.",
    "is_built_in": True,
    "params": {
        "exposure": 0.0025,
        "accuracy": 0.001,
        "minimum_dataset_size": 0,
        "definition": "zcdp",
        "default_limit": {"epsilon": 3, "delta": 1e-6},
    },
}

# Databases


def test_a_database_made_by_hand_tells_what_it_was_given() -> None:
    """Without a connection."""
    made = Database(
        "tutorial", description="d", privacy_profile="balanced", privacy_limit=PrivacyLimit(1, 1e-9)
    )
    assert repr(made) == "<Database tutorial>"
    assert (made.name, made.description, made.privacy_profile) == ("tutorial", "d", "balanced")
    assert (made.privacy_limit, made.id, made.created_at) == (PrivacyLimit(1, 1e-9), None, None)


def test_a_database_is_made_on_the_server() -> None:
    """With what was given, and nothing in the place of what was not."""
    with connected({"POST /v1/databases": reply(database("clinic", id=7), 201)}) as (_, server):
        made = Database("clinic", privacy_limit=PrivacyLimit(epsilon=3, delta=1e-6))
        assert made.create() is made
        assert (made.id, made.privacy_profile) == (7, "balanced")
        assert server.body() == {"name": "clinic", "privacy_limit": {"epsilon": 3, "delta": 1e-6}}
        Database("clinic", description="d", privacy_profile=PrivacyProfile("balanced")).create()
        assert server.body() == {
            "name": "clinic",
            "description": "d",
            "privacy_profile": "balanced",
        }


def test_exposure_is_asked_for_each_time() -> None:
    """It changes with every question of everybody."""
    with connected({"GET /v1/databases/clinic/privacy-limit": reply(STATUS)}) as (_, server):
        found = Database("clinic").exposure()
        assert (found.spent.share, found.left.rho) == (0.0135, 0.1825)
        assert (
            repr(found) == "<PrivacyLimitStatus epsilon 3, delta 1e-06: 1.35 % spent, 98.7 % left>"
        )
        assert found.delta is None
        assert Database("clinic").get_privacy_limit() == PrivacyLimit(3, 1e-6)
        assert len(server.asked) == 2


def test_exposure_tells_of_delta_where_some_was_spent() -> None:
    """On groups of unknown keys; until then it is nobody's concern."""
    delta = {"total": 1e-9, "spent": 2e-10, "left": 8e-10}
    with connected(
        {"GET /v1/databases/clinic/privacy-limit": reply({**STATUS, "delta": delta})}
    ) as (_, server):
        found = Database("clinic").exposure()
        assert found.delta == DeltaStatus(total=1e-9, spent=2e-10, left=8e-10)
        assert repr(found).endswith("98.7 % left; of delta 2e-10 spent, 8e-10 left>")
        assert len(server.asked) == 1


def test_limit_and_profile_are_set() -> None:
    """Each by its own request; the database tells the new state."""
    script = {
        "PUT /v1/databases/clinic/privacy-limit": reply(STATUS),
        "PATCH /v1/databases/clinic": reply(database("clinic", privacy_profile="exploration")),
        "GET /v1/databases/clinic": reply(database("clinic")),
    }
    with connected(script) as (_, server):
        one = Database("clinic")
        one.set_privacy_limit(PrivacyLimit(3, 1e-6))
        assert server.asked == [
            "PUT /v1/databases/clinic/privacy-limit",
            "GET /v1/databases/clinic",
        ]
        one.set_privacy_profile("exploration")
        assert one.privacy_profile == "exploration"
        assert server.body() == {"privacy_profile": "exploration"}
        one.update(description=None)
        assert server.body() == {"description": ""}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "x"}, "'name' of a database cannot be changed: 'description', 'privacy_profile'"),
        ({}, "nothing to change"),
        ({"privacy_limit": (3, 1e-6)}, "PrivacyLimit"),
        ({"privacy_profile": 3}, "by its name"),
        ({"description": 3}, "a string"),
        ({"description": "new", "privacy_limit": 3}, "PrivacyLimit"),
    ],
)
def test_changes_that_are_none_are_refused_before_anything_is_sent(
    changes: dict[str, Any], says: str
) -> None:
    """Also where one of two is good."""
    with connected() as (_, server):
        with pytest.raises(TypeError, match=says):
            Database("clinic").update(**changes)
        assert server.asked == []


def test_all_databases_are_read_anew() -> None:
    """In pages."""
    pages = [
        reply({"items": [database("a")], "next_cursor": "c1"}),
        reply({"items": [database("b")]}),
    ]
    with connected({"GET /v1/databases": pages}) as (_, server):
        assert [one.name for one in Database.all()] == ["a", "b"]
        assert server.asked == [
            "GET /v1/databases?limit=100",
            "GET /v1/databases?limit=100&cursor=c1",
        ]


@pytest.mark.parametrize(
    "values", [(0, 1e-6), (3, -1e-9), (3, 1), (float("nan"), 1e-6), (2e6, 1e-6)]
)
def test_a_privacy_limit_lies_within_reason(values: tuple[float, float]) -> None:
    """The ranges of the contract."""
    with pytest.raises(InvalidRequest, match="lies between"):
        PrivacyLimit(*values)


def test_a_privacy_limit_is_two_numbers() -> None:
    """Anything else is a slip."""
    for odd in ("3", None, True):
        with pytest.raises(TypeError, match="epsilon is a number"):
            PrivacyLimit(odd, 1e-6)  # type: ignore[arg-type]


# Tables


def test_a_table_made_by_hand_tells_what_it_was_given() -> None:
    """Its columns as a mapping."""
    made = Table(
        "visits",
        database="clinic",
        columns=[AGE, ColumnDefinition("ok", "BOOL")],
        credentials="v.csv",
    )
    assert repr(made) == "<Table clinic.visits>"
    assert list(made.columns) == ["age", "ok"]
    assert repr(made.columns["age"]) == "<TableColumn 'age', type='INT', bounds=(0, 120)>"
    assert isinstance(made.columns["age"], TableColumn)
    assert (made.columns["age"].type, made.columns["age"].bounds) == ("INT", (0, 120))
    assert (made.credentials, made.database.name, made.id) == ("v.csv", "clinic", None)
    with pytest.raises(
        AttributeNotFound, match=r"'clinic\.visits' has no column 'aeg'; did you mean 'age'"
    ):
        made.columns["aeg"]


def test_a_table_is_made_on_the_server() -> None:
    """Each type as the contract has it."""
    with connected(
        {"POST /v1/databases/clinic/tables": reply(table("visits", id=5, credentials="v"), 201)}
    ) as (_, server):
        columns = [
            AGE,
            ColumnDefinition("income", bounds=(0, 1e6)),
            ColumnDefinition("smoker", "BOOL"),
            ColumnDefinition("sex", "FACTOR", ["f", "m"]),
            ColumnDefinition("note", "TEXT"),
            ColumnDefinition("born", "DATE"),
            ColumnDefinition("admitted", "DATETIME"),
        ]
        made = Table(
            "visits", database=Database("clinic"), columns=columns, credentials="v.parquet"
        ).create()
        assert server.body() == {
            "name": "visits",
            "credentials": "v.parquet",
            "columns": COLUMNS,
            "public": False,
        }
        assert (made.id, made.credentials, len(made.columns)) == (5, "v", 7)
        # What the server says reads back as what was declared.
        assert [(one.name, one.type, one.bounds) for one in made.columns.values()] == [
            (one.name, one.type, one.bounds) for one in columns
        ]


def test_bounds_are_found_where_that_is_said_and_nothing_else() -> None:
    """Column by column, or of all; only then is anything sent of it."""
    with connected(
        {"POST /v1/databases/clinic/tables": reply(table("visits", id=5, credentials="v"), 201)}
    ) as (_, server):
        income = ColumnDefinition("income", infer_bounds=True)
        Table("a", database="clinic", columns=[AGE, income], credentials="v").create()
        sent = server.body()
        assert sent["columns"][1] == {
            "name": "income",
            "type": {"kind": "real", "lower": -1e100, "upper": 1e100},
            "infer_bounds": True,
        }
        assert "infer_bounds" not in {**sent, **sent["columns"][0]}
        Table("b", database="clinic", credentials="v", infer_bounds=True).create()
        assert server.body()["infer_bounds"] is True


def test_bounds_are_found_within_those_that_are_given() -> None:
    """And of numbers alone."""
    column = ColumnDefinition("income", bounds=(0, 1e9), infer_bounds=True)
    assert (column.bounds, column.infer_bounds) == ((0.0, 1e9), True)
    with pytest.raises(InvalidColumn, match="INT and REAL alone"):
        ColumnDefinition("sex", type="TEXT", infer_bounds=True)
    wrong: Any = "yes"
    with pytest.raises(TypeError, match="True or False"):
        ColumnDefinition("income", infer_bounds=wrong)
    with pytest.raises(TypeError, match="True or False"):
        Table("a", database="clinic", infer_bounds=wrong)


def test_a_column_that_is_not_nullable_is_declared_and_told() -> None:
    """Also of a table that is made anew as it was read; one that is nullable is declared as ever."""
    age = ColumnDefinition("age", type="INT", bounds=(0, 120), nullable=False)
    assert AGE.nullable
    assert not age.nullable
    assert repr(age) == "ColumnDefinition('age', type='INT', bounds=(0, 120), nullable=False)"
    on_the_wire = {**COLUMNS[0], "nullable": False}
    made = table("visits", columns=[on_the_wire, COLUMNS[2]], credentials="v")
    script = {"POST /v1/databases/clinic/tables": [reply(made, 201), reply(made, 201)]}
    with connected(script) as (_, server):
        columns = [age, ColumnDefinition("smoker", type="BOOL")]
        visits = Table("visits", database="clinic", columns=columns, credentials="v")
        assert not visits.columns["age"].nullable
        visits.create()
        assert server.body()["columns"] == [on_the_wire, COLUMNS[2]]
        assert [each.nullable for each in visits.columns.values()] == [False, True]
        assert repr(visits.columns["age"]) == (
            "<TableColumn 'age', type='INT', bounds=(0, 120), nullable=False>"
        )
        visits.create()
        assert server.body()["columns"] == [on_the_wire, COLUMNS[2]]


def test_whether_a_column_is_nullable_is_a_truth_value() -> None:
    """NumPy's as well, and nothing that is merely true."""
    assert ColumnDefinition("a", "TEXT", nullable=cast(Any, np.False_)).nullable is False
    wrong: Any
    for wrong in (0, "no", None, np.array([True])):
        with pytest.raises(TypeError, match="nullable is True or False, not"):
            ColumnDefinition("a", "TEXT", nullable=wrong)


def test_a_table_is_public_where_that_is_said_and_nothing_else() -> None:
    """A string that says no is true to Python."""
    made = table("visits", public=True)
    with connected({"POST /v1/databases/clinic/tables": reply(made, 201)}) as (_, server):
        public = Table("visits", database="clinic", columns=[AGE], credentials="v", public=True)
        assert public.public
        assert public.create().public
        assert server.body()["public"] is True
        with pytest.raises(TypeError, match="public is True or False, not 'no'"):
            Table("visits", database="clinic", public="no")  # type: ignore[arg-type]
        assert not Table("visits", database="clinic").public


def test_a_table_needs_credentials_or_a_folder_to_be_made() -> None:
    """And none of them to be looked up or dropped."""
    script = {
        "DELETE /v1/databases/clinic/tables/visits": reply(None, 204),
        "GET /v1/databases/clinic/tables/visits": reply(table("visits")),
    }
    with connected(script) as (_, server):
        with pytest.raises(InvalidRequest, match=r"'clinic\.visits' needs credentials"):
            Table("visits", database="clinic", columns=[AGE]).create()
        assert server.asked == []
        assert Table("visits", database="clinic").load().columns["age"].bounds == (0, 120)
        Table("visits", database="clinic").drop()


@pytest.mark.parametrize(
    ("columns", "kind", "says"),
    [
        ([AGE, AGE], InvalidColumn, "'age' is there twice"),
        ([AGE, ColumnDefinition("AGE", "BOOL")], InvalidColumn, "differ in case alone"),
        (["age"], TypeError, "list of ColumnDefinition, not of str"),
        ("age", TypeError, "list of ColumnDefinition, not str"),
        ({"age": AGE}, TypeError, "not dict"),
        (AGE, TypeError, "not ColumnDefinition"),
    ],
)
def test_columns_are_a_list_of_definitions_with_names_of_their_own(
    columns: Any, kind: type[Exception], says: str
) -> None:
    """As soon as they are given."""
    with pytest.raises(kind, match=says):
        Table("visits", database="clinic", columns=columns)


def test_a_column_definition_is_checked_and_prints_as_it_was_typed() -> None:
    """And is a value."""
    assert (
        repr(ColumnDefinition("x", bounds=(-3.0, 3.0)))
        == "ColumnDefinition('x', type='REAL', bounds=(-3.0, 3.0))"
    )
    assert repr(ColumnDefinition("y", type="BOOL")) == "ColumnDefinition('y', type='BOOL')"
    assert ColumnDefinition("y", type="bool") == ColumnDefinition("y", type="BOOL")
    assert "… 94 more" in repr(ColumnDefinition("z", "FACTOR", [str(n) for n in range(100)]))
    with pytest.raises(InvalidBounds, match="wrong way round"):
        ColumnDefinition("x", bounds=(3, -3))
    with pytest.raises(AttributeError):
        AGE.bounds = (0, 1)  # type: ignore[misc]


def test_tables_of_a_database_are_shared_by_its_handles() -> None:
    """And dropped with a write of one, or of the database."""
    script = {
        "GET /v1/databases/clinic": reply(database("clinic")),
        "DELETE /v1/databases/clinic/tables/visits": reply(None, 204),
        "DELETE /v1/databases/clinic": reply(None, 204),
    }
    with clinic(script) as (client, server):
        loaded = client.databases["clinic"].tables["visits"]
        assert Database("clinic").tables["visits"] is loaded
        assert loaded.database.tables["visits"] is loaded
        assert len(server.asked) == 2
        loaded.drop()
        server.script["GET /v1/databases/clinic/tables/visits"] = problem(404, "table_not_found")
        assert "visits" not in Database("clinic").tables
        assert client.databases["clinic"].name == "clinic"  # kept
        client.databases["clinic"].drop()
        server.script["GET /v1/databases/clinic"] = problem(404, "database_not_found")
        assert "clinic" not in client.databases


def test_all_tables_of_a_database() -> None:
    """In the order of the server."""
    with connected({"GET /v1/databases/clinic/tables": reply({"items": [table("a"), table("b")]})}):
        assert [str(one) for one in Table.all("clinic")] == ["<Table clinic.a>", "<Table clinic.b>"]


def test_a_table_in_an_unknown_database_is_told() -> None:
    """By the server."""
    script = {
        "POST /v1/databases/nope/tables": problem(
            404, "database_not_found", "there is no database 'nope'"
        )
    }
    with connected(script), pytest.raises(DatabaseNotFound, match="'nope'"):
        Table("t", database="nope", columns=[AGE], credentials="v.csv").create()


# Users and profiles


def test_a_user_is_made_and_the_password_forgotten() -> None:
    """It is sent once, and kept nowhere."""
    with connected({"POST /v1/users": reply(user("eve"), 201)}) as (_, server):
        eve = User("eve", "pa55word")
        assert "pa55word" not in repr(eve)
        eve.create()
        assert server.body() == {
            "username": "eve",
            "password": "pa55word",
            "is_administrator": False,
        }
        assert "pa55word" not in str(vars(eve))


def test_a_user_is_changed() -> None:
    """Only what is named."""
    with connected({"PATCH /v1/users/eve": reply(user("eve", True))}) as (_, server):
        eve = User("eve").update(is_administrator=True)
        assert server.body() == {"is_administrator": True}
        assert eve.is_administrator
        eve.update(password="new")
        assert server.body() == {"password": "new"}


def test_a_user_needs_a_good_password_to_be_made() -> None:
    """The message does not repeat it."""
    with connected() as (_, server):
        with pytest.raises(InvalidRequest, match=r"User\('eve', password\)"):
            User("eve").create()
        long = "pa55" * 300
        with pytest.raises(InvalidRequest, match="1 to 1024 characters, not 1200") as caught:
            User("eve", long)
        assert "pa55" not in str(caught.value)
        with pytest.raises(TypeError, match="a password is a string"):
            User("eve", 12345)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="True or False"):
            User("eve", "x", is_administrator="yes")  # type: ignore[arg-type]
        assert server.asked == []


def test_all_users() -> None:
    """For administrators."""
    with connected({"GET /v1/users": reply({"items": [user("ada"), user("eve", True)]})}):
        assert [(one.username, one.is_administrator) for one in User.all()] == [
            ("ada", False),
            ("eve", True),
        ]


def test_privacy_profiles_are_read() -> None:
    """By the client's mapping, by name, and all of them."""
    script = {
        "GET /v1/privacy-profiles": reply({"items": [PROFILE]}),
        "GET /v1/privacy-profiles/balanced": reply(PROFILE),
    }
    with connected(script) as (client, server):
        assert str(client.privacy_profiles) == "{'balanced': <PrivacyProfile balanced>}"
        one = client.privacy_profiles["balanced"]
        assert (one.exposure, one.description, one.default_limit) == (
            0.0025,
            "So and so.",
            PrivacyLimit(3, 1e-6),
        )
        assert len(server.asked) == 1
        assert one.params == PrivacyProfileParams(exposure=0.0025, accuracy=0.001)
        assert one.is_built_in
        assert PrivacyProfile("balanced").exposure == 0.0025
        assert [str(found) for found in PrivacyProfile.all()] == ["<PrivacyProfile balanced>"]


def test_a_privacy_profile_is_made_changed_and_dropped() -> None:
    """With what was given, and nothing in the place of what was not."""
    made = {**PROFILE, "name": "careful", "is_built_in": False}
    script = {
        "POST /v1/privacy-profiles": reply(made, 201),
        "PATCH /v1/privacy-profiles/careful": reply(made),
        "DELETE /v1/privacy-profiles/careful": reply(None, 204),
    }
    with connected(script) as (client, server):
        client.create(PrivacyProfile("careful"))
        assert server.body() == {"name": "careful"}
        careful = PrivacyProfile(
            "careful", params=PrivacyProfileParams(exposure=0.001, minimum_dataset_size=10)
        )
        assert (careful.exposure, careful.description) == (0.001, None)
        careful.create()
        assert server.body()["params"] == {
            "exposure": 0.001,
            "minimum_dataset_size": 10,
            "definition": "zcdp",
            "default_limit": {"epsilon": 3, "delta": 1e-6},
        }
        assert careful.exposure == 0.0025, "as the server says"
        careful.update(description="d", params=PrivacyProfileParams(exposure=0.5, accuracy=0.1))
        assert server.body()["params"]["accuracy"] == 0.1
        careful.drop()
        assert server.asked[-1] == "DELETE /v1/privacy-profiles/careful"
        with pytest.raises(TypeError, match="PrivacyProfileParams"):
            careful.update(params=0.001)


@pytest.mark.parametrize(
    "fields",
    [
        {"exposure": 0},
        {"exposure": float("nan")},
        {"exposure": 1, "accuracy": 2},
        {"exposure": 1, "minimum_dataset_size": 1.5},
        {"exposure": 1, "maximum_sensitivity_multiplier": 0},
        {"exposure": 1, "definition": "approximate"},
    ],
)
def test_parameters_outside_of_their_range_are_refused_at_once(fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        PrivacyProfileParams(**fields)


def test_a_database_tells_what_its_profile_says() -> None:
    """Which is read once, and is nothing before the server was asked for the database."""
    script = {
        "GET /v1/databases/clinic": reply(database("clinic")),
        "GET /v1/privacy-profiles/balanced": reply(PROFILE),
    }
    with connected(script) as (client, server):
        assert Database("clinic").privacy_params is None
        found = client.databases["clinic"]
        assert found.privacy_params == PrivacyProfileParams(exposure=0.0025, accuracy=0.001)
        assert found.privacy_params is not None
        assert len(server.asked) == 2


@pytest.mark.parametrize("name", ["my db", "", "a/b", "1st"])
def test_names_that_can_be_none_are_refused_at_once(name: str) -> None:
    """Where they are typed."""
    for make in (
        Database,
        PrivacyProfile,
        lambda one: Table(one, database="clinic"),
        lambda one: Table("t", database=one),
    ):
        with pytest.raises(InvalidRequest, match="cannot be the name"):
            make(name)


@pytest.mark.parametrize(
    ("wrong", "kind", "says"),
    [
        ({"credentials": 5}, TypeError, "credentials is a path or a URL, .* not 5"),
        ({"credentials": ""}, InvalidRequest, "credentials is empty"),
        ({"credentials": b"x.csv"}, TypeError, "credentials is a path or a URL, .* not bytes"),
        ({"watch_folder": ["a"]}, TypeError, "watch_folder is a path or a URL, .* not list"),
        ({"privacy_unit": 3, "max_rows_per_unit": 3}, TypeError, "the name of an attribute"),
        ({"privacy_unit": "p", "max_rows_per_unit": 0}, InvalidRequest, "from 1 to 10000, not 0"),
        ({"public": "yes"}, TypeError, "public is True or False, not 'yes'"),
        ({"infer_bounds": 1}, TypeError, "infer_bounds is True or False, not 1"),
    ],
)
def test_what_a_table_is_declared_with_is_checked_where_it_is_typed(
    wrong: dict[str, Any], kind: type[Exception], says: str
) -> None:
    """And named."""
    with pytest.raises(kind, match=says):
        Table("visits", database="clinic", **wrong)


def test_the_values_of_numpy_and_of_sets_make_the_same_declaration_each_time() -> None:
    """A set has another order in each program."""
    of_set = ColumnDefinition("sex", "FACTOR", {"m", "f", "x"})
    assert of_set.bounds == ("f", "m", "x")
    of_numpy = ColumnDefinition(np.str_("sex"), "FACTOR", np.array(["f", "m"]))
    assert repr(of_numpy) == "ColumnDefinition('sex', type='FACTOR', bounds=('f', 'm'))"
    assert Table("visits", database="clinic", public=cast(Any, np.True_)).public is True
