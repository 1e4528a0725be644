"""What the examples in docstrings find: an invented clinic on a Core in memory, the same for each docstring.

An example may use these names without making them:

* ``client``, an administrator's connection, which is the current one; ``url``, ``password``;
* ``clinic``, the database, with epsilon 3 and next to nothing spent; ``visits``, its table of 200,000 rows; ``ds``, its rows;
  in its folder there is another file, ``wards.csv``;
* all public names of `leapyear`, `leapyear.admin`, `leapyear.analytics`, `leapyear.dataset` and
  `leapyear.functions`.

There is the user ``ada`` (password ``correct horse``), who may compute with ``clinic``, and the group ``nurses``,
who has full access.
"""

import builtins
import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve

import leapyear
from leapyear import Client, DataSet, admin, analytics, dataset, functions
from leapyear._transport import substitute_transport
from leapyear.admin import (
    ColumnDefinition,
    Database,
    DatabaseAccessType,
    Group,
    PrivacyLimit,
    PrivacyProfile,
    PrivacyProfileParams,
    Table,
    User,
)
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

URL: Final = "http://localhost:4401"

#: So many that noise is small beside what the questions of docstrings are about, at prices that people pay.
ROWS: Final = 200_000


@contextmanager
def world(folder: Path) -> Iterator[None]:
    """A Core in memory for the clients that are made inside, with its files in a folder."""
    (folder / "clinic").mkdir()
    _write_visits(folder / "clinic" / "visits.parquet")
    (folder / "clinic" / "wards.csv").write_text("sex,ward\nf,3\nm,6\n")
    with (
        core_in_memory(evolve(SETTINGS, data_roots=(folder,))) as core,
        serving(core) as app,
        substitute_transport(CoreTransport(app)),
    ):
        yield


@contextmanager
def names_of_an_example() -> Iterator[dict[str, Any]]:
    """The names that one docstring finds, in a world that is as it was in the beginning."""
    with Client(URL, "admin", ADMIN_PASSWORD) as client:
        _drop_all(client)
        ada = User("ada", "correct horse").create()
        florence = User("florence", "lamp").create()
        nurses = Group("nurses", members=[florence]).create()
        clinic = Database(
            "clinic",
            privacy_profile=_steady().create(),
            privacy_limit=PrivacyLimit(epsilon=3, delta=1e-6),
        ).create()
        visits = _visits().create()
        clinic.set_access(ada, DatabaseAccessType.COMPUTE)
        clinic.set_access(nurses, DatabaseAccessType.FULL)
        yield _public_names() | {
            "client": client,
            "url": URL,
            "password": ADMIN_PASSWORD,
            "clinic": clinic,
            "visits": visits,
            "ds": DataSet.from_table(visits),
        }


def _drop_all(client: Client) -> None:
    """Drop what the docstring before has left."""
    for database in Database.all():
        client.drop(database)
    for group in Group.all():
        client.drop(group)
    for user in User.all():
        if user.username != client.username:
            client.drop(user)
    for profile in PrivacyProfile.all():
        if not profile.is_built_in:
            client.drop(profile)


def _steady() -> PrivacyProfile:
    """Each question spends what ``balanced`` does on small tables, whatever the size."""
    return PrivacyProfile("steady", params=PrivacyProfileParams(exposure=0.0025))


def _public_names() -> dict[str, Any]:
    """All but those that are called like builtins, which are to be imported."""
    return {
        name: getattr(module, name)
        for module in (leapyear, admin, dataset, analytics, functions)
        for name in module.__all__
        if not hasattr(builtins, name)
    }


def _visits() -> Table:
    return Table(
        "visits",
        database="clinic",
        credentials="clinic/visits.parquet",
        columns=[
            ColumnDefinition("age", type="INT", bounds=(0, 120)),
            ColumnDefinition("smoker", type="BOOL"),
            ColumnDefinition("income", type="REAL", bounds=(0, 1_000_000)),
            ColumnDefinition("height", type="REAL", bounds=(50, 230)),
            ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"]),
            ColumnDefinition("visited", type="DATE"),
        ],
    )


def _write_visits(path: Path) -> None:
    """Write the rows, always the same: whose age goes with smoking, and income with age."""
    random = np.random.default_rng(1)
    smoker = random.random(ROWS) < 0.25
    age = np.clip(random.normal(np.where(smoker, 51, 47), 17), 0, 100).astype(np.int32)
    income = np.where(age < 18, 0.0, random.lognormal(10.2 + age / 200, 0.6)).round(2)
    height = random.normal(np.where(age < 18, 70 + 5.5 * age, 170), 8).round(1)
    days = random.integers(0, 365, ROWS)
    first = np.datetime64(datetime.date(2025, 1, 1))
    pq.write_table(
        pa.table(
            {
                "age": pa.array(age, mask=random.random(ROWS) < 0.002),
                "smoker": smoker,
                "income": income,
                "height": height,
                "sex": np.where(random.random(ROWS) < 0.5, "f", "m"),
                "visited": first + days.astype("timedelta64[D]"),
            }
        ),
        path,
    )
