"""Who may do what is one table, and it is the contract's."""

import re

import pytest
from attrs import evolve

from leapyear_core.api import contract
from leapyear_core.model.errors import PermissionDenied, TokenMissing
from leapyear_core.services.access import ACCESS, Who, check
from tests.in_process import ADMINISTRATOR

USER = evolve(ADMINISTRATOR, user_id=2, username="ada", is_administrator=False)


#: Users may change their password, and nothing else of themselves; and have exact answers where they have full access.
REFUSED_IN_PART = ("update_user", "run_analysis", "price_analysis", "get_job_result")


def test_every_operation_has_a_rule_and_no_other() -> None:
    assert set(ACCESS) == {operation.id for operation in contract.load().operations}


@pytest.mark.parametrize("operation", contract.load().operations, ids=lambda each: each.id)
def test_a_rule_is_what_the_contract_says(operation: contract.Operation) -> None:
    """Operations without security are open, and those that say so are for administrators.

    These answer 403, and those who may do less than another one with what they see. What others may not do, they do not
    learn of.
    """
    described = contract.load().document["paths"][operation.path][operation.method.lower()]
    text = re.sub(r"\s+", " ", described["description"])
    who = ACCESS[operation.id]
    is_administrators_alone = re.search(
        "Administrators( of the server or of the database)? only", text
    )
    assert (who is Who.ANYONE) == (not operation.needs_token)
    assert (who in (Who.ADMINISTRATOR, Who.ADMINISTERS_DATABASE)) == bool(is_administrators_alone)
    assert bool(is_administrators_alone) == (403 in operation.statuses) or (
        operation.id in REFUSED_IN_PART
    )


def test_roles_are_checked() -> None:
    check("get_version", None)
    check("list_databases", USER)
    check("create_user", ADMINISTRATOR)
    with pytest.raises(TokenMissing):
        check("list_databases", None)
    with pytest.raises(PermissionDenied):
        check("create_user", USER)
