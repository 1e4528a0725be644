"""Questions about one attribute, or none."""

from leapyear._answers import RichResult
from leapyear._questions import Spread
from leapyear.analytics._checks import checked, checked_ddof, of_numbers
from leapyear.analytics._forms import NumberForm
from leapyear.analytics.classes import Analysis
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet


def count_rows(data_set: DataSet) -> Analysis[float, RichResult]:
    """The number of rows.

    Parameters
    ----------
    data_set
        The rows to count.

    Returns
    -------
    Analysis
        To be run; its answer is an int.

    Examples
    --------
    >>> count_rows(ds.where(ds.age > 40)).run()
    131445
    """
    return Analysis("count_rows", checked("count_rows(ds)", data_set), None, NumberForm(True))


def count(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The number of rows in which an attribute is not missing.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed.
    data_set
        The rows to count.

    Returns
    -------
    Analysis
        To be run; its answer is an int.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.

    Examples
    --------
    >>> count("age", ds).run()
    199588
    """
    found = checked("count('age', ds)", data_set)._resolve(attribute)
    return Analysis("count", data_set, found.expression, NumberForm(True))


def count_distinct(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The number of different values that an attribute has; a missing one is no value.

    Its noise is that of a count: however many different values there are, one row brings one of
    them at most.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed.
    data_set
        The rows whose values are meant.

    Returns
    -------
    Analysis
        To be run; its answer is an int.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.

    Examples
    --------
    >>> count_distinct("income", ds).run()
    189312
    """
    found = checked("count_distinct('age', ds)", data_set)._resolve(attribute)
    return Analysis("count_distinct", data_set, found.expression, NumberForm(True))


def sum(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:  # noqa: A001
    """The sum of an attribute; missing values add nothing, True counts as 1.

    Its noise grows with the larger of its bounds: `Attribute.clip` makes them tighter.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows to sum over.

    Returns
    -------
    Analysis
        To be run; its answer is in the unit of the attribute, and an int for BOOL and INT.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> sum(ds.income.clip(0, 200_000), ds).run()
    7912818060.270508
    """
    found = of_numbers("sum", attribute, data_set)
    return Analysis("sum", data_set, found.expression, NumberForm(found.type.tag != "REAL"))


def mean(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The mean of an attribute over the rows in which it is not missing.

    The mean of a BOOL is the share of True.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows to average over.

    Returns
    -------
    Analysis
        To be run; its answer is a float in the unit of the attribute.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> mean("age", ds).run()
    47.31
    """
    found = of_numbers("mean", attribute, data_set)
    return Analysis("mean", data_set, found.expression, NumberForm())


def variance(
    attribute: str | Attribute, data_set: DataSet, *, ddof: int = 1
) -> Analysis[float, RichResult]:
    """The variance of an attribute over the rows in which it is not missing.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows.
    ddof
        1, as in pandas, for the variance of a sample, with the number of values less one as the
        divisor; 0, as in numpy, for that of a population.

    Returns
    -------
    Analysis
        To be run; its answer is a float in the unit of the attribute, squared. With few values it
        may be negative: nothing is clipped.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> variance("age", ds).run()
    288.95
    """
    found = of_numbers("variance", attribute, data_set)
    asked = Spread(found.expression, checked_ddof(ddof))
    return Analysis("variance", data_set, asked, NumberForm())


def std(
    attribute: str | Attribute, data_set: DataSet, *, ddof: int = 1
) -> Analysis[float, RichResult]:
    """The standard deviation of an attribute over the rows in which it is not missing.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows.
    ddof
        As for `variance`.

    Returns
    -------
    Analysis
        To be run; its answer is a float in the unit of the attribute, and 0 where noise made the
        variance negative.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> std("age", ds).run()
    16.995
    """
    found = of_numbers("std", attribute, data_set)
    return Analysis("std", data_set, Spread(found.expression, checked_ddof(ddof)), NumberForm())


def skewness(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The skewness of an attribute: 0 of what is symmetric, positive with a long tail above.

    That of a sample, as in pandas (Joanes and Gill 1998, G1). It takes more rows than a mean to say
    anything: its interval tells.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a float without a unit.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> skewness("income", ds)
    skewness(income, DataSet.from_table('clinic.visits'))
    """
    found = of_numbers("skewness", attribute, data_set)
    return Analysis("skewness", data_set, found.expression, NumberForm())


def kurtosis(attribute: str | Attribute, data_set: DataSet) -> Analysis[float, RichResult]:
    """The excess kurtosis of an attribute: 0 of a normal distribution, more with heavier tails.

    That of a sample, as in pandas (Joanes and Gill 1998, G2). It takes more rows than a mean to say
    anything: its interval tells.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: BOOL, INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is a float without a unit.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither BOOL, INT nor REAL.

    Examples
    --------
    >>> kurtosis("income", ds)
    kurtosis(income, DataSet.from_table('clinic.visits'))
    """
    found = of_numbers("kurtosis", attribute, data_set)
    return Analysis("kurtosis", data_set, found.expression, NumberForm())
