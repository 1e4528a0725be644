"""The contract, as schemathesis reads it, with the application that it is held against."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from starlette.types import ASGIApp

from leapyear_core.api import contract
from tests.fuzz.subject import STAND_IN

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def described(app: ASGIApp, token: str = STAND_IN) -> Any:
    """The contract over an application.

    Parameters
    ----------
    token
        What is sent as the token.
    """
    settings = tomllib.loads(CONFIGURATION.read_text())
    settings["auth"]["openapi"]["bearerAuth"]["bearer"] = token
    schema = schemathesis.openapi.from_dict(
        _without_long_sets(contract.load().document),
        config=SchemathesisConfig.from_dict(settings),
    )
    schema.app = app
    return schema


def _without_long_sets(schema: Any) -> Any:
    """The same schema, whose lists of thousands of different items may be of any length.

    Schemathesis makes up each item of the longest list, which takes most of a minute. That such a list is taken, and a
    longer one is not, is tested where bodies are.
    """
    if isinstance(schema, list):
        return [_without_long_sets(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    is_long = schema.get("uniqueItems") is True and schema.get("maxItems", 0) > 1000
    return {
        name: _without_long_sets(each)
        for name, each in schema.items()
        if not (is_long and name == "maxItems")
    }


def holds_nul(value: object) -> bool:
    """Whether there is a NUL in a value.

    It is refused everywhere (PostgreSQL stores none), which the contract does not say of each string, and the option
    ``allow-x00`` does not reach all that is generated. It is tested by hand.
    """
    if isinstance(value, dict):
        return any(map(holds_nul, [*value, *value.values()]))
    if isinstance(value, list):
        return any(map(holds_nul, value))
    return isinstance(value, str) and "\0" in value
