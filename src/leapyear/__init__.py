"""LeapYear: questions to sensitive tables, answered with differential privacy.

>>> from leapyear import Client, DataSet
>>> from leapyear.analytics import count_rows, mean
>>> with Client("http://localhost:4401", "ada", "correct horse"):  # doctest: +SKIP
...     ds = DataSet.from_table("clinic.visits")
...     print(mean("age", ds.where(ds.smoker)).run())
51.2

The modules: `leapyear.client` (the connection), `leapyear.admin` (databases, tables, users),
`leapyear.dataset` (which rows and attributes), `leapyear.analytics` (the questions),
`leapyear.auth` (logging in), `leapyear.exceptions` (one tree of errors).
"""

from leapyear._version import __version__
from leapyear.client import Client
from leapyear.dataset import DataSet
from leapyear.exceptions import APIError, ClientError

__all__ = ["APIError", "Client", "ClientError", "DataSet", "__version__"]
