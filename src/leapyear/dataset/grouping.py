"""Groups of rows as rows: what a data set of people is made of, where a table has visits."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from leapyear._expressions import Expression, GroupAggregate, GroupRelation
from leapyear._names import check_attribute_name
from leapyear._suggest import did_you_mean
from leapyear._types import Type
from leapyear.dataset._printing import printed_keys
from leapyear.dataset.attribute import Attribute
from leapyear.exceptions import InvalidExpression, InvalidRequest

if TYPE_CHECKING:
    from leapyear.dataset.data_set import DataSet

#: A value to have of each group: ``"count_rows"``, or an attribute and what to have of it.
Aggregated: TypeAlias = str | tuple[str | Attribute, str]

MOST_KEYS: Final = 16
MOST_AGGREGATES: Final = 256
_KEYS: Final = ("BOOL", "INT", "FACTOR", "TEXT", "DATE")
_SUMMED: Final = ("BOOL", "INT", "REAL")
_ORDERED: Final = (*_SUMMED, "DATE", "DATETIME")
#: What there is of an attribute, and of which types; of all, where that is None.
_KINDS: Final[Mapping[str, tuple[str, ...] | None]] = {
    "count": None,
    "count_distinct": None,
    "sum": _SUMMED,
    "mean": _SUMMED,
    "min": _ORDERED,
    "max": _ORDERED,
}


@frozen(repr=False)
class GroupedDataSet:
    """The rows of a data set in groups; made by `DataSet.group_by`, and made rows again by `agg`.

    Examples
    --------
    >>> ds.group_by("sex", decade=ds.age // 10)
    DataSet.from_table('clinic.visits').group_by('sex', decade=age // 10)
    """

    _keys: tuple[tuple[str, Attribute], ...]
    _data_set: "DataSet"

    def __repr__(self) -> str:
        return f"{self._data_set!r}.group_by({printed_keys(self._expressions())})"

    def agg(self, **aggregates: Aggregated) -> "DataSet":
        """A data set with one row for each group: its keys, and these values of it.

        Spelled as that of `leapyear.analytics.group_by`, which asks for numbers of groups that are
        known; here nothing is asked yet, and how many groups there are stays private.

        What a question about groups costs follows from how many of them one privacy unit can
        change. Each of its rows may change one, for which noise has to cover two, the old row and
        the new one: answers are half as accurate. Where one of the keys is the column of the
        table's ``privacy_unit``, a group is of one unit: answers are as accurate as about the rows,
        and where it is the only key, as if each unit had one row.

        Parameters
        ----------
        **aggregates
            What each value is called, and what it is: ``"count_rows"``, or, as in pandas, a pair of
            an attribute and ``"count"`` (of values that are there), ``"count_distinct"``, ``"sum"``
            (0 where there is no value), ``"mean"``, ``"min"`` or ``"max"`` (null where there is
            none). Sums and means are of BOOL, INT and REAL; the least and the greatest of these, of
            DATE and of DATETIME. REAL is summed on a grid so fine that it shows in the last digits
            at most, and so that the sum does not depend on the order of rows.

            Where a group is of one unit, counts and sums have the bounds that follow from
            ``max_rows_per_unit``. Otherwise they have none, and are to be clipped before they are
            summed themselves: ``groups.n.clip(0, 50)``.

        Raises
        ------
        AttributeNotFound
            If the data set has no such attribute.
        InvalidExpression
            If it has no such value.
        InvalidRequest
            If no value is asked for, or two attributes would have the same name.

        Examples
        --------
        >>> days = ds.group_by("visited").agg(n="count_rows", oldest=("age", "max"))
        >>> days.schema["oldest"]
        Type(tag='INT', contents=(0, 120))
        >>> days.where(days.n > 100)
        DataSet.from_table('clinic.visits').group_by('visited').agg(n='count_rows', oldest=(age, 'max')).where(n > 100)
        """
        if not 1 <= len(aggregates) <= MOST_AGGREGATES:
            raise InvalidRequest(
                f"agg takes 1 to {MOST_AGGREGATES} values: agg(n='count_rows')",
                code="invalid_request",
            )
        schema = {name: key.type for name, key in self._keys}
        made = []
        for name, wanted in aggregates.items():
            _check_new_name(name, schema)
            aggregate, schema[name] = self._aggregate(name, wanted)
            made.append(aggregate)
        data_set = self._data_set
        relation = GroupRelation(data_set._relation, self._expressions(), tuple(made))
        return type(data_set)(relation, data_set._connection, schema)

    def _expressions(self) -> tuple[tuple[str, Expression], ...]:
        return tuple((name, key.expression) for name, key in self._keys)

    def _aggregate(self, name: str, wanted: object) -> tuple[GroupAggregate, Type]:
        match wanted:
            case "count_rows":
                return GroupAggregate(name, "count_rows", None), Type("INT")
            case (str() | Attribute() as attribute, str(kind)) if kind in _KINDS:
                found = self._data_set._resolve(attribute)
                tag, takes = found.type.tag, _KINDS[kind]
                if takes is not None and tag not in takes:
                    raise _invalid(
                        f"{name}: {kind} takes {', '.join(takes[:-1])} or {takes[-1]}, and {found} is {tag}"
                    )
                return GroupAggregate(name, kind, found.expression), _type_of(kind, found.type)
            case (_, str(kind)):
                hint = did_you_mean(kind, _KINDS, are="values of an attribute")
                raise _invalid(f"{name}: there is no {kind!r} of an attribute: {hint}")
            case _:
                raise _invalid(
                    f"{name} is 'count_rows', or a pair such as ('age', 'mean'), not {wanted!r}"
                )


def grouped(
    data_set: "DataSet",
    keys: Iterable[str | Attribute | Iterable[str | Attribute]],
    computed: Mapping[str, Attribute],
) -> GroupedDataSet:
    """The rows of a data set in groups; see `DataSet.group_by`."""
    found: dict[str, Attribute] = {}
    listed = [
        key
        for given in keys
        for key in ([given] if isinstance(given, str | Attribute) else list(given))
    ]
    for key in listed:
        attribute = data_set._resolve(key)
        if attribute.name is None:
            raise InvalidRequest(
                f"{attribute} is computed and needs a name: group_by(name={attribute})",
                code="invalid_request",
            )
        _check_new_name(attribute.name, found)
        found[attribute.name] = attribute
    for name, attribute in computed.items():
        if not isinstance(attribute, Attribute):
            raise TypeError(
                f"{name!r} is to be an attribute such as ds['age'] // 10, not "
                f"{type(attribute).__name__}"
            )
        _check_new_name(name, found)
        found[name] = data_set._resolve(attribute)
    if not 1 <= len(found) <= MOST_KEYS:
        raise InvalidRequest(
            f"group_by takes 1 to {MOST_KEYS} keys: ds.group_by('region')", code="invalid_request"
        )
    for name, attribute in found.items():
        if (tag := attribute.type.tag) not in _KEYS:
            raise _invalid(
                f"group_by takes BOOL, INT, FACTOR, TEXT or DATE, and {name} is {tag}: compute one of "
                f"these of it, and give that a name: group_by({name}=...)"
            )
    return GroupedDataSet(tuple(found.items()), data_set)


def _check_new_name(name: str, taken: Iterable[str]) -> None:
    # Names that differ in case alone are the same to the engines of the server.
    key = check_attribute_name(name).casefold()
    for other in taken:
        if other.casefold() == key:
            raise InvalidRequest(
                f"{other!r} and {name!r} are one name: rename one", code="invalid_request"
            )


def _type_of(kind: str, given: Type) -> Type:
    if kind in ("min", "max"):
        return given
    if kind == "mean" or (kind == "sum" and given.tag == "REAL"):
        return Type("REAL")
    return Type("INT")


def _invalid(message: str) -> InvalidExpression:
    return InvalidExpression(message, code="invalid_expression")
