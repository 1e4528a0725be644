"""The client against the real Core, in memory and in this process: a notebook's worth of typing.

Every response is checked against the contract on its way (`tests.in_process`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from leapyear import Client, DataSet, analytics
from leapyear._transport import substitute_transport
from leapyear._types import Type
from leapyear.admin import (
    ColumnAccessType,
    ColumnDefinition,
    Database,
    DatabaseAccessType,
    Group,
    PrivacyLimit,
    Table,
    User,
    View,
)
from leapyear.admin._resource import Readable
from leapyear.admin.grants import (
    all_access_on_database,
    all_access_on_table,
    all_database_accesses_for_subject,
)
from leapyear.analytics import RichResult, count, count_rows, mean
from leapyear.exceptions import (
    AlreadyExists,
    AttributeNotFound,
    AuthenticationError,
    DatabaseNotFound,
    GroupNotFound,
    InvalidColumn,
    InvalidExpression,
    InvalidRequest,
    JobNotFound,
    PermissionDenied,
    PrivacyLimitExceeded,
    PrivacyProfileNotFound,
    SourceForbidden,
    SourceNotFound,
    SourceUnreadable,
    TableNotFound,
    UserNotFound,
    ViewNotFound,
)
from leapyear.functions import log2, when
from leapyear.jobs import AsyncJob
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL = "http://core.test:4401"
ROWS = 2000


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Client]:
    """An administrator of a Core with the table `clinic.visits`, whose limit allows for a great deal."""
    ages = [20 + index % 60 for index in range(ROWS)]
    data = pa.table(
        {
            "age": pa.array(ages, pa.int32()),
            "income": pa.array([1000.0 * age for age in ages]),
            "smoker": pa.array([index % 4 == 0 for index in range(ROWS)]),
            "sex": pa.array(
                [None if index % 10 == 0 else "fm"[index % 2] for index in range(ROWS)]
            ),
        }
    )
    pq.write_table(data, tmp_path / "visits.parquet")
    (tmp_path / "odd.parquet").write_text("no parquet")
    settings = evolve(SETTINGS, data_roots=(tmp_path,))
    with (
        core_in_memory(settings) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
        Client(URL, "admin", ADMIN_PASSWORD) as client,
    ):
        Database("clinic", privacy_limit=PrivacyLimit(epsilon=10_000, delta=1e-6)).create()
        visits().create()
        yield client


def visits(
    name: str = "visits", credentials: str = "visits.parquet", public: bool | None = None
) -> Table:
    """The table."""
    return Table(
        name,
        database="clinic",
        credentials=credentials,
        public=public,
        columns=[
            ColumnDefinition("age", type="INT", bounds=(0, 120)),
            ColumnDefinition("income", type="REAL", bounds=(0, 200_000)),
            ColumnDefinition("smoker", type="BOOL"),
            ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"]),
        ],
    )


def test_what_was_declared_reads_back(admin: Client) -> None:
    """Also by others than its maker."""
    admin.databases["clinic"].set_access(User("ada", "pw").create(), DatabaseAccessType.COMPUTE)
    with Client(URL, "ada", "pw") as ada:
        assert str(ada.databases) == "{'clinic': <Database clinic>}"
        found = ada.databases["clinic"].tables["visits"]
        declared = visits().columns
        assert dict(found.columns) == dict(declared)
        assert found.credentials is None
        assert ada.databases["clinic"].privacy_limit == PrivacyLimit(10_000, 1e-6)
    assert admin.databases["clinic"].tables["visits"].credentials is not None


@pytest.mark.parametrize(
    ("odd", "why"), [("a\ud800", "half of a surrogate pair"), ("a\0b", "NUL character")]
)
def test_a_string_that_no_request_can_hold_is_told(admin: Client, odd: str, why: str) -> None:
    """And is no fault of the server's reply."""
    for write in (User("ada", odd).create, visits("t", f"visits.parquet{odd}").create):
        with pytest.raises(InvalidRequest, match=why):
            write()
    assert list(admin.users) == ["admin"]


