"""Questions about several attributes together."""

from collections.abc import Iterable

from leapyear._expressions import Expression
from leapyear._questions import Attributes, Names
from leapyear._refusals import invalid_analysis
from leapyear._vectors import VectorResult
from leapyear.analytics._checks import check_distinct, checked, checked_ddof, name_of, of_numbers
from leapyear.analytics._forms import VectorForm, description_of, matrix_of
from leapyear.analytics.classes import Analysis
from leapyear.analytics.values import Description, Matrix
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet

_MOST = 100


def covariance(
    attributes: Iterable[str | Attribute], data_set: DataSet, *, ddof: int = 1
) -> Analysis[Matrix, VectorResult]:
    """The covariance of each pair of attributes, in one pass and for one price.

    Over the rows in which none of them is missing: pandas takes other rows for each pair.

    Parameters
    ----------
    attributes
        Their names, or such as ``ds["age"]``: BOOL, INT or REAL, up to 100.
    data_set
        The rows.
    ddof
        As for `variance`.

    Returns
    -------
    Analysis
        To be run; its answer is a `Matrix`.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If one is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> covariance(["age", "income"], ds)
    covariance([age, income], DataSet.from_table('clinic.visits'), ddof=1)
    """
    named = _named("covariance", attributes, data_set)
    asked = Attributes(named, checked_ddof(ddof))
    return Analysis("covariance", data_set, asked, VectorForm(matrix_of))


def correlation(
    attributes: Iterable[str | Attribute], data_set: DataSet
) -> Analysis[Matrix, VectorResult]:
    """The correlation of each pair of attributes, in one pass and for one price.

    That of Pearson, over the rows in which none of them is missing: pandas takes other rows for
    each pair. Noise may carry one beyond 1: nothing is clipped.

    Parameters
    ----------
    attributes
        Their names, or such as ``ds["age"]``: BOOL, INT or REAL, up to 100.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a `Matrix`.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If one is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> correlation(["age", "income"], ds).run()["age", "age"]
    1.0
    """
    asked = Attributes(_named("correlation", attributes, data_set))
    return Analysis("correlation", data_set, asked, VectorForm(matrix_of))


def describe(data_set: DataSet) -> Analysis[Description, VectorResult]:
    """A data set at a glance, in one pass and for one price.

    For each attribute how many values there are and how many are missing; of each BOOL, INT and
    REAL with bounds also the mean and the standard deviation.

    Parameters
    ----------
    data_set
        The rows. `DataSet.project` leaves attributes out: fewer of them are told more exactly.

    Returns
    -------
    Analysis
        To be run; its answer is a mapping from attributes to mappings from ``"count"``,
        ``"missing"``, ``"mean"`` and ``"std"`` to numbers.

    Examples
    --------
    >>> describe(ds).run()["age"]["mean"]
    47.4
    """
    names = tuple(checked("describe(ds)", data_set).schema)
    return Analysis("describe", data_set, Names(names), VectorForm(description_of))


def _named(
    kind: str, attributes: Iterable[str | Attribute], data_set: DataSet
) -> tuple[tuple[str, Expression], ...]:
    checked(f"{kind}(['age', 'income'], ds)", data_set)
    if isinstance(attributes, str | Attribute):
        raise TypeError(f"{kind} takes a list of attributes: {kind}(['age', 'income'], ds)")
    found = [of_numbers(kind, each, data_set) for each in attributes]
    if not found:
        raise invalid_analysis(f"{kind} needs an attribute at least")
    if len(found) > _MOST:
        raise invalid_analysis(f"{kind} takes up to {_MOST} attributes, not {len(found)}")
    check_distinct(kind, map(name_of, found))
    return tuple((name_of(each), each.expression) for each in found)
