"""The names that things can have.

The patterns are those of the contract (a test compares them). They are checked here as well, so
that a name that can be none never becomes part of a URL, and is refused in words instead of in
terms of a JSON pointer.
"""

import re
from collections.abc import Iterable

from leapyear._refusals import invalid_request

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


def plain_text(text: str) -> str:
    """A string as one of Python's own: NumPy's print as such, and members of an enumeration by their names."""
    return str.__str__(text)


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


def check_qualified_name(name: object, noun: str) -> tuple[str, str]:
    """The names in ``"database.table"``, of the database and of what is in it; raises as `check_name` does."""
    if not isinstance(name, str):
        raise TypeError(
            f"a {noun} is given as 'database.{noun}' or as a {noun.title()}, not as {type(name).__name__}"
        )
    database, dot, own = name.partition(".")
    if not (database and dot and own) or "." in own:
        raise invalid_request(f"a {noun} is given as 'database.{noun}', not as {name!r}")
    return database, own


def check_attribute_name(name: object) -> str:
    """The name of a column or of a computed attribute; raises as `check_name` does."""
    rule = f"1 to {LONGEST_ATTRIBUTE_NAME} characters, none of them a control character"
    checked = _check(name, "attribute", ATTRIBUTE_NAME, rule)
    if len(checked) > LONGEST_ATTRIBUTE_NAME:
        raise invalid_request(
            f"the name {checked[:20]!r}... of an attribute has {len(checked)} characters: "
            f"{LONGEST_ATTRIBUTE_NAME} is the most"
        )
    return checked


def check_attribute_names(names: Iterable[str]) -> None:
    """The names of the attributes of one data set, no two of them the same; raises as `check_name` does."""
    seen: dict[str, str] = {}
    for name in names:
        # Names that differ in case alone are the same to the engines of the server.
        if (key := check_attribute_name(name).casefold()) in seen:
            if seen[key] == name:
                raise invalid_request(f"{name!r} is there twice: leave one out, or rename it")
            raise invalid_request(
                f"{seen[key]!r} and {name!r} differ in case alone, and are one name: rename one"
            )
        seen[key] = name


def check_job_id(job: object) -> str:
    """The id of a job; raises as `check_name` does."""
    return _check(job, "job", JOB_ID, "the id that the server gave it, 32 hexadecimal digits")


def _check(name: object, noun: str, pattern: re.Pattern[str], rule: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the name of {_one(noun)} is a string, not {type(name).__name__}")
    if pattern.fullmatch(name) is None:
        raise invalid_request(f"{name!r} cannot be the name of {_one(noun)}: a name is {rule}")
    return plain_text(name)


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
