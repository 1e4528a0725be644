"""Who may do what: one table, from the operations of the contract to those who may call them.

What a role alone does not decide is a rule of the service: users who are no administrators see only themselves, and
change only their own password. A thing that a caller may not know of is answered as if it were not there.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from leapyear_core.model.errors import PermissionDenied, TokenMissing
from leapyear_core.services.sessions import Caller


class Who(Enum):
    """Who may call an operation."""

    ANYONE = "anyone, without a token"
    USER = "every user"
    ADMINISTRATOR = "administrators"


ACCESS: Mapping[str, Who] = MappingProxyType(
    {
        "login": Who.ANYONE,
        "logout": Who.USER,
        "get_version": Who.ANYONE,
        "get_health": Who.ANYONE,
        "get_current_user": Who.USER,
        "list_users": Who.ADMINISTRATOR,
        "create_user": Who.ADMINISTRATOR,
        "get_user": Who.USER,
        "update_user": Who.USER,
        "delete_user": Who.ADMINISTRATOR,
        "list_databases": Who.USER,
        "create_database": Who.ADMINISTRATOR,
        "get_database": Who.USER,
        "update_database": Who.ADMINISTRATOR,
        "delete_database": Who.ADMINISTRATOR,
        "get_privacy_limit": Who.USER,
        "set_privacy_limit": Who.ADMINISTRATOR,
        "list_tables": Who.USER,
        "create_table": Who.ADMINISTRATOR,
        "get_table": Who.USER,
        "update_table": Who.ADMINISTRATOR,
        "delete_table": Who.ADMINISTRATOR,
        "list_privacy_profiles": Who.USER,
        "get_privacy_profile": Who.USER,
        "run_analysis": Who.USER,
        "list_jobs": Who.USER,
        "get_job": Who.USER,
        "get_job_result": Who.USER,
        "cancel_job": Who.USER,
    }
)


def check(operation: str, caller: Caller | None) -> None:
    """Let the caller pass, or not.

    Raises
    ------
    TokenMissing
        If the operation needs a user.
    PermissionDenied
        If it needs an administrator.
    """
    who = ACCESS[operation]
    if who is Who.ANYONE:
        return
    if caller is None:
        raise TokenMissing("this operation needs a token: log in first")
    if who is Who.ADMINISTRATOR and not caller.is_administrator:
        raise PermissionDenied("only administrators may do this")
