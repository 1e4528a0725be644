"""Tables for notebooks: complete enough, short enough, and never markup of somebody else's."""

from html.parser import HTMLParser
from typing import Any

from leapyear import DataSet
from leapyear._answers import Interval
from leapyear._exposure import DatabaseExposure, PrivacyLimitStatus, SubjectExposure
from leapyear._types import Schema, Type
from leapyear.admin import ColumnDefinition, PrivacyLimit, Table, User
from leapyear.analytics import Exposure, Histogram, Histogram2D, Matrix, RichResult
from tests.leapyear.servers import (
    PASSWORD,
    clinic,
    connected,
    database,
    database_access,
    group,
    reply,
    table,
    user,
)

ALARM = "<script>alert('x')</script>&"


class _Cells(HTMLParser):
    """The texts of a table, and the tags that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert attrs == []
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def cells(shown: Any) -> list[str]:
    """The texts of the table that a notebook shows of something, which is nothing else."""
    found = _Cells(shown._repr_html_())
    assert found.tags <= {"table", "caption", "tr", "th", "td"}
    return found.texts


def test_databases_are_shown_as_a_table() -> None:
    """What others wrote about them is text."""
    items = [database("a", description=ALARM), database("b")]
    with connected({"GET /v1/databases": reply({"items": items})}) as (client, server):
        found = cells(client.databases)
        assert found[:5] == [
            "databases on http://core.test:4401",
            "name",
            "privacy profile",
            "privacy limit",
            "description",
        ]
        assert ALARM in found
        assert "PrivacyLimit(epsilon=3, delta=1e-06)" in found
        assert len(server.asked) == 1


def test_one_that_was_read_is_shown_as_a_table_and_one_that_was_not_as_its_repr() -> None:
    """Neither asks the server, nor tells a password."""
    script = {"GET /v1/databases/a": reply(database("a", description=ALARM))}
    with connected(script) as (client, server):
        found = cells(client.databases["a"])
        assert found[0] == "database 'a'"
        assert found[1:3] == ["privacy profile", "balanced"]
        assert found[-2:] == ["description", ALARM]
        assert User("eve", PASSWORD)._repr_html_() is None
        assert PASSWORD not in str(client.current_user._repr_html_())
        assert server.asked == ["GET /v1/databases/a"]


def test_tables_users_groups_and_profiles_are_shown_as_tables() -> None:
    """By what there is to know of them; where a file lies is not told to everybody who looks."""
    profile = {
        "name": "balanced",
        "description": "So and so.",
        "is_built_in": True,
        "params": {"exposure": 0.0025, "default_limit": {"epsilon": 3, "delta": 1e-6}},
    }
    script = {
        "GET /v1/databases/clinic": reply(database("clinic")),
        "GET /v1/databases/clinic/tables": reply(
            {"items": [table("visits", credentials="secret/place.parquet")]}
        ),
        "GET /v1/users": reply({"items": [user("ada"), user("eve", True)]}),
        "GET /v1/groups": reply({"items": [group("nurses", "ada", "eve")]}),
        "GET /v1/privacy-profiles": reply({"items": [profile]}),
    }
    with connected(script) as (client, _):
        tables = cells(client.databases["clinic"].tables)
        assert "age, income, smoker, sex, note, born, admitted" in tables
        assert not any("place.parquet" in text for text in tables)
        assert cells(client.users)[1:] == [
            "name",
            "administrator",
            "ada",
            "no",
            "eve",
            "yes",
        ]
        assert "ada, eve" in cells(client.groups)
        assert "rho 0.0025" in cells(client.privacy_profiles)
        columns = cells(client.databases["clinic"].tables["visits"].columns)
        heads = ["name", "type", "bounds", "nullable"]
        assert columns[1:9] == [*heads, "age", "INT", "0, 120", "yes"]


def test_access_to_columns_is_shown_as_a_table() -> None:
    """Though its values are no resources."""
    script = {
        "GET /v1/databases/clinic/tables/visits/access/user/ada": reply(
            {
                "subject": database_access("user/ada", "none")["subject"],
                "database": "clinic",
                "table": "visits",
                "columns": [{"column": ALARM, "effective": "full"}],
            }
        )
    }
    with connected(script):
        access = Table("visits", database="clinic").get_access()
        assert cells(access)[-2:] == [ALARM, "ColumnAccessType.FULL"]


def test_an_answer_is_shown_with_its_error_and_its_price() -> None:
    """In four lines."""
    answer = RichResult(
        value=4182,
        interval=Interval(4154.28, 4209.72),
        confidence=0.95,
        mechanism=ALARM,
        noise_scale=14.14,
        exposure=Exposure(rho=0.0025, share=0.0135),
        exposure_left=Exposure(rho=0.1825, share=0.9865),
        cached=False,
    )
    assert cells(answer) == [
        "answer",
        "4182 ± 28 (95 %)",
        "noise",
        f"{ALARM}, standard deviation 14.1",
        "spent",
        "1.35 % of the limit (rho 0.0025)",
        "left",
        "98.7 % of the limit (rho 0.182)",
    ]


def test_plain_values_of_many_numbers_are_shown_as_tables() -> None:
    """A bin or a name stands before its numbers."""
    assert cells(Histogram((3, -1), (0.0, 10.0, 20.5))) == [
        *("bin", "count"),
        *("0 to 10", "3"),
        *("10 to 20.5", "-1"),
    ]
    assert cells(Histogram2D(((1, 2),), (0.0, 1.0), (0.0, 5.0, 6.0))) == [
        *("0 to 5", "5 to 6"),
        *("0 to 1", "1", "2"),
    ]
    matrix = Matrix(("a", ALARM), ((1.0, 0.30000000001), (0.30000000001, 1.0)))
    assert cells(matrix) == ["a", ALARM, "a", "1", "0.3", ALARM, "0.3", "1"]
    wide = Histogram(tuple(range(200)), tuple(map(float, range(201))))
    assert cells(wide)[-2:] == ["99", "…"]


def test_what_was_spent_is_shown_with_who_spent_it() -> None:
    """And with what their own limits leave them."""
    spent, left = Exposure(rho=0.02, share=0.1), Exposure(rho=0.18, share=0.9)
    limit = PrivacyLimit(3, 1e-6)
    own = SubjectExposure("user", ALARM, spent, limit, 30, left)
    total = PrivacyLimitStatus(limit, Exposure(rho=0.2, share=1), spent, left)
    found = cells(DatabaseExposure(total, own, (own,)))
    assert found[0] == "epsilon 3, delta 1e-06: 10 % spent, 90 % left"
    assert found[1:6] == ["who", "spent", "left", "limit", "in days"]
    assert found[6:10] == ["everybody", str(spent), str(left), "epsilon 3, delta 1e-06"]
    assert found[-5:] == [f"user {ALARM}", str(spent), str(left), "epsilon 3, delta 1e-06", "30"]


def test_a_schema_is_shown_as_a_table_and_prints_as_before() -> None:
    """Long lists are cut."""
    with clinic():
        schema = DataSet.from_table("clinic.visits").schema
        assert repr(schema).startswith("OrderedDict(")
        assert "0, 120" in cells(schema)
    factor = Schema(f=Type("FACTOR", tuple(map(str, range(20)))))
    assert cells(factor)[-1] == "0, 1, 2, 3, 4, 5, 6, 7, … 12 more"
    wide = Schema({f"c{index}": Type("BOOL") for index in range(200)})
    assert cells(wide)[-1] == "…"


def test_long_lists_are_cut() -> None:
    """A page and one more is asked for, not everything."""
    pages = [
        reply({"items": [user(f"u{index:03}") for index in range(100)], "next_cursor": "c1"}),
        reply({"items": [user(f"v{index:03}") for index in range(100)], "next_cursor": "c2"}),
    ]
    with connected({"GET /v1/users": pages}) as (client, server):
        assert cells(client.users)[-1] == "…"
        assert len(server.asked) == 2


def test_no_table_holds_a_secret() -> None:
    """Passwords are in none of them."""
    with connected() as (client, server):
        server.script["GET /v1/users"] = reply({"items": [user("ada")]})
        made = User("eve", PASSWORD)
        shown = client.users._repr_html_() + repr(made) + str(made._html_row())
        assert PASSWORD not in shown
    definitions = [ColumnDefinition("age", "INT", (0, 1))]
    made_table = Table("t", database="d", columns=definitions, credentials="https://u:pw@host/f")
    assert "pw" not in repr(made_table) + str(made_table._html_row())
