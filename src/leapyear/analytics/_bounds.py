"""Bounds that are found by a question, and not declared."""

from leapyear._vectors import VectorResult
from leapyear.analytics._checks import of_numbers
from leapyear.analytics._forms import VectorForm, bounds_of
from leapyear.analytics.classes import Analysis
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet


def infer_bounds(
    attribute: str | Attribute, data_set: DataSet
) -> Analysis[tuple[float, float] | None, VectorResult]:
    """Bounds that all but few values of an attribute lie within.

    They are powers of two, or halfway between two of them: the outer edges of the bins of a
    histogram that hold more values, by themselves or with their neighbours, than its noise explains
    (Wilson et al. 2020, "Differentially private SQL with bounded user contribution", on approximate
    bounds). With noise of standard deviation s a bin of 16 s values is found, and an empty one is
    not, but with a probability of 1e-9. A bound that is eight times nearer to zero than the other
    becomes zero. What is found makes good ends for `clip`, and good bounds for a table.

    Parameters
    ----------
    attribute
        Its name, or ``ds["age"]``, or something computed: INT or REAL.
    data_set
        The rows.

    Returns
    -------
    Analysis
        To be run; its answer is ``(lower, upper)`` in the unit of the attribute, of two ints for
        INT; None where there are too few values to tell. The intervals of its `VectorResult` hold
        the least and the greatest value; they reach to the bounds that were declared, since what
        lies beyond the bounds that were found is private.

    Raises
    ------
    AttributeNotFound
        If the data set has no such attribute.
    InvalidAnalysis
        If it is neither INT nor REAL.

    Examples
    --------
    >>> monthly = ds["income"] / 12
    >>> infer_bounds(monthly, ds).run()
    (0.0, 24576.0)
    >>> mean(monthly.clip(0, 24576), ds).run()
    3304.2
    """
    found = of_numbers("infer_bounds", attribute, data_set, also_bool=False)
    return Analysis("infer_bounds", data_set, found.expression, VectorForm(bounds_of))
