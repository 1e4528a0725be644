"""Each analysis as what the one door sums or chooses, and what becomes of it.

Everything here follows from the analysis and the declared types: no row is looked at.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from itertools import product as combinations
from typing import Any

from attrs import evolve, field, frozen

from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InferBounds,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.analysis_trees import value_to_tree
from leapyear_core.model.errors import InvalidAnalysis, TooManyKeys
from leapyear_core.model.expressions import Attribute, Call, Expression, type_of
from leapyear_core.model.keys import BinKey, Key, KeyValue, UnknownKey, ValueKey
from leapyear_core.model.lattice import (
    DistinctCount,
    LatticeTotal,
    RowCount,
    Summand,
    ValueCount,
    lattice_total,
    product,
    scaled,
)
from leapyear_core.model.profiles import Definition
from leapyear_core.model.relations import Projection, Relation, Table, Where
from leapyear_core.model.types import (
    REAL_LIMIT,
    BoolType,
    DataType,
    DateType,
    FactorType,
    IntType,
    RealType,
    Schema,
    TextType,
)
from leapyear_core.model.units import Contribution
from leapyear_core.privacy import estimates, moments
from leapyear_core.privacy.bounds import OutermostBins, grid
from leapyear_core.privacy.choices import (
    ChoicePlan,
    ChoiceReading,
    QuantileRange,
    QuantileTable,
    choices_of,
    price_choices,
)
from leapyear_core.privacy.estimates import (
    Difference,
    Known,
    Number,
    NumberTable,
    Place,
    Reading,
    Statistic,
    Total,
)
from leapyear_core.privacy.partitions import KeptGroups, KeysPlan, price_keys
from leapyear_core.privacy.pricing import (
    MOST_GROUPS,
    Accuracy,
    Exact,
    Plan,
    Spend,
    check_size,
    price,
)


@frozen
class Asked:
    """What is summed over what, in which groups, and what becomes of it.

    Attributes
    ----------
    analysis
        The analysis with everything said that it left to its relation's types: two that say the same are one.
    """

    analysis: Analysis
    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[Key, ...]
    reading: Reading

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.summands)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> Plan:
        """The plan for it; see `leapyear_core.privacy.pricing.price`."""
        parts = self.relation, self.summands, wanted, self.keys, self.reading
        return price(*parts, contributions, definition)


@frozen
class AskedChoices:
    """Which points are chosen from what, and what becomes of them; see `Asked`."""

    analysis: Analysis
    relation: Relation
    points: LatticeTotal
    quantiles: tuple[float, ...]
    reading: ChoiceReading

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.quantiles)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> ChoicePlan:
        """The plan for it; see `leapyear_core.privacy.choices.price_choices`."""
        choices = choices_of(self.quantiles, self.points, definition)
        parts = self.relation, self.points, choices, self.reading
        return price_choices(*parts, wanted, contributions, definition)


@frozen
class AskedKeys:
    """What is summed over what, in the groups of which private keys; see `Asked`.

    Attributes
    ----------
    delta_atto
        What to spend of delta on telling which groups there are, in units of 1e-18.
    """

    analysis: Analysis
    relation: Relation
    summands: tuple[Summand, ...]
    keys: tuple[UnknownKey, ...]
    reading: KeptGroups
    delta_atto: int = 1

    @property
    def parts(self) -> int:
        """How many numbers share the price."""
        return len(self.summands)

    def priced(
        self,
        wanted: Spend | Accuracy | Exact,
        contributions: Mapping[Table, Contribution],
        definition: Definition = Definition.ZCDP,
    ) -> KeysPlan:
        """The plan for it; see `leapyear_core.privacy.partitions.price_keys`."""
        return price_keys(
            self.relation,
            self.summands,
            self.keys,
            self.reading,
            wanted,
            contributions,
            self.delta_atto,
            definition,
        )


def asked_by(analysis: Analysis, schema: Schema) -> Asked | AskedChoices | AskedKeys:
    """What to measure for an analysis of a relation with this schema.

    Raises
    ------
    AttributeNotFound, InvalidExpression, InvalidAnalysis
        If the expression does not fit the schema or the analysis.
    TooManyKeys
        If the answer would hold more groups or numbers than one question may ask for.
    """
    match analysis:
        case CountRows() | Count() | CountDistinct() | Sum() | Mean():
            return _aggregated(analysis, schema)
        case Moment():
            return _moment(analysis, schema)
        case Matrix():
            return _matrix(analysis, schema)
        case Histogram():
            return _histogram(analysis, schema)
        case GroupBy():
            return _group_by(analysis, schema)
        case Describe():
            return _describe(analysis, schema)
        case InferBounds():
            return _infer_bounds(analysis, schema)
        case Quantile() | Quantiles() | InterquartileRange():
            return _quantiles(analysis, schema)


@frozen
class _Sums:
    """Summands, each at its place, and none of them twice: what two statistics need is paid for once."""

    places: dict[Summand, int] = field(factory=dict)

    def place(self, summand: Summand) -> int:
        return self.places.setdefault(summand, len(self.places))

    def statistic(self, kind: str, expression: Expression | None, schema: Schema) -> Statistic:
        """A count, a sum or a mean."""
        if expression is None:
            return Total(self.place(RowCount()))
        given = type_of(expression, schema)
        match kind:
            case "count":
                return Total(self.place(ValueCount(expression)))
            case "count_distinct":
                return Total(self.place(DistinctCount(expression)))
            case "sum":
                return Total(self.place(lattice_total(expression, given, centred=False)))
            case _:
                total = self.place(lattice_total(expression, given, centred=True))
                return estimates.Mean(total, self.place(ValueCount(expression)))

    def powers(self, expression: Expression, schema: Schema, most: int) -> tuple[int, ...]:
        """The places of the number of values, and of the sums of their powers."""
        factor = scaled(expression, type_of(expression, schema))
        return (
            self.place(ValueCount(expression)),
            *(self.place(product(*[factor] * power)) for power in range(1, most + 1)),
        )

    def asked(
        self, analysis: Analysis, relation: Relation, keys: tuple[Key, ...], reading: Reading
    ) -> Asked:
        return Asked(analysis, relation, tuple(self.places), keys, reading)


_KINDS = {
    CountRows: "count_rows",
    Count: "count",
    CountDistinct: "count_distinct",
    Sum: "sum",
    Mean: "mean",
}


def _aggregated(analysis: CountRows | Count | CountDistinct | Sum | Mean, schema: Schema) -> Asked:
    sums = _Sums()
    expression = None if isinstance(analysis, CountRows) else analysis.expression
    reading = Number(sums.statistic(_KINDS[type(analysis)], expression, schema))
    return sums.asked(analysis, analysis.relation, (), reading)


_POWERS = {"variance": 2, "std": 2, "skewness": 3, "kurtosis": 4}


def _moment(analysis: Moment, schema: Schema) -> Asked:
    sums = _Sums()
    places = sums.powers(analysis.expression, schema, _POWERS[analysis.kind])
    reading = Number(moments.Moment(analysis.kind, places, analysis.ddof))
    return sums.asked(analysis, analysis.relation, (), reading)


def _matrix(analysis: Matrix, schema: Schema) -> Asked:
    attributes = analysis.attributes
    _check_names([each.name for each in attributes])
    count = len(attributes)
    check_size((), 1 + count + count * (count + 1) // 2)
    sums = _Sums()
    rows = sums.place(RowCount())
    factors = [scaled(each.expression, type_of(each.expression, schema)) for each in attributes]
    firsts = [sums.place(product(factor)) for factor in factors]
    squares = [sums.place(product(factor, factor)) for factor in factors]
    places = []
    for row, column in combinations(range(count), repeat=2):
        if column < row:
            continue
        mixed = sums.place(product(factors[row], factors[column]))
        of: Statistic = moments.Comoment(
            analysis.kind,
            rows,
            (firsts[row], firsts[column]),
            (squares[row], squares[column]),
            mixed,
            analysis.ddof,
        )
        if analysis.kind == "correlation" and row == column:
            of = Known(1.0)
        keys = tuple(value_to_tree(attributes[each].name) for each in (row, column))
        places.append(Place(keys, analysis.kind, 0, of))
    reading = NumberTable(("attribute", "other"), tuple(places))
    return sums.asked(analysis, _complete(analysis.relation, attributes), (), reading)


def _complete(relation: Relation, attributes: tuple[Projection, ...]) -> Relation:
    """The rows in which none of the attributes is null."""
    present = (Call("not", (Call("is_null", (each.expression,)),)) for each in attributes)
    return Where(relation, Call("and", tuple(present)))


def _histogram(analysis: Histogram, schema: Schema) -> Asked:
    _check_names([axis.name for axis in analysis.axes])
    axes = tuple(_with_edges(axis, schema) for axis in analysis.axes)
    keys = tuple(BinKey(axis.expression, axis.edges or ()) for axis in axes)
    sums = _Sums()
    of = sums.statistic("count_rows", None, schema)
    check_size(keys, len(sums.places))
    reading = _table(tuple(axis.name for axis in axes), keys, [("count_rows", of)])
    return sums.asked(evolve(analysis, axes=axes), analysis.relation, keys, reading)


def _with_edges(axis: Axis, schema: Schema) -> Axis:
    given = type_of(axis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(
            f"a histogram has bins of INT or REAL, and {axis.name!r} is {given.kind.upper()}: group by it instead"
        )
    if axis.edges is None:
        lower = float(given.lower if axis.lower is None else axis.lower)
        upper = float(given.upper if axis.upper is None else axis.upper)
        axis = evolve(axis, edges=_even_edges(axis.name, lower, upper, axis.bins))
    edges = axis.edges or ()
    if not all(one < other for one, other in pairwise(edges)):
        raise InvalidAnalysis(f"the edges of the bins of {axis.name!r} do not increase")
    return Axis(axis.name, axis.expression, edges)


def _even_edges(name: str, lower: float, upper: float, bins: int) -> tuple[float, ...]:
    if max(abs(lower), abs(upper)) >= REAL_LIMIT:
        raise InvalidAnalysis(
            f"{name!r} has no useful bounds: say where the bins begin and end, or clip it"
        )
    if lower > upper:
        raise InvalidAnalysis(f"the range ({lower}, {upper}) of the bins is the wrong way round")
    if lower == upper:  # as numpy has it
        lower, upper = lower - 0.5, upper + 0.5
    inner = (lower + (upper - lower) * number / bins for number in range(bins))
    return (*inner, upper)


def _group_by(analysis: GroupBy, schema: Schema) -> Asked | AskedKeys:
    _check_names([key.name for key in analysis.keys])
    _check_names([each.name for each in analysis.aggregates])
    given = [type_of(key.expression, schema) for key in analysis.keys]
    values = [_values(key, each) for key, each in zip(analysis.keys, given, strict=True)]
    known = [each for each in values if each is not None]
    sums = _Sums()
    if analysis.unknown_keys or len(known) < len(values):
        sums.place(RowCount())  # what groups are told by
        named = [(each.name, _of(each, sums, schema)) for each in analysis.aggregates]
        check_size((), len(sums.places))
        return AskedKeys(
            evolve(analysis, unknown_keys=True),
            analysis.relation,
            tuple(sums.places),
            tuple(UnknownKey(key.expression, key.values) for key in analysis.keys),
            KeptGroups(tuple(key.name for key in analysis.keys), tuple(named)),
        )
    keys = tuple(
        ValueKey(key.expression, each) for key, each in zip(analysis.keys, known, strict=True)
    )
    named = [(each.name, _of(each, sums, schema)) for each in analysis.aggregates]
    check_size(keys, len(sums.places))
    reading = _table(tuple(key.name for key in analysis.keys), keys, named)
    return sums.asked(analysis, analysis.relation, keys, reading)


def _of(aggregate: Aggregate, sums: _Sums, schema: Schema) -> Statistic:
    return sums.statistic(aggregate.kind, aggregate.expression, schema)


def _values(key: GroupKey, given: DataType) -> tuple[KeyValue, ...] | None:
    """The values of a key; None where they are private."""
    values = key.values
    if values is None:
        match given:
            case BoolType():
                return (False, True)
            case FactorType():
                return given.values
            case IntType(lower, upper):
                return tuple(range(lower, upper + 1)) if upper - lower < MOST_GROUPS else None
            case TextType() | DateType():
                return None
            case _:
                raise InvalidAnalysis(
                    f"groups are of BOOL, INT, FACTOR, TEXT or DATE, and {key.name!r} is {given.kind.upper()}: a"
                    " histogram has bins of numbers"
                )
    if not all(_fits(value, given) for value in values):
        raise InvalidAnalysis(
            f"{key.name!r} is {given.kind.upper()}, and the values to have groups of are not all of that kind"
        )
    if len(set(values)) != len(values):
        raise InvalidAnalysis(f"a value of {key.name!r} is named twice")
    return values


def _fits(value: object, given: DataType) -> bool:
    kinds: dict[type[DataType], str] = {
        BoolType: "bool",
        IntType: "int",
        FactorType: "str",
        TextType: "str",
        DateType: "date",
    }
    return kinds.get(type(given)) == type(value).__name__


def _describe(analysis: Describe, schema: Schema) -> Asked:
    _check_names(analysis.attributes)
    sums = _Sums()
    rows = sums.place(RowCount())
    places = []
    for name in analysis.attributes:
        keys = (value_to_tree(name),)
        for statistic, of in _described(Attribute(name), sums, rows, schema):
            places.append(Place(keys, statistic, 0, of))
        check_size((), len(sums.places))
    reading = NumberTable(("attribute",), tuple(places))
    return sums.asked(analysis, analysis.relation, (), reading)


def _described(
    attribute: Attribute, sums: _Sums, rows: int, schema: Schema
) -> Iterator[tuple[str, Statistic]]:
    given = type_of(attribute, schema)
    count = sums.place(ValueCount(attribute))
    yield "count", Total(count)
    yield "missing", Difference(rows, count)
    if isinstance(given, BoolType | IntType) or (
        isinstance(given, RealType) and max(-given.lower, given.upper) < REAL_LIMIT
    ):
        powers = sums.powers(attribute, schema, 2)
        yield "mean", estimates.Mean(powers[1], count)
        yield "std", moments.Moment("std", powers)


def _infer_bounds(analysis: InferBounds, schema: Schema) -> Asked:
    given = type_of(analysis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(f"{given.kind.upper()} has no bounds to find: only INT and REAL have")
    return Asked(
        analysis,
        analysis.relation,
        (RowCount(),),
        (BinKey(analysis.expression, grid(given)),),
        OutermostBins(given),
    )


#: The most quantiles that one question may ask for.
_MOST_QUANTILES = 100


def _quantiles(analysis: Quantile | Quantiles | InterquartileRange, schema: Schema) -> AskedChoices:
    if isinstance(analysis, InterquartileRange):
        quantiles: tuple[float, ...] = (0.25, 0.75)
        reading: ChoiceReading = QuantileRange()
    else:
        is_one = isinstance(analysis, Quantile)
        quantiles = (analysis.quantile,) if isinstance(analysis, Quantile) else analysis.quantiles
        reading = QuantileTable(quantiles, is_one)
    given = type_of(analysis.expression, schema)
    if not isinstance(given, IntType | RealType):
        raise InvalidAnalysis(
            f"{given.kind.upper()} has no quantiles: only INT and REAL have, DATE by way of its parts"
        )
    if not all(0 <= each <= 1 for each in quantiles):
        raise InvalidAnalysis("a quantile is a share of the values, from 0 to 1")
    if len(set(quantiles)) != len(quantiles):
        raise InvalidAnalysis("a quantile is asked for twice")
    if len(quantiles) > _MOST_QUANTILES:
        raise TooManyKeys(
            f"{len(quantiles)} quantiles are asked for, and a question may ask for {_MOST_QUANTILES}"
        )
    # The points of a REAL are as they are kept: numbered from the middle. A whole number is a point itself.
    points = lattice_total(analysis.expression, given, centred=isinstance(given, RealType))
    return AskedChoices(analysis, analysis.relation, points, quantiles, reading)


def _table(
    dimensions: tuple[str, ...], keys: tuple[Key, ...], named: list[tuple[str, Statistic]]
) -> NumberTable:
    """Each of the statistics for each combination of the keys."""
    return NumberTable(
        dimensions,
        tuple(
            Place(labels, name, group, of)
            for group, labels in enumerate(combinations(*map(_labels, keys)))
            for name, of in named
        ),
    )


def _labels(key: Key) -> list[dict[str, Any]]:
    if isinstance(key, ValueKey):
        return list(map(value_to_tree, key.values))
    return [{"kind": "bin", "lower": lower, "upper": upper} for lower, upper in pairwise(key.edges)]


def _check_names(names: Any) -> None:
    if len(set(names)) != len(names):
        raise InvalidAnalysis("two parts of the answer would have one name: rename one of them")
