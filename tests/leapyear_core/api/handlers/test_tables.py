"""Tables over HTTP."""

from pathlib import Path

import pytest

from leapyear_core.core import Core
from leapyear_core.model.access import ColumnLevel, DatabaseLevel, SubjectKind
from tests.in_process import ADMINISTRATOR, InProcess, grant

PATH = "/v1/databases/clinic/tables"

COLUMNS = [
    {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
    {"name": "smoker", "type": {"kind": "bool"}},
]

VISITS = {"name": "visits", "columns": COLUMNS, "credentials": "visits.csv"}


@pytest.fixture
def clinic(admin: InProcess) -> InProcess:
    """An administrator with the database ``clinic``."""
    admin.post("/v1/databases", {"name": "clinic"})
    return admin


def test_a_table_is_created_found_changed_and_deleted(clinic: InProcess) -> None:
    created = clinic.post(PATH, VISITS)
    assert (created.status, created.headers["location"]) == (201, f"{PATH}/visits")
    assert created.json["columns"] == COLUMNS
    assert created.json["database"] == "clinic"
    assert clinic.get(f"{PATH}/visits").json == created.json
    changed = clinic.send("PATCH", f"{PATH}/visits", {"description": "one row for each visit"})
    assert changed.json == {**created.json, "description": "one row for each visit"}
    assert clinic.send("DELETE", f"{PATH}/visits").status == 204
    assert clinic.get(f"{PATH}/visits").code == "table_not_found"


def test_all_types_come_back_as_they_were_declared(clinic: InProcess, data_root) -> None:  # type: ignore[no-untyped-def]
    (data_root / "all.csv").write_text("a,b,c,d,e,f,g\n")
    types = [
        {"kind": "bool"},
        {"kind": "int", "lower": -(2**53) + 1, "upper": 2**53 - 1},
        {"kind": "real", "lower": -1e100, "upper": 0.1},
        {"kind": "factor", "values": ["", "'", "ü", "a,b"]},
        {"kind": "text"},
        {"kind": "date"},
        {"kind": "datetime"},
    ]
    columns = [{"name": name, "type": each} for name, each in zip("abcdefg", types, strict=True)]
    body = {"name": "all", "columns": columns, "credentials": "all.csv"}
    assert clinic.post(PATH, body).json["columns"] == columns


def test_a_column_that_is_not_nullable_comes_back_as_it_was_declared(
    clinic: InProcess, data_root: Path
) -> None:
    """However it was made, and whatever becomes of the table; one that is nullable says nothing of it."""
    (data_root / "gaps.csv").write_text("age,smoker\n30,true\n,true\n40,\n")
    age, smoker = {**COLUMNS[0], "nullable": False}, COLUMNS[1]
    body = {"name": "gaps", "columns": [age, {**smoker, "nullable": True}]}
    created = clinic.post(PATH, {**body, "credentials": "gaps.csv", "public": True})
    assert created.json["columns"] == [age, smoker]
    relation = {"kind": "table", "database": "clinic", "table": "gaps"}
    count = {"analysis": {"kind": "count_rows", "relation": relation}}
    wait = {"prefer": "wait=30"}
    assert clinic.post("/v1/analyses", count, headers=wait).json["value"] == 2
    clinic.post(f"{PATH}/gaps/slices", {"credentials": "visits.csv"})
    clinic.send("PATCH", f"{PATH}/gaps", {"description": "with gaps"})
    assert clinic.get(f"{PATH}/gaps").json["columns"] == [age, smoker]
    view = {"name": "seen", "relation": relation}
    seen = clinic.post("/v1/databases/clinic/views", view).json["columns"]
    assert seen == COLUMNS
    clinic.post(
        PATH,
        {**body, "name": "later", "credentials": "gaps.csv"},
        headers={"prefer": "respond-async"},
    )
    jobs = clinic.get("/v1/jobs").json["items"]
    for job in jobs:
        clinic.get(f"/v1/jobs/{job['id']}", headers=wait)
    assert clinic.get(f"{PATH}/later").json["columns"] == [age, smoker]


@pytest.mark.parametrize("nullable", ["no", 0, None])
def test_a_column_that_is_nullable_or_not_in_other_words_is_refused(
    clinic: InProcess, nullable: object
) -> None:
    body = {**VISITS, "columns": [{**COLUMNS[0], "nullable": nullable}]}
    assert clinic.post(PATH, body).code == "invalid_request"


def test_bounds_are_found_where_that_is_asked(clinic: InProcess, data_root: Path) -> None:
    """Of one column, or of all; what is asked for does not come back, but what was found does.

    Each value has 500 rows, and each bin with values more than twice as many as noise explains, but with 1e-9.
    """
    rows = [f"{place % 4},{-place % 4}" for place in range(2000)]
    (data_root / "steps.csv").write_text("\n".join(["up,down", *rows]))
    up, down = (
        {"name": name, "type": {"kind": "int", "lower": -9, "upper": 2**53 - 1}}
        for name in ("up", "down")
    )
    found = {"kind": "int", "lower": 0, "upper": 3}
    body: dict[str, object] = {"name": "one", "columns": [{**up, "infer_bounds": True}, down]}
    created = clinic.post(PATH, {**body, "credentials": "steps.csv"})
    assert created.json["columns"] == [{**up, "type": found}, down]
    body = {"name": "all", "columns": [up, down], "infer_bounds": True}
    created = clinic.post(PATH, {**body, "credentials": "steps.csv"})
    assert [each["type"] for each in created.json["columns"]] == [found, found]
    assert clinic.get(f"{PATH}/all").json == created.json


OF_PATIENTS = {"privacy_unit": "patient", "max_rows_per_unit": 2}
PATIENTS = {
    "name": "visits",
    "credentials": "patients.csv",
    "columns": [*COLUMNS, {"name": "patient", "type": {"kind": "text"}}],
    **OF_PATIENTS,
}


@pytest.fixture
def patients(clinic: InProcess, data_root: Path) -> InProcess:
    """An administrator with a table of 2,000 visits of 100 patients and 10 of nobody."""
    rows = [f"40,true,{place % 100}" for place in range(2000)] + ["40,true,"] * 10
    (data_root / "patients.csv").write_text("\n".join(["age,smoker,patient", *rows]))
    created = clinic.post(PATH, PATIENTS)
    assert created.status == 201
    assert {each: created.json[each] for each in OF_PATIENTS} == OF_PATIENTS
    return clinic


def test_a_privacy_unit_has_so_many_rows_and_pays_for_them(patients: InProcess) -> None:
    """Of 100 patients two visits each: a count of them is twice as noisy as one of records."""
    relation = {"kind": "table", "database": "clinic", "table": "visits"}
    body = {"analysis": {"kind": "count_rows", "relation": relation}}
    cut = patients.post("/v1/analyses", body, headers={"prefer": "wait=30"}).json
    # Noise of scale 28 is further from 0 than 200 once in 10**12 times.
    assert abs(cut["value"] - 200) < 200
    patients.send("DELETE", f"{PATH}/visits")
    patients.post(PATH, {key: PATIENTS[key] for key in PATIENTS if key not in OF_PATIENTS})
    whole = patients.post("/v1/analyses", body, headers={"prefer": "wait=30"}).json
    assert abs(whole["value"] - 2010) < 200
    assert cut["noise_scale"] == pytest.approx(2 * whole["noise_scale"])


def test_a_privacy_unit_that_is_hidden_is_not_named(core: Core, patients: InProcess) -> None:
    core.users.create("eve", "pale ale", is_administrator=False)
    core.grants.set_on_table(
        ADMINISTRATOR, "clinic", "visits", SubjectKind.USER, "eve", [("age", ColumnLevel.COMPUTE)]
    )
    seen = patients.login("eve", "pale ale").get(f"{PATH}/visits")
    assert [each["name"] for each in seen.json["columns"]] == ["age"]
    assert "patient" not in str(seen.json)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"max_rows_per_unit": None}, "invalid_request"),
        ({"privacy_unit": None}, "invalid_request"),
        ({"privacy_unit": "nobody"}, "invalid_column"),
        ({"privacy_unit": "smoker"}, "invalid_column"),
        ({"public": True}, "invalid_column"),
        ({"max_rows_per_unit": 0}, "invalid_request"),
        ({"max_rows_per_unit": 10_001}, "invalid_request"),
    ],
)
def test_a_privacy_unit_that_is_none_is_refused(
    clinic: InProcess, change: dict[str, object], code: str
) -> None:
    body = {key: each for key, each in {**PATIENTS, **change}.items() if each is not None}
    assert clinic.post(PATH, body).code == code


