# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SliceCreate")


@_attrs_define
class SliceCreate:
    """Rows to add to a table.

    Attributes:
        credentials (str): Parquet or CSV files inside of the data roots of the server: the path of a file, absolute or
            below a root, or
            a URL (`file:///...`, `hdfs://host/...`, `s3://bucket/...`); a folder stands for the files in it, and `*`, `?`
            and `[...]` in names for all that match.
    """

    credentials: str

    def to_dict(self) -> dict[str, Any]:
        credentials = self.credentials

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "credentials": credentials,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        credentials = d.pop("credentials")

        slice_create = cls(
            credentials=credentials,
        )

        return slice_create