def test_questions_are_answered_within_their_noise(admin: Client) -> None:
    """Each within eight standard deviations of the truth; and the second time for nothing."""
    ds = DataSet.from_table("clinic.visits")
    elderly = ds.where((ds.age >= 70) & ~ds.smoker)
    questions = {
        count_rows(ds): ROWS,
        count("sex", ds): ROWS * 0.9,
        count_rows(ds.where(ds.sex == "f")): ROWS * 0.4,
        count_rows(ds.where(ds.sex.isin(["f", "m"]) | ds.sex.is_null())): ROWS,
        count_rows(ds.where(ds.age.isin(range(1000)))): ROWS,
        count_rows(ds.where(ds.age.isin([]))): 0,
        count_rows(ds.where(ds.age.between(20, 49))): ROWS / 2,
        count_rows(elderly): sum(20 + n % 60 >= 70 and n % 4 != 0 for n in range(ROWS)),
        analytics.sum("smoker", ds): ROWS / 4,
        analytics.sum(ds.age * 2 - 1, ds): sum(2 * (20 + n % 60) - 1 for n in range(ROWS)),
        analytics.sum(ds.income.clip(0, 50_000), ds): sum(
            min(1000 * (20 + n % 60), 50_000) for n in range(ROWS)
        ),
        mean("income", ds.project(["income", "age"])): sum(
            1000.0 * (20 + n % 60) for n in range(ROWS)
        )
        / ROWS,
        mean(ds.age / 2, ds): sum((20 + n % 60) / 2 for n in range(ROWS)) / ROWS,
        mean(abs(-ds.age), ds): sum(20 + n % 60 for n in range(ROWS)) / ROWS,
    }
    for question, truth in questions.items():
        found = question.run(rich_result=True)
        assert abs(found.value - truth) <= 8 * found.noise_scale + 1, question
        assert found.interval.low < found.value < found.interval.high
        again = question.run(rich_result=True)
        assert (again.value, again.cached) == (found.value, True)
        assert str(again)


def test_an_exact_answer_is_for_those_with_full_access(admin: Client) -> None:
    """It has no noise, costs nothing, and is another answer than the noisy one."""
    admin.databases["clinic"].set_access(User("ada", "pw").create(), DatabaseAccessType.COMPUTE)
    table = admin.databases["clinic"].tables["visits"]
    with Client(URL, "ada", "pw"):
        ds = DataSet.from_table("clinic.visits")
        smokers = count_rows(ds.where(ds.smoker))
        left = smokers.run(rich_result=True).exposure_left
        with pytest.raises(PermissionDenied, match="full access to the column 'smoker'"):
            smokers.run(precise=True)
        table.set_access(User("ada"), {"smoker": ColumnAccessType.FULL})
        found = smokers.run(precise=True, rich_result=True)
        assert (found.value, found.mechanism, found.cached) == (ROWS / 4, "none", False)
        assert found.interval == (found.value, found.value)
        assert smokers.run(precise=True, detach=True).result(10) == ROWS / 4
        assert count_rows(ds).run(precise=True) == ROWS
        with pytest.raises(PermissionDenied, match="'age'"):
            mean("age", ds).run(precise=True)
        assert found.exposure_left == left


def test_public_tables_are_answered_exactly_and_for_nothing(admin: Client) -> None:
    """To everybody who sees them; they stay what they are for as long as they are there."""
    admin.databases["clinic"].set_access(User("ada", "pw").create(), DatabaseAccessType.COMPUTE)
    known = visits("known", public=True).create()
    assert known.public
    assert not admin.databases["clinic"].tables["visits"].public
    with pytest.raises(TypeError, match="'public' of a table cannot be changed"):
        known.update(public=False)
    with Client(URL, "ada", "pw") as ada:
        assert ada.databases["clinic"].tables["known"].public
        ds = DataSet.from_table("clinic.known")
        before = ada.databases["clinic"].exposure().left
        assert mean("age", ds).run() == sum(20 + n % 60 for n in range(ROWS)) / ROWS
        found = count_rows(ds.where(ds.smoker)).run(accuracy=100, rich_result=True)
        assert (found.value, found.mechanism, found.exposure.amount) == (ROWS / 4, "none", 0)
        assert found.exposure_left == before


