"""The parameters of an operation, read strictly.

A number is written in digits, and nothing else: Python's ``int`` would also take ``1_0``, `` 1`` and Arabic digits. A
parameter that is repeated or unknown is refused: someone means something by it that would not happen.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import frozen
from starlette.types import Scope

from leapyear_core.api.contract import Contract, Operation, Parameter
from leapyear_core.api.prefer import Preferences
from leapyear_core.api.problems import Refused, refused_at
from leapyear_core.api.schemas import Shape, Shapes

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_MOST_FIELDS = 32


@frozen
class _Field:
    name: str
    place: str
    required: bool
    is_integer: bool
    default: Any
    shape: Shape

    @property
    def at(self) -> str:
        return f"{self.place} {self.name}"

    def read(self, text: str) -> Any:
        """The value that the text stands for."""
        if self.is_integer:
            if not _INTEGER.fullmatch(text):
                raise refused_at(self.at, "the value is not a whole number")
            value: Any = int(text)
        else:
            value = text
        for misfit in self.shape.misfits(value):
            raise refused_at(self.at, misfit.message)
        return value


class Parameters:
    """Reads the parameters of one operation, as keyword arguments of its handler.

    They keep the names of the contract, but for the header ``Prefer``: it is read here, and becomes the argument
    ``prefer``.
    """

    def __init__(self, operation: Operation, contract: Contract, shapes: Shapes) -> None:
        fields = [_field(parameter, contract, shapes) for parameter in operation.parameters]
        self._path = tuple(field for field in fields if field.place == "path")
        self._query = {field.name: field for field in fields if field.place == "query"}
        headers = [field for field in fields if field.place == "header"]
        known = {field.name: field for field in headers}
        if unknown := known.keys() - {"Prefer", "If-Match", "If-None-Match"}:
            raise ValueError(f"{operation.id}: nothing is known of the headers {sorted(unknown)}")
        self._prefer = known.get("Prefer")
        #: Whether the binder answers these for all operations alike.
        self.revalidates = "If-None-Match" in known
        self.is_conditional = "If-Match" in known
        self._defaults = {field.name: field.default for field in self._query.values()}

    @property
    def names(self) -> frozenset[str]:
        """The names of the keyword arguments."""
        prefers = ("prefer",) if self._prefer else ()
        return frozenset((*(field.name for field in self._path), *self._query, *prefers))

    def read(self, scope: Scope) -> dict[str, Any]:
        """The keyword arguments that the request gives.

        Raises
        ------
        Refused
            If it does not fit the contract.
        """
        arguments = dict(self._defaults)
        for field in self._path:
            arguments[field.name] = field.read(scope["path_params"][field.name])
        if scope["query_string"]:
            self._read_query(scope["query_string"], arguments)
        if self._prefer is not None:
            arguments["prefer"] = self._read_prefer(self._prefer, scope)
        return arguments

    def _read_query(self, query: bytes, arguments: dict[str, Any]) -> None:
        try:
            pairs = parse_qsl(
                query.decode("ascii"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MOST_FIELDS,
            )
        except ValueError:
            raise Refused("invalid_request", "the query string is not one") from None
        seen = set()
        for name, text in pairs:
            field = self._query.get(name)
            if field is None:
                raise refused_at(f"query {_printable(name)}", "there is no such parameter")
            if name in seen:
                raise refused_at(field.at, "the parameter is given twice")
            seen.add(name)
            arguments[name] = field.read(text)

    def _read_prefer(self, field: _Field, scope: Scope) -> Preferences:
        values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"prefer"]
        if not values:
            return Preferences()
        return Preferences.read(field.read(", ".join(values)))


def _field(parameter: Parameter, contract: Contract, shapes: Shapes) -> _Field:
    schema: Mapping[str, Any] = parameter.schema
    if "$ref" in schema:
        schema = contract.schemas[schema["$ref"].rpartition("/")[2]]
    if schema.get("type") not in ("string", "integer"):
        raise ValueError(f"the parameter {parameter.name} is neither a string nor an integer")
    return _Field(
        name=parameter.name,
        place=parameter.place,
        required=parameter.required,
        is_integer=schema["type"] == "integer",
        default=schema.get("default"),
        shape=shapes.compile(parameter.schema),
    )


def _printable(name: str) -> str:
    """A name that somebody made up, fit to be repeated."""
    return name[:64].encode("ascii", "backslashreplace").decode("ascii")
