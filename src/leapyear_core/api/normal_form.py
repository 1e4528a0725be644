"""The normal form of a body: one form for all that the contract takes to be the same.

JSON has one kind of number and does not tell 1 from 1.0; Python has two, and does. So where the contract says integer, a
valid body holds an int afterwards, and where it says number, a float. And a member that was left out has the default of
the contract, which the models of the generated package do not know of. A question then has one form, whoever wrote it.
"""

from collections.abc import Callable, Mapping
from typing import Any

#: Brings a valid value into its normal form. Lists and objects are changed in place.
Normalise = Callable[[Any], Any]


class NormalForms:
    """The normal forms of the schemas of a contract.

    Parameters
    ----------
    schemas
        The schemas by name, which refer to each other.
    """

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._concerned = _concerned(schemas)
        self._compiled: dict[str, Normalise] = {}

    def compile(self, schema: Mapping[str, Any]) -> Normalise | None:
        """What brings the values of a schema into their normal form; None where they are in it anyway."""
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
                return self._object(schema)
        return None

    def _reference(self, name: str) -> Normalise | None:
        if name not in self._concerned:
            return None
        if name not in self._compiled:
            # Schemas refer to themselves: what is looked up later may be compiled now.
            self._compiled[name] = lambda value: self._compiled[name](value)
            compiled = self.compile(self._schemas[name])
            assert compiled is not None, "it is concerned"
            self._compiled[name] = compiled
        return self._compiled[name]

    def _variants(self, discriminator: Mapping[str, Any]) -> Normalise:
        tag = discriminator["propertyName"]
        variants = {
            value: normalise
            for value, reference in discriminator["mapping"].items()
            if (normalise := self._reference(_name(reference))) is not None
        }

        def normalise_variant(value: Any) -> Any:
            normalise = variants.get(value[tag])
            return value if normalise is None else normalise(value)

        return normalise_variant

    def _array(self, items: Mapping[str, Any]) -> Normalise | None:
        normalise = self.compile(items)
        if normalise is None:
            return None

        def normalise_items(values: Any) -> Any:
            values[:] = map(normalise, values)
            return values

        return normalise_items

    def _object(self, schema: Mapping[str, Any]) -> Normalise | None:
        properties = schema.get("properties", {})
        members = [
            (name, normalise)
            for name, each in properties.items()
            if (normalise := self.compile(each)) is not None
        ]
        defaults = _defaults(schema)
        if not members and not defaults:
            return None

        def normalise_members(value: Any) -> Any:
            for name, default in defaults.items():
                value.setdefault(name, default)
            for name, normalise in members:
                if name in value:
                    value[name] = normalise(value[name])
            return value

        return normalise_members


def _concerned(schemas: Mapping[str, Any]) -> set[str]:
    """The names of the schemas that have numbers or defaults, at any depth."""
    references: dict[str, set[str]] = {name: set() for name in schemas}
    found = {name for name, schema in schemas.items() if _look(schema, references[name])}
    while more := {name for name, names in references.items() if names & found} - found:
        found |= more
    return found


def _look(schema: Any, references: set[str]) -> bool:
    """Whether a schema itself has numbers or defaults; what it refers to is added to `references`."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if not isinstance(schema, Mapping):
        return False
    if "$ref" in schema:
        references.add(_name(schema["$ref"]))
    found = schema.get("type") in ("integer", "number") or bool(_defaults(schema))
    for each in schema.values():
        found |= _look(each, references)
    return found


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults of members that may be left out. Tags have one as well, and never are."""
    if schema.get("type") != "object":
        return {}
    required = schema.get("required", [])
    return {
        name: each["default"]
        for name, each in schema.get("properties", {}).items()
        if "default" in each and name not in required
    }


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]
