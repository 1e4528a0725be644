"""What administrators make and look after: databases, tables, users, groups and access.

>>> with Client("http://localhost:4401", "admin", password):
...     study = Database("study", privacy_limit=PrivacyLimit(epsilon=3, delta=1e-6)).create()
...     Table(
...         "visits",
...         database=study,
...         credentials="clinic/visits.parquet",
...         columns=[
...             ColumnDefinition("age", type="INT", bounds=(0, 120)),
...             ColumnDefinition("smoker", type="BOOL"),
...         ],
...     ).create()
...     grace = User("grace", "battery staple").create()
...     study.set_access(grace, DatabaseAccessType.COMPUTE)
<Table study.visits>

`leapyear.admin.grants` lists what was granted.
"""

from leapyear._access import ColumnAccessType, DatabaseAccessType
from leapyear._exposure import (
    DatabaseExposure,
    DeltaStatus,
    Exposure,
    PrivacyLimitStatus,
    SubjectExposure,
)
from leapyear._privacy import PrivacyLimit, PrivacyProfileParams
from leapyear.admin.column import ColumnDefinition, TableColumn
from leapyear.admin.database import Database
from leapyear.admin.group import Group
from leapyear.admin.profile import PrivacyProfile
from leapyear.admin.slices import DataSlice
from leapyear.admin.table import Table
from leapyear.admin.user import User
from leapyear.admin.view import View

__all__ = [
    "ColumnAccessType",
    "ColumnDefinition",
    "DataSlice",
    "Database",
    "DatabaseAccessType",
    "DatabaseExposure",
    "DeltaStatus",
    "Exposure",
    "Group",
    "PrivacyLimit",
    "PrivacyLimitStatus",
    "PrivacyProfile",
    "PrivacyProfileParams",
    "SubjectExposure",
    "Table",
    "TableColumn",
    "User",
    "View",
]
