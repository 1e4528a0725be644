"""Parameters are read strictly, and what is refused is named."""

import pytest

from leapyear_core.api.prefer import Preferences
from tests.in_process import InProcess


@pytest.mark.parametrize(
    "limit",
    [
        "",
        "0",
        "-1",
        "1001",
        "1_0",
        "%201",
        "1%20",
        "+1",
        "1.0",
        "1e1",
        "01",
        "%D9%A1",
        "9" * 30,
        "9" * 5000,
        "x",
        "true",
    ],
)
def test_a_limit_is_a_whole_number_in_digits(admin: InProcess, limit: str) -> None:
    """From 1 to 1000, and written in no other way."""
    reply = admin.get(f"/v1/users?limit={limit}")
    assert (reply.status, reply.code) == (400, "invalid_request")
    assert reply.json["errors"][0]["at"] == "query limit"


@pytest.mark.parametrize("limit", ["1", "1000"])
def test_the_ends_of_a_range_belong_to_it(admin: InProcess, limit: str) -> None:
    assert admin.get(f"/v1/users?limit={limit}").status == 200


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("limit=1&limit=1", "query limit"),
        ("limits=1", "query limits"),
        ("Limit=1", "query Limit"),
        ("=1", "query "),
        ("%00=1", "query \0"),
        ("cursor=", "query cursor"),
        ("cursor=" + "x" * 513, "query cursor"),
    ],
)
def test_repeated_and_unknown_parameters_are_refused(admin: InProcess, query: str, at: str) -> None:
    """Somebody means something by them that would not happen."""
    reply = admin.get(f"/v1/users?{query}")
    assert reply.status == 400
    assert reply.json["errors"][0]["at"] == at


@pytest.mark.parametrize("query", ["limit=%FF", "%ED%A0%80=1", "&".join(["limit=1"] * 100)])
def test_a_query_that_is_no_text_is_refused(admin: InProcess, query: str) -> None:
    assert admin.get(f"/v1/users?{query}").code == "invalid_request"


@pytest.mark.parametrize("cursor", ["x", "%00", "Ilx1MDAwMCI", "%F0%9F%92%A9", "bnVsbA"])
def test_a_cursor_that_is_not_ours_is_refused(admin: InProcess, cursor: str) -> None:
    for path in ("/v1/users", "/v1/databases", "/v1/privacy-profiles"):
        assert admin.get(f"{path}?cursor={cursor}").code == "invalid_request"


@pytest.mark.parametrize("name", ["a b", "é", "a\0", "-a", "x" * 65, "\ufffd"])
def test_a_name_in_the_path_fits_its_pattern(admin: InProcess, name: str) -> None:
    """A NUL never reaches the catalogue."""
    reply = admin.get(f"/v1/databases/{name}")
    assert reply.status == 400
    assert reply.json["errors"][0]["at"] == "path database"


@pytest.mark.parametrize("path", ["/v1/users/me", "/v1/version", "/v1/databases/clinic"])
def test_parameters_are_refused_where_there_are_none(admin: InProcess, path: str) -> None:
    assert admin.get(f"{path}?limit=1").code == "invalid_request"


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("wait=5", 5.0),
        ("WAIT=5", 5.0),
        ('wait="5"', 5.0),
        ("wait = 5", 5.0),
        ("wait=5; foo=bar", 5.0),
        ("return=minimal, wait=5", 5.0),
        ('foo="a, wait=9", wait=5', 5.0),
        ("respond-async;x, wait=5", 5.0),
        ("wait=5, wait=9", 5.0),
        ("wait=3600", 60.0),
        ("wait=999999999", 60.0),
        ("wait=0", 0.0),
        ("", None),
        ("wait", None),
        ("wait=", None),
        ("wait=-1", None),
        ("wait=1.5", None),
        ("wait=soon", None),
        ("waiting=5", None),
        ("await=5", None),
        ("wait=٣", None),
        ('wait="5', None),
        ('"' * 50, None),
        (",;=,", None),
    ],
)
def test_the_wait_of_a_preference(header: str, wait: float | None) -> None:
    """Leniently, as RFC 7240 wants it: what makes no sense is as if it were not there."""
    assert Preferences.read(header).wait == wait


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("respond-async", True),
        ("Respond-Async", True),
        ("wait=5, respond-async", True),
        ("respond-async; foo=bar, wait=5", True),
        ('respond-async=""', True),
        ("respond-asynchronously", False),
        ("respond-async=no", False),
        ('"respond-async"', False),
        ("", False),
    ],
)
def test_a_preference_for_a_job(header: str, expected: bool) -> None:
    """As a token, or with the empty value that is the same (RFC 7240, section 2)."""
    assert Preferences.read(header).respond_async is expected
