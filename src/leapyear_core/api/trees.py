"""Columns between the payloads of the contract and the values of the model."""

from collections.abc import Sequence

from leapyear_api.models import ColumnDefinition
from leapyear_core.model.trees import columns_to_tree, read_columns
from leapyear_core.model.types import Column


def types_of_columns(definitions: Sequence[ColumnDefinition]) -> tuple[Column, ...]:
    """The columns that a request declares.

    Raises
    ------
    InvalidBounds
        If the bounds of one are the wrong way round.
    """
    return read_columns([each.to_dict() for each in definitions])


def columns_of_types(columns: Sequence[Column]) -> list[ColumnDefinition]:
    """The columns of a table, as a response declares them."""
    return [ColumnDefinition.from_dict(tree) for tree in columns_to_tree(columns)]
