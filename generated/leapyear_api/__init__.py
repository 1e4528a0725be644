# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
"""A client library for accessing LeapYear Core"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
