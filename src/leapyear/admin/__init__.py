"""What administrators make and look after: databases, tables, users, groups and access.

>>> with Client("http://localhost:4401", "admin", password):  # doctest: +SKIP
...     clinic = Database("clinic", privacy_limit=PrivacyLimit(epsilon=3, delta=1e-6)).create()
...     Table(
...         "visits",
...         database=clinic,
...         credentials="clinic/visits.parquet",
...         columns=[
...             ColumnDefinition("age", type="INT", bounds=(0, 120)),
...             ColumnDefinition("smoker", type="BOOL"),
...         ],
...     ).create()
...     ada = User("ada", "correct horse").create()
...     clinic.set_access(ada, DatabaseAccessType.COMPUTE)

`leapyear.admin.grants` lists what was granted.
"""

from leapyear._access import ColumnAccessType, DatabaseAccessType
from leapyear._privacy import (
    Exposure,
    PrivacyLimit,
    PrivacyLimitStatus,
    PrivacyProfileParams,
)
from leapyear.admin.column import ColumnDefinition, TableColumn
from leapyear.admin.database import Database
from leapyear.admin.group import Group
from leapyear.admin.profile import PrivacyProfile
from leapyear.admin.table import Table
from leapyear.admin.user import User

__all__ = [
    "ColumnAccessType",
    "ColumnDefinition",
    "Database",
    "DatabaseAccessType",
    "Exposure",
    "Group",
    "PrivacyLimit",
    "PrivacyLimitStatus",
    "PrivacyProfile",
    "PrivacyProfileParams",
    "Table",
    "TableColumn",
    "User",
]
