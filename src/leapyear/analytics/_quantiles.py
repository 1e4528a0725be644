"""Values by their rank: the median and its kin."""

from collections.abc import Iterable, Mapping
from numbers import Real
from typing import overload

from leapyear._answers import RichResult
from leapyear._questions import Ranked
from leapyear._refusals import invalid_analysis
from leapyear._vectors import VectorResult
from leapyear.analytics._checks import name_of, of_numbers
from leapyear.analytics._forms import NumberForm, VectorForm, quantiles_of
from leapyear.analytics.classes import Analysis
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet

_MOST = 100


def median(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The median of an attribute over the rows in which it is not missing.

    A value near to it is chosen by chance, the nearer the likelier: how near does not depend on the
    bounds of the attribute, as it does for a mean, but on how close its values are.

    The ends of its interval are chosen in the same way. They hold the exact value 95 times in 100
    where values lie about as densely on both sides of it, over as many values as the noise is worth.
    Where many are alike, or where the noise is worth as many values as lie beyond it and the bounds
    are far wider than these, it may hold it seldom: declare bounds that are not, or spend more.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a number in the unit of the attribute, an int for INT.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL.

    Examples
    --------
    >>> median("income", ds)
    median(income, DataSet.from_table('clinic.visits'))
    """
    return _one("median", attribute, data_set, 0.5)


@overload
def quantile(
    attribute: str | Attribute, data_set: DataSet, q: float = 0.5
) -> Analysis[float, RichResult]: ...


@overload
def quantile(
    attribute: str | Attribute, data_set: DataSet, q: Iterable[float]
) -> Analysis[Mapping[float, float], VectorResult]: ...


def quantile(
    attribute: str | Attribute, data_set: DataSet, q: float | Iterable[float] = 0.5
) -> Analysis[float, RichResult] | Analysis[Mapping[float, float], VectorResult]:
    """The values that given shares of all values lie below; see `median`.

    Several quantiles at once are one question: the rows are looked at once for all of them, and they
    share its price.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.
    q
        A share from 0 to 1, or several of them. 0 and 1 are `min` and `max`.

    Returns
    -------
    Analysis
        To be run; its answer is a number in the unit of the attribute, an int for INT, and of several
        shares a dict with these as keys. With ``rich_result=True`` the latter is a `VectorResult`, which plots
        itself.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL, or a share is none.

    Examples
    --------
    >>> list(quantile("income", ds, [0.1, 0.5, 0.9]).run())
    [0.1, 0.5, 0.9]
    """
    if isinstance(q, Real):
        share = _share(q)
        return _one("quantile", attribute, data_set, share, f"{share:g}")
    found = of_numbers("quantile", attribute, data_set, also_bool=False)
    shares = _shares(q)
    asked = Ranked(found.expression, shares, str(list(shares)))
    is_whole = found.type.tag == "INT"
    form = VectorForm(quantiles_of, attribute=name_of(found), is_whole=is_whole)
    return Analysis("quantiles", data_set, asked, form)


def min(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:  # noqa: A001
    """A value that few others lie below: the least that can be told.

    What the least value of all is, is the secret of one row. So a quantile is told that is as
    extreme as the price allows: some values lie below it, more of them the less is spent.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a number in the unit of the attribute, an int for INT.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL.

    Examples
    --------
    >>> min("income", ds)
    min(income, DataSet.from_table('clinic.visits'))
    """
    return _one("min", attribute, data_set, 0.0)


def max(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:  # noqa: A001
    """A value that few others lie above: the greatest that can be told; see `min`.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a number in the unit of the attribute, an int for INT.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL.

    Examples
    --------
    >>> max("income", ds)
    max(income, DataSet.from_table('clinic.visits'))
    """
    return _one("max", attribute, data_set, 1.0)


def iqr(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The interquartile range: how far the quantiles 0.25 and 0.75 are apart; see `median`.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a number in the unit of the attribute, an int for INT.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL.

    Examples
    --------
    >>> iqr("income", ds)
    iqr(income, DataSet.from_table('clinic.visits'))
    """
    found = of_numbers("iqr", attribute, data_set, also_bool=False)
    return Analysis("iqr", data_set, found.expression, NumberForm(found.type.tag == "INT"))


def _one(
    name: str, attribute: str | Attribute, data_set: DataSet, share: float, told: str = ""
) -> Analysis[float, RichResult]:
    found = of_numbers(name, attribute, data_set, also_bool=False)
    asked = Ranked(found.expression, (share,), told)
    return Analysis("quantile", data_set, asked, NumberForm(found.type.tag == "INT"))


def _shares(given: object) -> tuple[float, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TypeError(f"q is a share from 0 to 1, or a list of them, not {given!r}")
    shares = tuple(map(_share, given))
    if not shares:
        raise invalid_analysis("q is empty: name at least one share, 0.5 for the median")
    if len(set(shares)) != len(shares):
        raise invalid_analysis("a share is named twice in q")
    if len(shares) > _MOST:
        raise invalid_analysis(f"q has {len(shares)} shares, and a question may have {_MOST}")
    return shares


def _share(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, Real):
        raise TypeError(f"q is a share from 0 to 1, not {given!r}")
    share = float(given)
    if not 0 <= share <= 1:
        raise invalid_analysis(
            f"q is a share from 0 to 1, not {given}: 0.9 for what nine in ten lie below"
        )
    return share
