"""Groups of rows as rows: what a data set of people is made of, where a table has visits."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Never, NoReturn, TypeAlias

from attrs import frozen

from leapyear._expressions import Expression
from leapyear._names import check_attribute_names
from leapyear._printing import printed_keys
from leapyear._refusals import invalid_expression, invalid_request
from leapyear._relations import GroupAggregate, GroupRelation
from leapyear._suggest import did_you_mean
from leapyear._types import Type
from leapyear.dataset._typed_relation import TypedRelation, listed
from leapyear.dataset.attribute import Attribute

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

    def __getattr__(self, name: str) -> NoReturn:
        hint = ": say what to have of each group with agg(n='count_rows', age=('age', 'mean'))"
        raise AttributeError(
            f"groups have no {name!r}{'' if name.startswith('_') else hint}", name=name, obj=self
        )

    def __iter__(self) -> NoReturn:
        raise TypeError(
            "groups cannot be gone through, since which there are is private: make rows of them with "
            "agg(n='count_rows'), or ask with leapyear.analytics.group_by"
        )

    def agg(self, *_: Never, **aggregates: Aggregated) -> "DataSet":
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
        if _:
            raise TypeError(
                "agg takes a name for each value: agg(n='count_rows', age=('age', 'mean'))"
            )
        if not 1 <= len(aggregates) <= MOST_AGGREGATES:
            raise invalid_request(f"agg takes 1 to {MOST_AGGREGATES} values: agg(n='count_rows')")
        check_attribute_names([*(name for name, _ in self._keys), *aggregates])
        schema = {name: key.type for name, key in self._keys}
        made = []
        for name, wanted in aggregates.items():
            aggregate, schema[name] = self._aggregate(name, wanted)
            made.append(aggregate)
        relation = GroupRelation(self._data_set._relation, self._expressions(), tuple(made))
        return self._data_set._made(TypedRelation(relation, schema))

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
                    raise invalid_expression(
                        f"{name}: {kind} takes {', '.join(takes[:-1])} or {takes[-1]}, and {found} is {tag}"
                    )
                return GroupAggregate(name, kind, found.expression), _type_of(kind, found.type)
            case (str() | Attribute(), str(kind)):
                hint = did_you_mean(kind, _KINDS, are="values of an attribute")
                raise invalid_expression(f"{name}: there is no {kind!r} of an attribute: {hint}")
            case _:
                is_kind = isinstance(wanted, str) and wanted in _KINDS
                way_out = f": {name}=({name!r}, {wanted!r}) is that of {name!r}" if is_kind else ""
                raise invalid_expression(
                    f"{name} is 'count_rows', or a pair such as ('age', 'mean'), not {wanted!r}{way_out}"
                )


def grouped(
    data_set: "DataSet",
    keys: Iterable[str | Attribute | Iterable[str | Attribute]],
    computed: Mapping[str, Attribute],
) -> GroupedDataSet:
    """The rows of a data set in groups; see `DataSet.group_by`."""
    of = data_set._typed
    found = [of.named(key, "group_by(") for given in keys for key in listed(given)]
    for name, attribute in computed.items():
        of.check_computed(name, attribute, "ds['age'] // 10")
        found.append((name, attribute))
    if not 1 <= len(found) <= MOST_KEYS:
        raise invalid_request(f"group_by takes 1 to {MOST_KEYS} keys: ds.group_by('region')")
    check_attribute_names(name for name, _ in found)
    for name, attribute in found:
        if (tag := attribute.type.tag) not in _KEYS:
            raise invalid_expression(
                f"group_by takes BOOL, INT, FACTOR, TEXT or DATE, and {name} is {tag}: compute one of "
                f"these of it, and give that a name: group_by({name}=...)"
            )
    return GroupedDataSet(tuple(found), data_set)


def _type_of(kind: str, given: Type) -> Type:
    if kind in ("min", "max"):
        return given
    if kind == "mean" or (kind == "sum" and given.tag == "REAL"):
        return Type("REAL")
    return Type("INT")
