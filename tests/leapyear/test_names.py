"""Names are those of the contract, and mistyped ones are met with what was meant."""

import json
from pathlib import Path
from typing import Any

import pytest

import leapyear_api
from leapyear import _names
from leapyear._suggest import did_you_mean
from leapyear._version import CONTRACT_VERSION
from leapyear.exceptions import InvalidRequest

CONTRACT = json.loads((Path(leapyear_api.__file__).parent / "contract.json").read_text())


def test_the_patterns_are_those_of_the_contract() -> None:
    """Who changes one must change the other."""
    schemas = CONTRACT["components"]["schemas"]
    assert _names.NAME.pattern == schemas["Name"]["pattern"]
    assert _names.USERNAME.pattern == schemas["Username"]["pattern"]
    assert _names.ATTRIBUTE_NAME.pattern == schemas["AttributeName"]["pattern"]
    assert _names.JOB_ID.pattern == schemas["JobId"]["pattern"]
    assert schemas["AttributeName"]["maxLength"] == _names.LONGEST_ATTRIBUTE_NAME


def test_the_client_is_written_for_this_contract() -> None:
    """Its version is told to servers."""
    assert CONTRACT["info"]["version"] == CONTRACT_VERSION


@pytest.mark.parametrize("name", ["", "my db", "1st", "a/b", "..", "a\n", "x" * 65])
def test_a_name_that_can_be_none_is_refused_in_words(name: str) -> None:
    """Not in terms of a pattern."""
    with pytest.raises(
        InvalidRequest, match="cannot be the name of a database: a name is up to 64"
    ):
        _names.check_name(name, "database")


@pytest.mark.parametrize("name", [None, 3, b"x"])
def test_a_name_is_a_string(name: Any) -> None:
    """Anything else is a slip of another kind."""
    with pytest.raises(TypeError, match="is a string"):
        _names.check_name(name, "database")


def test_attribute_names_have_an_end() -> None:
    """And few other rules."""
    assert _names.check_attribute_name("Größe (cm)") == "Größe (cm)"
    for name in ("", "a\tb", "x" * 129):
        with pytest.raises(InvalidRequest):
            _names.check_attribute_name(name)


def test_close_matches_are_suggested_whatever_their_case() -> None:
    """At most three."""
    assert did_you_mean("AGE", ["age", "wage"], are="columns") == "did you mean 'age' or 'wage'?"


def test_without_a_close_match_there_is_a_list() -> None:
    """Of the first ten."""
    names = [f"column{index}" for index in range(12)]
    assert did_you_mean("zzz", names, are="columns").endswith("'column9' and 2 more")
    assert did_you_mean("zzz", [], are="columns") == "there are no columns"
