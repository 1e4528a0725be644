"""Slices: the rows that a table was made of, as they were added."""

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from leapyear._records import SliceRecord


@frozen
class DataSlice:
    """Rows that were added to a table at one time.

    Attributes
    ----------
    id
        A number that no other slice of the server ever had.
    credentials
        Where they came from.
    created_at
        When they were added.
    """

    id: int
    credentials: str
    created_at: dt.datetime

    @classmethod
    def _from_record(cls, record: SliceRecord) -> "DataSlice":
        return cls(record.id, record.credentials, record.created_at)

    def __repr__(self) -> str:
        return f"<DataSlice {self.id}: {self.credentials}>"

    def _html_row(self) -> Mapping[str, object]:
        return {"credentials": self.credentials, "created_at": self.created_at}
