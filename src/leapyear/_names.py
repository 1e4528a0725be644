"""The names that things can have.

The patterns are those of the contract (a test compares them). They are checked here as well, so
that a name that can be none never becomes part of a URL, and is refused in words instead of in
terms of a JSON pointer.
"""

import re

from leapyear.exceptions import InvalidRequest

#: Databases, tables, groups and privacy profiles.
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")
#: Users.
USERNAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,63}$")
#: Columns and computed attributes, of 1 to 128 characters.
ATTRIBUTE_NAME = re.compile(r"^[^\x00-\x1f\x7f]+$")
LONGEST_ATTRIBUTE_NAME = 128
#: Jobs, which the server names.
JOB_ID = re.compile(r"^[0-9a-f]{32}$")

_RULE_OF_NAMES = "up to 64 letters, digits, _ and -, the first of them a letter or _"
_RULE_OF_USERNAMES = (
    "up to 64 letters, digits and any of _ . @ + -, the first of them a letter, a digit or _"
)


def is_name(name: object, pattern: re.Pattern[str] = NAME) -> bool:
    """Whether something can be a name at all."""
    return isinstance(name, str) and pattern.fullmatch(name) is not None


def check_name(name: object, noun: str) -> str:
    """The name of a database, a table, a group or a privacy profile.

    Raises
    ------
    TypeError
        If it is no string.
    InvalidRequest
        If it cannot be such a name.
    """
    return _check(name, noun, NAME, _RULE_OF_NAMES)


def check_username(name: object) -> str:
    """The name of a user; raises as `check_name` does."""
    return _check(name, "user", USERNAME, _RULE_OF_USERNAMES)


def check_attribute_name(name: object) -> str:
    """The name of a column or of a computed attribute; raises as `check_name` does."""
    checked = _check(name, "attribute", ATTRIBUTE_NAME, "any characters except control characters")
    if len(checked) > LONGEST_ATTRIBUTE_NAME:
        raise InvalidRequest(
            f"the name {checked[:20]!r}... of an attribute has {len(checked)} characters: "
            f"{LONGEST_ATTRIBUTE_NAME} is the most",
            code="invalid_request",
        )
    return checked


def check_job_id(job: object) -> str:
    """The id of a job; raises as `check_name` does."""
    return _check(job, "job", JOB_ID, "the id that the server gave it, 32 hexadecimal digits")


def _check(name: object, noun: str, pattern: re.Pattern[str], rule: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the name of a {noun} is a string, not {type(name).__name__}")
    if pattern.fullmatch(name) is None:
        raise InvalidRequest(
            f"{name!r} cannot be the name of a {noun}: a name is {rule}", code="invalid_request"
        )
    return name
