"""LeapYear: questions to sensitive tables, answered with differential privacy.

>>> from leapyear import Client, DataSet
>>> from leapyear.analytics import count_rows, mean
>>> with Client("http://localhost:4401", "ada", "correct horse"):
...     ds = DataSet.from_table("clinic.visits")
...     print(mean("age", ds.where(ds.smoker)).run())
51.14

The modules: `leapyear.client` (the connection), `leapyear.admin` (databases, tables, users, groups,
access), `leapyear.dataset` (which rows and attributes), `leapyear.functions` (values computed from
others), `leapyear.analytics` (the questions), `leapyear.jobs` (waiting for answers),
`leapyear.auth` (logging in), `leapyear.exceptions` (one tree of errors).

Names and modules come when they are first used (PEP 562), so that ``import leapyear`` itself costs
next to nothing: httpx alone takes a tenth of a second.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from leapyear._version import __version__

if TYPE_CHECKING:
    from leapyear import admin as admin
    from leapyear import analytics as analytics
    from leapyear import auth as auth
    from leapyear import client as client
    from leapyear import dataset as dataset
    from leapyear import exceptions as exceptions
    from leapyear import functions as functions
    from leapyear import jobs as jobs
    from leapyear.client import Client
    from leapyear.dataset import DataSet
    from leapyear.exceptions import APIError, ClientError

__all__ = ["APIError", "Client", "ClientError", "DataSet", "__version__"]

_HOMES = {
    "APIError": "exceptions",
    "Client": "client",
    "ClientError": "exceptions",
    "DataSet": "dataset",
}
_MODULES = ("admin", "analytics", "auth", "client", "dataset", "exceptions", "functions", "jobs")


if not TYPE_CHECKING:  # checkers would take it that every name is there

    def __getattr__(name: str) -> object:
        """Import what is asked for the first time, and keep it."""
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """The public names, those not imported yet as well."""
    return sorted({*globals(), *__all__, *_MODULES})