def test_what_has_not_changed_is_not_sent_again(
    admin: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """`load` asks by the tag of what it has, and takes what is new."""
    caplog.set_level("DEBUG", "leapyear")

    def statuses() -> list[str]:
        found = [each.getMessage().split(": ")[1][:3] for each in caplog.records]
        caplog.clear()
        return found

    nurses = Group("nurses").create()
    resources: list[Readable[Any]] = [
        User("admin"),
        nurses,
        Database("clinic"),
        visits(),
        admin.privacy_profiles["balanced"],
    ]
    statuses()
    for resource in resources:
        resource.load()
        known = resource._record
        statuses()
        assert resource.load()._record is known
        assert statuses() == ["304"]
    Group("nurses").update(description="they nurse")
    statuses()
    assert nurses.load().description == "they nurse"
    assert statuses() == ["200"]


def test_answers_have_the_type_of_the_question(admin: Client) -> None:
    """Whole numbers as int."""
    ds = DataSet.from_table("clinic.visits")
    assert type(count_rows(ds).run()) is int
    assert type(analytics.sum("age", ds).run()) is int
    assert type(mean("age", ds).run()) is float


def test_the_accuracy_that_was_asked_for_is_given(admin: Client) -> None:
    """As the half-width of the interval, or a little less."""
    ds = DataSet.from_table("clinic.visits")
    for accuracy in (30, 50, 500.5):
        # Without the record: an answer there that is better than asked for will do.
        found = count_rows(ds).run(accuracy=accuracy, rich_result=True, cache=False)
        half_width = (found.interval.high - found.interval.low) / 2
        assert 0.9 * accuracy - 1 <= half_width <= accuracy + 1e-9


def test_the_limit_is_kept(admin: Client) -> None:
    """A refusal spends nothing and says why."""
    clinic = admin.databases["clinic"]
    ds = DataSet.from_table("clinic.visits")
    count_rows(ds).run()
    spent = clinic.exposure().spent
    assert spent.amount > 0
    clinic.set_privacy_limit(PrivacyLimit(0.01, 1e-6))
    with pytest.raises(PrivacyLimitExceeded):
        count_rows(ds).run(cache=False)
    assert clinic.exposure().spent.amount == spent.amount
    assert count_rows(ds).run() == count_rows(ds).run()  # what is on record stays free
    assert "0 % left" in repr(clinic.exposure())


def test_users_and_groups_have_limits_of_their_own(admin: Client) -> None:
    """Beside that of the database; who spent what is seen by those who administer it."""
    clinic = admin.databases["clinic"]
    before = clinic.get_privacy_limit()
    ada = User("ada", "pw").create()
    nurses = Group("nurses", members=[ada]).create()
    Group("without_a_limit", members=[ada]).create()
    clinic.set_access(ada, DatabaseAccessType.COMPUTE)
    one = PrivacyLimit(0.4, 1e-6)
    clinic.set_privacy_limit(one, nurses)
    clinic.set_privacy_limit(one, ada, window_days=7)
    with Client(URL, "ada", "pw") as connected:
        ds = DataSet.from_table("clinic.visits")
        count_rows(ds).check(cache=False)
        price = count_rows(ds).run(cache=False, rich_result=True).exposure
        for refused in (count_rows(ds).run, count_rows(ds).check):
            with pytest.raises(PrivacyLimitExceeded):
                refused(cache=False)
        mine = connected.exposure("clinic")
        assert (mine.own.spent.amount, mine.own.limit, mine.own.window_days) == (
            price.amount,
            one,
            7,
        )
        theirs = connected.databases["clinic"].get_exposure(nurses)
        assert mine.subjects == (mine.own, theirs)
        assert (theirs.name, theirs.limit, theirs.spent) == ("nurses", one, price)
        lines = repr(mine).splitlines()
        assert lines[0].startswith("<DatabaseExposure epsilon ")
        assert [line.split(":")[0].strip() for line in lines[1:]] == ["user ada", "group nurses"]
        assert mine.total.spent.amount > price.amount
        with pytest.raises(PermissionDenied):
            connected.databases["clinic"].set_privacy_limit(one, ada)
    everybody = {(each.kind, each.name): each for each in admin.exposure(clinic).subjects}
    assert everybody["group", "nurses"].spent == everybody["user", "ada"].spent == price
    assert everybody["user", "ada"].left is not None
    clinic.drop_privacy_limit(ada)
    assert clinic.get_exposure(ada).limit is None
    assert clinic.get_privacy_limit() == before
    with pytest.raises(TypeError, match="no window"):
        clinic.set_privacy_limit(one, window_days=7)
    with pytest.raises(InvalidRequest, match="window_days"):
        clinic.set_privacy_limit(one, ada, window_days=0)


def test_expressions_as_deep_as_the_client_lets_them_are_taken(admin: Client) -> None:
    """The limit of the client lies within that of the server."""
    ds = DataSet.from_table("clinic.visits")
    deep = ds.income
    for _ in range(70):
        deep = -deep
    assert count(deep, ds.where(deep >= 0)).run() > 0
    chain = ds.age == 0
    for value in range(1, 1000):
        chain |= ds.age == value
    total = ds.age
    for _ in range(200):
        total = total + ds.age
    assert count_rows(ds.where(chain)).run() > 0
    assert count(total, ds).run() > 0
    nested = ds
    with pytest.raises(InvalidExpression, match="levels of where and"):  # noqa: PT012
        while True:
            nested = nested.project(income=nested.income * 0.5 + 1).where(ds.income >= 0)
    assert mean("income", nested).run() >= 0


def test_each_mistake_has_its_error(admin: Client) -> None:
    """And leaves everything as it was."""
    before = admin.databases["clinic"].exposure()
    with pytest.raises(AuthenticationError):
        Client(URL, "admin", "wrong")
    with pytest.raises(DatabaseNotFound, match="did you mean 'clinic'"):
        DataSet.from_table("clinik.visits")
    with pytest.raises(TableNotFound, match="did you mean 'visits'"):
        DataSet.from_table("clinic.visit")
    with pytest.raises(AttributeNotFound, match="did you mean 'age'"):
        mean("agee", DataSet.from_table("clinic.visits"))
    with pytest.raises(UserNotFound):
        admin.users["nobody"]
    with pytest.raises(AlreadyExists):
        Database("clinic").create()
    with pytest.raises(AlreadyExists):
        visits().create()
    with pytest.raises(SourceForbidden):
        visits("t", "/etc/passwd").create()
    with pytest.raises(SourceForbidden):
        visits("t", "../visits.parquet").create()
    with pytest.raises(SourceNotFound):
        visits("t", "nope.parquet").create()
    with pytest.raises(SourceUnreadable):
        visits("t", "odd.parquet").create()
    with pytest.raises(InvalidColumn, match="'nope'"):
        Table(
            "t",
            database="clinic",
            credentials="visits.parquet",
            columns=[ColumnDefinition("nope", "BOOL")],
        ).create()
    with pytest.raises(PrivacyProfileNotFound):
        admin.databases["clinic"].set_privacy_profile("nope")
    User("ada", "pw").create()
    with Client(URL, "ada", "pw"), pytest.raises(PermissionDenied):
        Database("mine").create()
    assert list(admin.databases.load()) == ["clinic"]
    assert list(admin.databases["clinic"].tables) == ["visits"]
    assert admin.databases["clinic"].exposure() == before


def test_rows_are_added_to_a_table(admin: Client, tmp_path: Path) -> None:
    """One by one, and by watching a folder; and its columns are found in the file."""
    (tmp_path / "new").mkdir()
    log = Table("log", database="clinic", credentials="visits.parquet", watch_folder="new")
    log.create()
    assert (
        str(log.columns["age"])
        == "<TableColumn 'age', type='INT', bounds=(-2147483648, 2147483647)>"
    )
    assert log.columns["sex"].type == "TEXT"
    more = (tmp_path / "visits.parquet").read_bytes()
    for name in ("a.parquet", "new/b.parquet"):
        (tmp_path / name).write_bytes(more)
    assert log.add_data_slice(tmp_path / "a.parquet").credentials.endswith("a.parquet")
    assert [each.credentials for each in log.refresh()] == ["new/b.parquet"]
    assert log.refresh() == []
    assert len(log.slices) == 3
    with pytest.raises(AlreadyExists, match="are in the table 'log' already"):
        log.add_data_slice("a.parquet")
    counted = count_rows(DataSet.from_table("clinic.log")).run(accuracy=100)
    assert abs(counted - 3 * ROWS) < 1000


def test_bounds_are_found_when_a_table_is_made_behind_the_request(admin: Client) -> None:
    """Who waits for the job has the table with them: of ages from 20 to 79, each of 33 rows.

    A bin of 500 rows is found, and one without any is not, but with a probability of 1e-9.
    """
    asked = Table(
        "found",
        database="clinic",
        credentials="visits.parquet",
        columns=[ColumnDefinition("age", type="INT", infer_bounds=True)],
    )
    made = admin.create_async(asked).result()
    lower, upper = made.columns["age"].bounds or (0, 0)
    assert lower in (16, 24, 32)
    assert upper == 95


def test_a_privacy_unit_has_several_rows(admin: Client) -> None:
    """Of each age two rows are kept, and noise is made for two."""
    Table(
        "unit",
        database="clinic",
        credentials="visits.parquet",
        columns=[ColumnDefinition("age", type="INT", bounds=(0, 120))],
        privacy_unit="age",
        max_rows_per_unit=np.int64(2),  # type: ignore[arg-type]
    ).create()
    found = admin.databases["clinic"].tables["unit"]
    assert (found.privacy_unit, found.max_rows_per_unit) == ("age", 2)
    counted = count_rows(DataSet.from_table("clinic.unit")).run(rich_result=True)
    assert abs(counted.value - 2 * len({20 + index % 60 for index in range(ROWS)})) < 8 * 28.3
    assert counted.noise_scale == pytest.approx(28.28, abs=0.01)
    with pytest.raises(InvalidRequest, match="given together"):
        Table("x", database="clinic", privacy_unit="age")


def test_a_dropped_table_takes_its_questions_with_it(admin: Client) -> None:
    """They are told so, and not answered from a record."""
    ds = DataSet.from_table("clinic.visits")
    count_rows(ds).run()
    admin.drop(admin.databases["clinic"].tables["visits"])
    with pytest.raises(TableNotFound):
        count_rows(ds).run()
    admin.drop(Table("visits", database="clinic"), ignore_missing=True)
    admin.drop(Database("clinic"))
    assert dict(admin.databases) == {}


def test_a_token_is_dead_after_logout(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for another client that holds it."""
    User("ada", "pw").create()
    ada = Client(URL, "ada", "pw")
    token = ada._connection._http.auth._token  # type: ignore[union-attr]
    monkeypatch.setenv("LY_JWT", token)
    with Client(URL) as other:
        assert other.username == "ada"
        ada.logout()
        assert not other.connected
        with pytest.raises(AuthenticationError):
            list(other.databases)


def test_a_user_may_change_her_password_and_must_log_in_again(admin: Client) -> None:
    """A new password revokes the tokens of the old one."""
    User("ada", "pw").create()
    with Client(URL, "ada", "pw") as ada:
        ada.update(ada.current_user, password="better")
        with pytest.raises(AuthenticationError):
            list(ada.databases)
    with Client(URL, "ada", "better") as ada:
        assert ada.connected


# Groups and access


def test_the_widest_of_what_was_granted_holds(admin: Client) -> None:
    """To the user and to the groups; what is granted by hand is listed as such."""
    clinic = admin.databases["clinic"]
    ada, nurses = User("ada", "pw").create(), Group("nurses").create()
    assert clinic.get_access(ada) is DatabaseAccessType.NO_ACCESS
    assert clinic.get_access() is DatabaseAccessType.ADMINISTER
    clinic.set_access(nurses, DatabaseAccessType.FULL)
    clinic.set_access(ada, DatabaseAccessType.COMPUTE)
    assert clinic.get_access(ada) is DatabaseAccessType.COMPUTE
    nurses.update(members=[ada])
    assert clinic.get_access(ada) is DatabaseAccessType.FULL
    with Client(URL, "ada", "pw") as hers:
        assert hers.databases["clinic"].get_access() is DatabaseAccessType.FULL
        assert str(hers.groups) == "{'nurses': <Group nurses>}"
        assert [one.access for one in all_database_accesses_for_subject(hers.current_user)] == [
            DatabaseAccessType.COMPUTE
        ]
        with pytest.raises(PermissionDenied):
            hers.databases["clinic"].set_access(ada, DatabaseAccessType.ADMINISTER)
        with pytest.raises(PermissionDenied):
            all_access_on_database(hers.databases["clinic"])
        with pytest.raises(GroupNotFound):
            Group("doctors").load()
    granted = {str(one.subject): one.access for one in all_access_on_database(clinic)}
    assert granted == {
        "<Group nurses>": DatabaseAccessType.FULL,
        "<User ada>": DatabaseAccessType.COMPUTE,
    }
    nurses.drop()
    assert clinic.get_access(ada) is DatabaseAccessType.COMPUTE
    assert "nurses" not in admin.groups


def test_columns_can_be_granted_one_by_one(admin: Client) -> None:
    """What one may not know of is not there."""
    table = admin.databases["clinic"].tables["visits"]
    ada = User("ada", "pw").create()
    table.set_access(ada, {"age": ColumnAccessType.FULL, "sex": ColumnAccessType.COMPUTE})
    (granted,) = all_access_on_table(table)
    assert str(granted.subject) == "<User ada>"
    assert {name: one.value for name, one in granted.columns.items()} == {
        "age": "full",
        "income": "none",
        "smoker": "none",
        "sex": "compute",
    }
    with Client(URL, "ada", "pw") as hers:
        seen = hers.databases["clinic"].tables["visits"]
        assert list(seen.columns) == ["age", "sex"]
        assert dict(seen.get_access()) == {
            "age": ColumnAccessType.FULL,
            "sex": ColumnAccessType.COMPUTE,
        }
        assert mean("age", DataSet.from_table(seen)).run() > 0
        with pytest.raises(AttributeNotFound):
            mean("income", DataSet.from_table(seen))
    with pytest.raises(AttributeNotFound):
        table.set_access(ada, {"nope": ColumnAccessType.FULL})
    table.set_access(ada, {})
    with Client(URL, "ada", "pw") as hers:
        assert dict(hers.databases) == {}


def test_a_dropped_user_leaves_the_groups(admin: Client) -> None:
    """Also in what the client has kept."""
    Group("nurses", [User("ada", "pw").create(), "admin"]).create()
    assert list(admin.groups["nurses"].members) == ["ada", "admin"]
    admin.drop(User("ada"))
    assert list(admin.groups["nurses"].members) == ["admin"]


# Jobs


def test_a_detached_question_is_answered(admin: Client) -> None:
    """And its job is among those that have finished."""
    ds = DataSet.from_table("clinic.visits")
    asked = count_rows(ds).run(detach=True)
    found = asked.result(max_timeout_sec=30)
    assert count_rows(ds).run() == found
    again = count_rows(ds).run(detach=True)
    assert (again.id, again.result()) == (None, found)
    assert asked.id in [one.id for one in admin.recent_finished_jobs]
    assert admin.jobs == []
    asked.cancel()
    assert asked.id is not None
    rich = AsyncJob(asked.id).result()
    assert isinstance(rich, RichResult)
    assert rich.value == found


def test_the_job_of_another_is_none(admin: Client) -> None:
    """Neither listed nor found."""
    asked = count_rows(DataSet.from_table("clinic.visits")).run(detach=True)
    asked.wait(max_timeout_sec=30)
    assert asked.id is not None
    User("ada", "pw").create()
    with Client(URL, "ada", "pw") as hers:
        assert hers.jobs == hers.recent_finished_jobs == []
        with pytest.raises(JobNotFound):
            AsyncJob(asked.id).wait()


def test_functions_are_computed_by_the_server(admin: Client) -> None:
    """Groups of ages, a FACTOR of them, and a mean of a logarithm."""
    ds = DataSet.from_table("clinic.visits")
    band = when(ds.age // 10 == 2, "twenties").otherwise("older")

    age = ds.age.clip(16, 128)
    computed = ds.project(band=band, doubled=log2(age * 2) - log2(age))

    twenties = count_rows(computed.where(computed.band == "twenties"))
    # Its noise has a standard deviation of 15: beyond 7 of them is one time in 10^11.
    assert abs(twenties.run(accuracy=30) - 10 * ROWS / 60) < 107
    assert abs(mean("doubled", computed).run() - 1) < 0.1


def test_a_view_is_no_table_and_says_so(admin: Client) -> None:
    """And the other way round."""
    ds = DataSet.from_table("clinic.visits")
    View("elderly", database="clinic", data_set=ds.where(ds.age >= 70)).create()
    (named,) = View.all("clinic")
    assert named.data_set == ds.where(ds.age >= 70)
    assert count_rows(named.data_set).run(precise=True) == 33 * 10
    with pytest.raises(TableNotFound, match=r"write DataSet.from_view\('clinic.elderly'\)"):
        DataSet.from_table("clinic.elderly")
    with pytest.raises(ViewNotFound, match=r"write DataSet.from_table\('clinic.visits'\)"):
        DataSet.from_view("clinic.visits")
    with pytest.raises(ViewNotFound, match="there is no view 'nobody'"):
        DataSet.from_view("clinic.nobody")


def test_rows_can_be_marked_with_constants(admin: Client) -> None:
    """To tell which data set of a union they are from, for one."""
    ds = DataSet.from_table("clinic.visits")
    marked = ds.project(year=2024).union(ds.project(year=2025))
    assert marked.schema["year"] == Type("INT", (2024, 2025))
    assert count_rows(marked.where(marked.year == 2025)).run(precise=True) == ROWS
