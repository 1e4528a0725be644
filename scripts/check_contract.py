"""Holds the contract to its promise: what breaks its users is announced by its version.

    check_contract.py            compare openapi/leapyear.yaml with that of the last tag
    check_contract.py OLD NEW    compare two files

Users are programs that speak HTTP and programs that call the generated package. For both of them a contract is broken
by

- a path, operation, parameter, property, enum value, variant, media type, header or status that is gone, or an operation
  that moved to another module of the generated package;
- a request that was good and is not any more: a parameter, body or property that is required now, a type, bound or
  enumeration that is narrower;
- a response that could not come and now can: a type, bound or enumeration that is wider, a property that may be left
  out now, a new status of success;
- security that is another one, stricter or not.

Not broken is who has to overlook: new properties in responses, new statuses of failure, whatever is there for people to
read. What this program cannot compare (a pattern with another pattern, a union with what is none) counts as broken where
it differs: a break too many is announced for nothing, a break too few is found by users.

The version announces a break by a step of its major number; while that is 0, of its minor one (semver.org, item 4).
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias

import yaml

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = "openapi/leapyear.yaml"

Node: TypeAlias = Mapping[str, Any]

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

#: Keywords of schemas that are compared by rules of their own.
_COMPARED = {
    "$ref", "type", "enum", "const", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum",
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties",
    "properties", "required", "additionalProperties", "items", "oneOf", "anyOf", "allOf",
}  # fmt: skip
#: Keywords that decide nothing about values. A tag of a discriminator is a property of each variant too.
_REMARKS = {
    "title", "description", "default", "example", "examples", "deprecated", "discriminator",
    "externalDocs", "$comment", "readOnly", "writeOnly",
}  # fmt: skip


class Direction(Enum):
    """Which way a value travels."""

    REQUEST = "requests"
    RESPONSE = "responses"


def breaks(old: Node, new: Node) -> list[str]:
    """What the new contract breaks of the old one, one sentence each."""
    return list(dict.fromkeys(_Comparison(old, new).all()))


def announces(old: str, new: str) -> bool:
    """Whether the step from one version to another says that something is broken.

    Examples
    --------
    >>> announces("0.1.4", "0.2.0"), announces("0.1.4", "0.1.5")
    (True, False)
    >>> announces("1.4.0", "2.0.0"), announces("1.4.0", "1.5.0")
    (True, False)
    """
    before, after = _numbers(old), _numbers(new)
    counted = 2 if before[0] == 0 else 1
    return after[:counted] > before[:counted]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


class _Comparison:
    """Two contracts, and what was compared in them already: schemas are shared, and recursive."""

    def __init__(self, old: Node, new: Node) -> None:
        self._old = old
        self._new = new
        self._seen: set[tuple[int, int, Direction]] = set()

    def all(self) -> Iterator[str]:
        """Every break."""
        new_paths = self._new["paths"]
        for path, old in self._old["paths"].items():
            if path not in new_paths:
                yield f"{path}: the path is gone"
                continue
            for method in _METHODS:
                if method in old:
                    where = f"{method.upper()} {path}"
                    if method in new_paths[path]:
                        yield from self._operation(old, new_paths[path], method, where)
                    else:
                        yield f"{where}: the operation is gone"

    def _operation(self, old_item: Node, new_item: Node, method: str, where: str) -> Iterator[str]:
        old, new = old_item[method], new_item[method]
        for what in ("operationId", "tags"):
            before, after = old.get(what), new.get(what)
            if what == "tags":  # the first one names the module
                before, after = (before or [None])[0], (after or [None])[0]
            if before != after:
                yield f"{where}: {what} was {before!r} and is {after!r}"
        if self._security(self._old, old) != self._security(self._new, new):
            yield f"{where}: the security is another one"
        yield from self._parameters(
            _parameters(self._old, old_item, old), _parameters(self._new, new_item, new), where
        )
        yield from self._body(old.get("requestBody"), new.get("requestBody"), where)
        yield from self._responses(old["responses"], new["responses"], where)

    @staticmethod
    def _security(document: Node, operation: Node) -> list[object]:
        """The alternatives that let a caller in, each with the schemes that it names."""
        schemes = document.get("components", {}).get("securitySchemes", {})
        return [
            {
                name: (scopes, _without_remarks(_resolved(document, schemes[name])))
                for name, scopes in alternative.items()
            }
            for alternative in operation.get("security", document.get("security", []))
        ]

    def _parameters(
        self, old: Mapping[str, Node], new: Mapping[str, Node], where: str
    ) -> Iterator[str]:
        for name, before in old.items():
            if name not in new:
                yield f"{where}: the parameter {name} is gone"
                continue
            after, place = new[name], f"{where}, {name}"
            if _is_required(after) and not _is_required(before):
                yield f"{place}: is required now"
            for how in ("style", "explode", "allowReserved", "content"):
                if before.get(how) != after.get(how):
                    yield f"{place}: {how} is another one"
            yield from self._schema(_schema_of(before), _schema_of(after), Direction.REQUEST, place)
        for name in new.keys() - old.keys():
            if _is_required(new[name]):
                yield f"{where}: the parameter {name} is new and required"

    def _body(self, old: Node | None, new: Node | None, where: str) -> Iterator[str]:
        before = None if old is None else _resolved(self._old, old)
        after = None if new is None else _resolved(self._new, new)
        if _is_required(after) and not _is_required(before):
            yield f"{where}: a body is required now"
        if before is not None and after is None:
            yield f"{where}: the body is gone"
        if before is not None and after is not None:
            yield from self._content(before, after, Direction.REQUEST, f"{where}, body")

    def _responses(self, old: Node, new: Node, where: str) -> Iterator[str]:
        for status, before in old.items():
            if status not in new:
                yield f"{where}: the status {status} is gone"
                continue
            place = f"{where}, {status}"
            shown, shows = _resolved(self._old, before), _resolved(self._new, new[status])
            yield from self._content(shown, shows, Direction.RESPONSE, place)
            yield from self._headers(shown.get("headers", {}), shows.get("headers", {}), place)
        for status in new.keys() - old.keys():
            if status[0] not in "45":
                yield f"{where}: the status {status} is new, and none of failure"

    def _headers(self, old: Node, new: Node, where: str) -> Iterator[str]:
        for name, node in old.items():
            if name not in new:
                yield f"{where}: the header {name} is gone"
                continue
            before, after = _resolved(self._old, node), _resolved(self._new, new[name])
            place = f"{where}, {name}"
            if _is_required(before) and not _is_required(after):
                yield f"{place}: may be left out now"
            yield from self._schema(
                _schema_of(before), _schema_of(after), Direction.RESPONSE, place
            )

    def _content(self, old: Node, new: Node, direction: Direction, where: str) -> Iterator[str]:
        before, after = old.get("content", {}), new.get("content", {})
        for media_type in before:
            if media_type in after:
                shown, shows = _schema_of(before[media_type]), _schema_of(after[media_type])
                yield from self._schema(shown, shows, direction, where)
            else:
                yield f"{where}: the media type {media_type} is gone"

    def _schema(self, old: Any, new: Any, direction: Direction, where: str) -> Iterator[str]:
        """The breaks of a schema, as it stands in the documents: perhaps a reference."""
        key = (id(old), id(new), direction)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if key in self._seen:  # what is compared is in the documents, which live as long
                return
            self._seen.add(key)
        if isinstance(old, Mapping) and "$ref" in old:
            where = f"{old['$ref'].rpartition('/')[2]} in {direction.value}"
        before, after = _resolved(self._old, old), _resolved(self._new, new)
        for rule in (_types, _values, _bounds, _others):
            for fault in rule(before, after, direction):
                yield f"{where}: {fault}"
        yield from self._object(before, after, direction, where)
        yield from self._schema(
            before.get("items", _ANYTHING), after.get("items", _ANYTHING), direction, f"{where}[]"
        )
        for keyword in ("oneOf", "anyOf", "allOf"):
            yield from self._parts(keyword, before, after, direction, where)

    def _object(self, old: Node, new: Node, direction: Direction, where: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            if name in after:
                yield from self._schema(schema, after[name], direction, f"{where}.{name}")
            else:
                yield f"{where}: the property {name} is gone"
        was, is_ = set(old.get("required", ())), set(new.get("required", ()))
        if direction is Direction.REQUEST:
            for name in sorted(is_ - was):
                yield f"{where}: the property {name} is required now"
        else:
            for name in sorted((was - is_) & after.keys()):
                yield f"{where}: the property {name} may be left out now"
        more, others = (schema.get("additionalProperties", True) for schema in (old, new))
        if direction is Direction.REQUEST and others is False and more is not False:
            yield f"{where}: other properties are refused now"
        elif more is not False and others is not False:
            yield from self._schema(
                _ANYTHING if more is True else more,
                _ANYTHING if others is True else others,
                direction,
                f"{where}.*",
            )

    def _parts(
        self, keyword: str, old: Node, new: Node, direction: Direction, where: str
    ) -> Iterator[str]:
        """The breaks of a combination, whose parts are known by what they refer to, or are."""
        before, after = (
            {_name_of_part(part): part for part in schema.get(keyword, ())} for schema in (old, new)
        )
        if bool(before) != bool(after):
            yield f"{where}: {keyword} is {'new' if after else 'gone'}"
            return
        for name, part in before.items():
            if name in after:
                yield from self._schema(part, after[name], direction, where)
            else:
                yield f"{where}: {name} of {keyword} is gone"
        # One more alternative is more that can come; one more condition is less that is taken.
        risk = Direction.REQUEST if keyword == "allOf" else Direction.RESPONSE
        if direction is risk:
            for name in after.keys() - before.keys():
                yield f"{where}: {name} of {keyword} is new"


#: The schema that every value fits. One object, so that it is compared with itself once.
_ANYTHING: Node = {}


def _types(old: Node, new: Node, direction: Direction) -> Iterator[str]:
    before, after = _type_names(old), _type_names(new)
    inner, outer = (before, after) if direction is Direction.REQUEST else (after, before)
    if outer is not None and (inner is None or inner - outer):
        yield f"the type was {_listed(before)} and is {_listed(after)}"


def _type_names(schema: Node) -> set[str] | None:
    """The types that fit; None for all of them."""
    given = schema.get("type")
    if given is None:
        return None
    names = {given} if isinstance(given, str) else set(given)
    return names | {"integer"} if "number" in names else names


def _listed(names: set[str] | None) -> str:
    return "any" if names is None else " or ".join(sorted(names))


def _values(old: Node, new: Node, direction: Direction) -> Iterator[str]:
    before, after = _enumerated(old), _enumerated(new)
    if before is not None and after is not None:
        for value in before:
            if value not in after:
                yield f"the value {value} is gone"
        if direction is Direction.RESPONSE:
            for value in after:
                if value not in before:
                    yield f"the value {value} is new"
    elif direction is Direction.REQUEST and after is not None:
        yield f"only {', '.join(after)} are taken now"
    elif direction is Direction.RESPONSE and before is not None:
        yield f"other values than {', '.join(before)} may come now"


def _enumerated(schema: Node) -> list[str] | None:
    """The only values that fit, as JSON; None where they are not enumerated."""
    if "const" in schema:
        return [json.dumps(schema["const"])]
    return [json.dumps(value) for value in schema["enum"]] if "enum" in schema else None


#: Each bound with the keyword for a bound that is itself excluded, and the sign that makes it a lower one.
_BOUNDS = (
    ("minimum", "exclusiveMinimum", 1),
    ("maximum", "exclusiveMaximum", -1),
    ("minLength", None, 1),
    ("maxLength", None, -1),
    ("minItems", None, 1),
    ("maxItems", None, -1),
    ("minProperties", None, 1),
    ("maxProperties", None, -1),
)


def _bounds(old: Node, new: Node, direction: Direction) -> Iterator[str]:
    for inclusive, exclusive, sign in _BOUNDS:
        before, after = (_bound(schema, inclusive, exclusive, sign) for schema in (old, new))
        if (after > before) if direction is Direction.REQUEST else (after < before):
            change = "narrower" if direction is Direction.REQUEST else "wider"
            yield f"{inclusive} is {change} now"


def _bound(schema: Node, inclusive: str, exclusive: str | None, sign: int) -> tuple[float, bool]:
    """A bound as one that grows as less fits."""
    nothing = 0.0 if inclusive in ("minLength", "minItems", "minProperties") else float("-inf")
    bounds = [(nothing, False)]
    if inclusive in schema:
        bounds.append((sign * schema[inclusive], False))
    if exclusive is not None and exclusive in schema:
        bounds.append((sign * schema[exclusive], True))
    return max(bounds)


def _others(old: Node, new: Node, direction: Direction) -> Iterator[str]:
    """Keywords that are there or not, and otherwise cannot be compared: pattern, format and the like."""
    for keyword in sorted((old.keys() | new.keys()) - _COMPARED - _REMARKS):
        inner, outer = (old, new) if direction is Direction.REQUEST else (new, old)
        if outer.get(keyword) not in (None, False) and inner.get(keyword) != outer[keyword]:
            yield f"{keyword} is another one"


def _name_of_part(part: Any) -> str:
    if isinstance(part, Mapping) and "$ref" in part:
        return str(part["$ref"].rpartition("/")[2])
    return json.dumps(part, sort_keys=True)


def _is_required(node: Node | None) -> bool:
    return node is not None and bool(node.get("required", False))


def _schema_of(node: Node) -> Any:
    """The schema of a parameter, a header or a media type."""
    return node.get("schema", _ANYTHING)


def _parameters(document: Node, item: Node, operation: Node) -> dict[str, Node]:
    """The parameters of an operation, those of its path included, by place and name."""
    nodes = [*item.get("parameters", ()), *operation.get("parameters", ())]
    resolved = [_resolved(document, node) for node in nodes]
    return {f"{each['in']} {each['name']}": each for each in resolved}


def _resolved(document: Node, node: Any) -> Node:
    """What a reference within the document refers to, with the keywords that stand beside it."""
    found = _as_object(node)
    while "$ref" in found:
        target: Any = document
        for step in found["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        beside = {key: value for key, value in found.items() if key != "$ref"}
        found = {**_as_object(target), **beside}
    return found


def _as_object(schema: Any) -> Node:
    """A schema as an object: true and false are schemas too."""
    if isinstance(schema, bool):
        return _ANYTHING if schema else {"not": {}}
    found: Node = schema
    return found


def _without_remarks(node: Node) -> Node:
    return {key: value for key, value in node.items() if key not in _REMARKS}


def verdict(old: Node, new: Node, since: str) -> list[str]:
    """What is to be said against the new contract; nothing where it is in order.

    Parameters
    ----------
    since
        Where the old contract comes from.
    """
    before, after = old["info"]["version"], new["info"]["version"]
    if _numbers(after) < _numbers(before):
        return [f"The version of the contract went back from {before} ({since}) to {after}."]
    found = breaks(old, new)
    if not found or announces(before, after):
        return []
    step = "minor" if _numbers(before)[0] == 0 else "major"
    return [
        f"The contract breaks what {before} ({since}) promised, and {after} does not announce it:",
        *(f"  {each}" for each in found),
        f"Take it back, or step the {step} number of info.version in {CONTRACT}.",
    ]


def _at_last_tag(root: Path) -> tuple[str, str] | str:
    """The last tag and the text of its contract, or why there is none to compare with."""
    tag = _git(root, "describe", "--tags", "--abbrev=0")
    if tag is None:
        return "no tag yet"
    text = _git(root, "show", f"{tag.strip()}:{CONTRACT}")
    return f"{tag.strip()} has no {CONTRACT}" if text is None else (tag.strip(), text)


def _git(root: Path, *arguments: str) -> str | None:
    """What git prints; None where it fails, is not there, or this is no repository."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *arguments],  # noqa: S607 - git is where the PATH says
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Compare; return the exit status."""
    match arguments:
        case []:
            found = _at_last_tag(root)
            if isinstance(found, str):
                print(f"The contract is compared with nothing: {found}.")
                return 0
            since, before = found
            after = (root / CONTRACT).read_text(encoding="utf-8")
        case [old, new]:
            since, before = old, Path(old).read_text(encoding="utf-8")
            after = Path(new).read_text(encoding="utf-8")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    said = verdict(yaml.safe_load(before), yaml.safe_load(after), since)
    for line in said:
        print(line, file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