def test_a_privacy_unit_without_its_number_of_rows_is_told_of(clinic: InProcess) -> None:
    """By the name of what is missing."""
    body = {key: each for key, each in PATIENTS.items() if key != "max_rows_per_unit"}
    assert "max_rows_per_unit" in clinic.post(PATH, body).json["detail"]


def test_where_the_file_is_is_shown_to_administrators_only(
    core: Core, clinic: InProcess, ada: InProcess
) -> None:
    """In no answer. Those who administer the database are some, too."""
    shown = clinic.post(PATH, VISITS).json
    grant(core, "ada", "clinic", DatabaseLevel.ADMINISTER)
    assert ada.get(f"{PATH}/visits").json == shown
    grant(core, "ada", "clinic", DatabaseLevel.FULL)
    assert shown.pop("credentials") == "visits.csv"
    assert ada.get(f"{PATH}/visits").json == shown
    assert ada.get(PATH).json == {"items": [shown]}


def test_users_read_and_administrators_write(core: Core, clinic: InProcess, ada: InProcess) -> None:
    """Nor do users learn which files there are."""
    grant(core, "ada", "clinic", DatabaseLevel.FULL)
    for credentials in ("visits.csv", "absent.csv", "/etc/passwd"):
        assert ada.post(PATH, {**VISITS, "credentials": credentials}).code == "permission_denied"
    assert ada.send("PATCH", f"{PATH}/visits", {"description": "x"}).code == "permission_denied"
    assert ada.send("DELETE", f"{PATH}/visits").code == "permission_denied"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"credentials": "absent.csv"}, 422, "source_not_found"),
        ({"credentials": "/etc/passwd"}, 422, "source_forbidden"),
        ({"credentials": "../visits.csv"}, 422, "source_forbidden"),
        ({"credentials": "gs://bucket/x.csv"}, 422, "source_unreadable"),
        ({"columns": [{"name": "weight", "type": {"kind": "bool"}}]}, 422, "invalid_column"),
        ({"columns": [*COLUMNS, {"name": "AGE", "type": {"kind": "bool"}}]}, 422, "invalid_column"),
        (
            {"columns": [{"name": "age", "type": {"kind": "int", "lower": 2, "upper": 1}}]},
            422,
            "invalid_bounds",
        ),
        ({"columns": []}, 400, "invalid_request"),
    ],
)
def test_a_table_that_cannot_be_is_refused(
    clinic: InProcess, change: dict[str, object], status: int, code: str
) -> None:
    """And nothing of it stays."""
    reply = clinic.post(PATH, {**VISITS, **change})
    assert (reply.status, reply.code) == (status, code)
    assert clinic.get(PATH).json == {"items": []}


def test_a_name_is_taken_once(clinic: InProcess) -> None:
    clinic.post(PATH, VISITS)
    assert clinic.post(PATH, VISITS).code == "already_exists"


def test_the_database_is_looked_for_first(admin: InProcess) -> None:
    for reply in (
        admin.get(PATH),
        admin.post(PATH, VISITS),
        admin.get(f"{PATH}/visits"),
        admin.send("PATCH", f"{PATH}/visits", {"description": "x"}),
        admin.send("DELETE", f"{PATH}/visits"),
    ):
        assert (reply.status, reply.code) == (404, "database_not_found")
