"""Numbers for each group of rows."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Never, TypeAlias

from attrs import field, frozen

from leapyear._expressions import Value
from leapyear._literals import day_of, plain_value, read_moment
from leapyear._names import check_attribute_name
from leapyear._questions import Aggregate, GroupKey, Groups
from leapyear._refusals import described, invalid_analysis
from leapyear._suggest import did_you_mean
from leapyear._vectors import VectorResult
from leapyear.analytics._checks import check_distinct, checked, flag, name_of, of_numbers
from leapyear.analytics._forms import VectorForm, grouped_of
from leapyear.analytics.classes import Analysis
from leapyear.analytics.values import Grouped
from leapyear.dataset._typed_relation import listed
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet
from leapyear.exceptions import GroupbyAggTooManyKeysError

#: A number to have of each group: ``"count_rows"``, or an attribute and ``"count"``,
#: ``"count_distinct"``, ``"sum"`` or ``"mean"``.
Wanted: TypeAlias = str | tuple[str | Attribute, str]

_MOST, _MOST_KEYS, _MOST_GROUPS = 64, 8, 10_000
_COUNTS = ("count", "count_distinct")
_OF_ATTRIBUTES = (*_COUNTS, "sum", "mean")
_KEYS = {"BOOL": bool, "INT": int, "FACTOR": str, "TEXT": str, "DATE": dt.date}
#: What to do about keys that there are no groups of.
_INSTEAD = {
    "REAL": "a histogram has bins of numbers",
    "DATETIME": "group by its day, leapyear.functions.to_date, or by its month or hour",
}


@frozen(repr=False)
class GroupBy:
    """Groups of rows; made by `group_by`, and asked about with `agg`."""

    _keys: tuple[GroupKey, ...]
    _data_set: DataSet = field()
    _unknown_keys: bool = False

    def __repr__(self) -> str:
        keys = ", ".join(key.name for key in self._keys)
        unknown = ", unknown_keys=True" if self._unknown_keys else ""
        return f"group_by([{keys}], {self._data_set!r}{unknown})"

    def agg(
        self, *unnamed: Never, nonnegative: bool = False, **numbers: Wanted
    ) -> Analysis[Grouped, VectorResult]:
        """Numbers for each group.

        All groups together cost what one group does, since a row is in one of them; several numbers
        share the price.

        Parameters
        ----------
        nonnegative
            Whether to tell counts that noise made negative as 0. The client does that, after all
            noise: sums of such counts are too high on the average.
        **numbers
            What each number is called, and what it is: ``"count_rows"``, or, as in pandas, a pair of
            an attribute and ``"count"``, ``"count_distinct"``, ``"sum"`` or ``"mean"``.

        Returns
        -------
        Analysis
            To be run; its answer is a mapping from each group's key (a tuple of keys, if there are
            several) to a mapping from names to numbers. Of unknown keys the rows of each group are
            counted in any case, as one of the numbers; its `VectorResult` tells the threshold.

        Raises
        ------
        AttributeNotFound
            If the data set has no such attribute.
        InvalidAnalysis
            If no number is asked for, or one that there is not.
        GroupbyAggTooManyKeysError
            If there are more than 10,000 groups, or 20,000 noisy sums. Of unknown keys only the
            answer can show it, which is paid for then.

        Examples
        --------
        >>> found = group_by("smoker", ds).agg(rows="count_rows", age=("age", "mean")).run()
        >>> found[True]["age"]
        50.4
        """
        if unnamed:  # as pandas takes them
            raise TypeError("each number has a name: agg(rows='count_rows', age=('age', 'mean'))")
        if len(numbers) > _MOST:
            raise invalid_analysis(f"agg takes up to {_MOST} numbers, not {len(numbers)}")
        if not numbers:
            raise invalid_analysis("agg needs a number at least: agg(rows='count_rows')")
        aggregates = tuple(self._aggregate(name, wanted) for name, wanted in numbers.items())
        counts = {each.name for each in aggregates if each.kind in ("count_rows", *_COUNTS)}
        form = VectorForm(
            grouped_of,
            frozenset(counts) if flag(nonnegative, "nonnegative") else frozenset(),
        )
        groups = Groups(self._keys, aggregates, self._unknown_keys)
        return Analysis("group_by", self._data_set, groups, form)

    def _aggregate(self, name: str, wanted: object) -> Aggregate:
        match wanted:
            case "count_rows":
                return Aggregate(check_attribute_name(name), "count_rows", None)
            case (str() | Attribute() as attribute, str(kind)) if kind in _OF_ATTRIBUTES:
                found = (
                    self._data_set._resolve(attribute)
                    if kind in _COUNTS
                    else of_numbers(kind, attribute, self._data_set)
                )
                return Aggregate(check_attribute_name(name), kind, found.expression)
            case (str(kind), str(attribute)) if (
                kind in _OF_ATTRIBUTES and attribute in self._data_set._typed.schema
            ):
                raise invalid_analysis(
                    f"{name}: the attribute comes first: {name}=({attribute!r}, {kind!r})"
                )
            case (_, str(kind)):
                hint = did_you_mean(kind, _OF_ATTRIBUTES, are="numbers of an attribute")
                raise invalid_analysis(f"{name}: there is no {kind!r} of an attribute: {hint}")
            case _:
                raise invalid_analysis(
                    f"{name} is 'count_rows', or a pair such as ('age', 'mean'), not {wanted!r}"
                )


def group_by(
    keys: str | Attribute | Iterable[str | Attribute],
    data_set: DataSet,
    *,
    values: Mapping[str, Iterable[Value]] | None = None,
    unknown_keys: bool = False,
) -> GroupBy:
    """The rows of a data set in groups, for numbers of each.

    Where everybody knows the values of the keys, every group is answered, also one without rows, so
    that it tells nothing that a group is there. Where they are private, as those of a TEXT are, the
    rows of each group are counted with noise, and a group is answered if that reaches a threshold:
    one that few are in is not. Whoever is the only one in a group is told by it with a probability
    of `delta` at most, which is taken from the delta of the privacy limit; see `Analysis.run`.

    Parameters
    ----------
    keys
        An attribute, or several: BOOL, INT, FACTOR, TEXT or DATE. There is a group for each value
        of a BOOL, of a FACTOR, and within the bounds of an INT; for the values of a TEXT, of a DATE,
        and of an INT with 10,000 values or more, where they have enough rows.
    data_set
        The rows. Those in which a key is missing are in no group.
    values
        For each key, by its name, the values to have groups of; days as such or as they are typed,
        ``"2024-05-17"``. Rows with others are in no group.
        With the values of all keys named, every group is answered.
    unknown_keys
        Whether to answer groups of enough rows only, although all could be: of several keys of many
        values, most of whose combinations have no rows, say.

    Returns
    -------
    GroupBy
        To be asked about with ``agg``.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If a key is of another type, or a value is not of its type.
    GroupbyAggTooManyKeysError
        If more than 10,000 values of a key are named.
    InvalidExpression
        If a value is one that no question can hold.

    Examples
    --------
    >>> group_by("smoker", ds).agg(rows="count_rows")
    group_by([smoker], DataSet.from_table('clinic.visits')).agg(rows='count_rows')
    >>> group_by("age", ds, unknown_keys=True).agg(rows="count_rows")
    group_by([age], DataSet.from_table('clinic.visits'), unknown_keys=True).agg(rows='count_rows')
    >>> days = group_by("visited", ds).agg(rows="count_rows").run(rich_result=True)
    >>> days.threshold, days.delta, len(days.cells)
    (98, 1e-11, 365)
    """
    checked("group_by('region', ds)", data_set)
    if isinstance(keys, Mapping):
        raise TypeError(
            "keys are a list of names, and the values to have groups of are given beside them:"
            " group_by(['region'], ds, values={'region': ['north', 'south']})"
        )
    found = [data_set._resolve(key) for key in listed(keys)]
    if not found:
        raise invalid_analysis("group_by needs a key at least: group_by('region', ds)")
    if len(found) > _MOST_KEYS:
        raise invalid_analysis(f"group_by takes up to {_MOST_KEYS} keys, not {len(found)}")
    check_distinct("group_by", map(name_of, found))
    named = {name_of(key): key for key in found}
    if values is not None and not isinstance(values, Mapping):
        raise TypeError(
            "values is a mapping from keys to the values to have groups of, such as"
            f" {{{next(iter(named))!r}: [...]}}, not {described(values)}"
        )
    unknown = [name for name in values or {} if name not in named]
    if unknown:
        raise invalid_analysis(
            f"values names {unknown[0]!r}, which is no key: {did_you_mean(unknown[0], list(named), are='keys')}"
        )
    return GroupBy(
        tuple(
            GroupKey(name, key.expression, _values(name, key, (values or {}).get(name)))
            for name, key in named.items()
        ),
        data_set,
        flag(unknown_keys, "unknown_keys"),
    )


def _values(name: str, key: Attribute, values: Iterable[Value] | None) -> tuple[Value, ...] | None:
    tag = key.type.tag
    if tag not in _KEYS:
        raise invalid_analysis(
            f"group_by takes BOOL, INT, FACTOR, TEXT or DATE, and {name} is {tag}: {_INSTEAD[tag]}"
        )
    if values is None:
        return None
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"the values of {name} are a list, such as [{values!r}], not {values!r}")
    found = tuple(_value(name, tag, each) for each in values)
    declared = [str(each) for each in key.type.contents or ()] if tag == "FACTOR" else []
    for each in found:
        if declared and each not in declared:
            hint = did_you_mean(str(each), declared, are="values")
            raise invalid_analysis(f"{name} is never {each!r}; {hint}")
    if not found:
        raise invalid_analysis(f"values names none of {name}")
    if len(found) > _MOST_GROUPS:
        raise GroupbyAggTooManyKeysError(
            f"{len(found)} values of {name} are named, and a question may ask for {_MOST_GROUPS} groups",
            code="too_many_keys",
        )
    return found


def _value(name: str, tag: str, value: object) -> Value:
    """A value of a key, also one of NumPy or pandas."""
    plain = value
    with contextlib.suppress(TypeError):
        plain = None if value is None else plain_value(value)
    if tag == "DATE" and isinstance(plain, str):
        plain = read_moment(plain)
    if tag == "DATE" and isinstance(plain, dt.datetime):
        plain = day_of(plain, name)
    if not isinstance(plain, bool | int | str | dt.date) or type(plain) is not _KEYS[tag]:
        raise invalid_analysis(f"{name} is {tag}, and {value!r} is no value of it")
    return plain
