"""Questions to private data. Each function makes an `Analysis`; ``run()`` asks it.

>>> from leapyear.analytics import count_rows, mean
>>> mean("age", ds.where(ds.smoker)).run()
51.14
>>> count_rows(ds).run(accuracy=100, rich_result=True)
<RichResult 200041 ± 100 (95 %), 0.104 % of the limit spent, 98.5 % left>

Some of the functions have the names of builtins, as those who know the subject expect: import the
module as a whole (``from leapyear import analytics``) where both are needed.
"""

from leapyear.analytics._bounds import infer_bounds
from leapyear.analytics._groups import GroupBy, group_by
from leapyear.analytics._histograms import histogram, histogram2d
from leapyear.analytics._multivariate import correlation, covariance, describe
from leapyear.analytics._quantiles import iqr, max, median, min, quantile  # noqa: A004
from leapyear.analytics._univariate import (
    count,
    count_distinct,
    count_rows,
    kurtosis,
    mean,
    skewness,
    std,
    sum,  # noqa: A004
    variance,
)
from leapyear.analytics.classes import (
    Analysis,
    AsyncAnalysis,
    Bin,
    Cell,
    Exposure,
    Histogram,
    Histogram2D,
    Matrix,
    RichResult,
    VectorResult,
)

__all__ = [
    "Analysis",
    "AsyncAnalysis",
    "Bin",
    "Cell",
    "Exposure",
    "GroupBy",
    "Histogram",
    "Histogram2D",
    "Matrix",
    "RichResult",
    "VectorResult",
    "correlation",
    "count",
    "count_distinct",
    "count_rows",
    "covariance",
    "describe",
    "group_by",
    "histogram",
    "histogram2d",
    "infer_bounds",
    "iqr",
    "kurtosis",
    "max",
    "mean",
    "median",
    "min",
    "quantile",
    "skewness",
    "std",
    "sum",
    "variance",
]
