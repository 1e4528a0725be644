"""Questions about one attribute, or none."""

from leapyear.analytics.classes import Analysis
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet
from leapyear.exceptions import InvalidAnalysis


def count_rows(data_set: DataSet) -> Analysis:
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
    return Analysis("count_rows", _checked("count_rows(ds)", data_set), is_whole=True)


def count(attribute: str | Attribute, data_set: DataSet) -> Analysis:
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
    found = _checked("count('age', ds)", data_set)._resolve(attribute)
    return Analysis("count", data_set, found.expression, is_whole=True)


def sum(attribute: str | Attribute, data_set: DataSet) -> Analysis:  # noqa: A001
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
    found = _summable("sum", attribute, data_set)
    return Analysis("sum", data_set, found.expression, is_whole=found.type.tag != "REAL")


def mean(attribute: str | Attribute, data_set: DataSet) -> Analysis:
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
    return Analysis("mean", data_set, _summable("mean", attribute, data_set).expression)


def _checked(usage: str, data_set: object) -> DataSet:
    if not isinstance(data_set, DataSet):
        raise TypeError(f"the question is {usage} with a DataSet ds, not {type(data_set).__name__}")
    return data_set


def _summable(kind: str, attribute: str | Attribute, data_set: DataSet) -> Attribute:
    found = _checked(f"{kind}('age', ds)", data_set)._resolve(attribute)
    if found.type.tag not in ("BOOL", "INT", "REAL"):
        raise InvalidAnalysis(
            f"{kind} takes BOOL, INT or REAL, and {found} is {found.type.tag}",
            code="invalid_analysis",
        )
    return found
