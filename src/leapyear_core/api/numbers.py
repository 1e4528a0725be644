"""Numbers of a body as the contract means them.

JSON has one kind of number and does not tell 1 from 1.0; Python has two, and does. So where the contract says integer, a
valid body holds a Python int afterwards, and where it says number, a float: a question has one form, whoever wrote it.
"""

from collections.abc import Callable, Mapping
from typing import Any

#: Turns the numbers in a valid value into what they mean. Lists and dicts are changed in place.
Settle = Callable[[Any], Any]


def settler(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Settle | None:
    """What settles the numbers of a schema; None where it has none.

    Parameters
    ----------
    schemas
        The schemas that it may refer to.
    """
    return _Compiler(schemas).compile(schema)


class _Compiler:
    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._numeric = _with_numbers(schemas)
        self._compiled: dict[str, Settle] = {}

    def compile(self, schema: Mapping[str, Any]) -> Settle | None:
        if "$ref" in schema:
            return self._reference(_name(schema["$ref"]))
        if "oneOf" in schema:
            return self._variants(schema["discriminator"])
        match schema.get("type"):
            case "integer":
                return int
            case "number":
                return float
            case "array":
                return self._array(schema.get("items", {}))
            case "object":
                return self._object(schema.get("properties", {}))
        return None

    def _reference(self, name: str) -> Settle | None:
        if name not in self._numeric:
            return None
        if name not in self._compiled:
            # Schemas refer to themselves: what is looked up later may be compiled now.
            self._compiled[name] = lambda value: self._compiled[name](value)
            settle = self.compile(self._schemas[name])
            assert settle is not None
            self._compiled[name] = settle
            return settle
        return lambda value: self._compiled[name](value)

    def _variants(self, discriminator: Mapping[str, Any]) -> Settle:
        tag = discriminator["propertyName"]
        variants = {
            value: settle
            for value, reference in discriminator["mapping"].items()
            if (settle := self._reference(_name(reference))) is not None
        }

        def settle_variant(value: Any) -> Any:
            settle = variants.get(value[tag])
            return value if settle is None else settle(value)

        return settle_variant

    def _array(self, items: Mapping[str, Any]) -> Settle | None:
        settle = self.compile(items)
        if settle is None:
            return None

        def settle_items(values: Any) -> Any:
            values[:] = map(settle, values)
            return values

        return settle_items

    def _object(self, properties: Mapping[str, Any]) -> Settle | None:
        members = [
            (name, settle)
            for name, schema in properties.items()
            if (settle := self.compile(schema)) is not None
        ]
        if not members:
            return None

        def settle_members(value: Any) -> Any:
            for name, settle in members:
                if name in value:
                    value[name] = settle(value[name])
            return value

        return settle_members


def _with_numbers(schemas: Mapping[str, Any]) -> set[str]:
    """The names of the schemas that hold numbers, at any depth."""
    direct: dict[str, tuple[bool, set[str]]] = {}
    for name, schema in schemas.items():
        references: set[str] = set()
        direct[name] = (_look(schema, references), references)
    found = {name for name, (has, _) in direct.items() if has}
    while more := {name for name, (_, names) in direct.items() if names & found} - found:
        found |= more
    return found


def _look(schema: Any, references: set[str]) -> bool:
    if isinstance(schema, list):
        return any([_look(each, references) for each in schema])
    if not isinstance(schema, Mapping):
        return False
    if "$ref" in schema:
        references.add(_name(schema["$ref"]))
    found = [_look(value, references) for value in schema.values()]
    return schema.get("type") in ("integer", "number") or any(found)


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
