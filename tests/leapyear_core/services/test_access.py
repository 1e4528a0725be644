"""Who may do what is one table, and it is the contract's."""

import re
from datetime import UTC, datetime

import pytest

from leapyear_core.api import contract
from leapyear_core.model.errors import PermissionDenied, TokenMissing
from leapyear_core.services.access import ACCESS, Who, check
from leapyear_core.services.sessions import Caller

NOW = datetime(2026, 11, 23, tzinfo=UTC)
USER = Caller(2, "ada", False, NOW, "t", NOW)
ADMINISTRATOR = Caller(1, "admin", True, NOW, "t", NOW)


def test_every_operation_has_a_rule_and_no_other() -> None:
    assert set(ACCESS) == {operation.id for operation in contract.load().operations}


@pytest.mark.parametrize("operation", contract.load().operations, ids=lambda each: each.id)
def test_a_rule_is_what_the_contract_says(operation: contract.Operation) -> None:
    """Operations without security are open, and those that say so are for administrators."""
    described = contract.load().document["paths"][operation.path][operation.method.lower()]
    text = re.sub(r"\s+", " ", described["description"])
    who = ACCESS[operation.id]
    assert (who is Who.ANYONE) == (not operation.needs_token)
    assert (who is Who.ADMINISTRATOR) == ("Administrators only" in text)
    if who is Who.ADMINISTRATOR:
        assert 403 in operation.statuses


def test_roles_are_checked() -> None:
    check("get_version", None)
    check("list_databases", USER)
    check("create_user", ADMINISTRATOR)
    with pytest.raises(TokenMissing):
        check("list_databases", None)
    with pytest.raises(PermissionDenied):
        check("create_user", USER)
