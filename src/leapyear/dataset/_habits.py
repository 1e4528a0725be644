"""What people type who know other libraries, and what there is instead."""

from collections.abc import Mapping
from typing import Final

_ASKED: Final = "questions are asked with leapyear.analytics, as in mean('age', ds).run()"
_PRIVATE: Final = (
    "rows cannot be looked at; leapyear.analytics.describe(ds).run() tells what they are like"
)
_PROJECTED: Final = "choose and rename attributes with ds.project([names], new=ds['old'])"
_COMPUTED: Final = "compute attributes with ds.with_attributes(name=ds['age'] * 2)"
_GROUPED: Final = "make groups with ds.group_by(names).agg(n='count_rows')"
_COUNTED: Final = "groups are counted by leapyear.analytics.group_by"
_NAMES: Final = "ds.schema has the names and types of the attributes"
_CHOSEN: Final = "choose rows with ds.where(condition)"
_UNITED: Final = "put data sets together with ds.union(other)"

#: By what is asked of a data set.
OF_DATA_SETS: Final[Mapping[str, str]] = {
    "append": _UNITED,
    "assign": _COMPUTED,
    "cache": "have rows kept with ds.persist()",
    "collect": _PRIVATE,
    "columns": _NAMES,
    "concat": _UNITED,
    "corr": _ASKED,
    "count": _ASKED,
    "cov": _ASKED,
    "describe": _PRIVATE,
    "drop": _PROJECTED,
    "dropna": "leave rows out with ds.drop_nulls(names)",
    "dtypes": _NAMES,
    "fillna": "fill values in one by one: ds.with_attributes(age=ds['age'].fill_null(0))",
    "filter": _CHOSEN,
    "groupBy": _GROUPED,
    "groupby": _GROUPED,
    "head": _PRIVATE,
    "hist": _ASKED,
    "iloc": _PRIVATE,
    "info": _PRIVATE,
    "loc": _PRIVATE,
    "max": _ASKED,
    "mean": _ASKED,
    "median": _ASKED,
    "merge": "join data sets with ds.join(other, on=names)",
    "min": _ASKED,
    "nunique": _ASKED,
    "quantile": _ASKED,
    "query": _CHOSEN,
    "rename": _PROJECTED,
    "sample": "a part of the rows is ds.split([0.1, 0.9])",
    "select": _PROJECTED,
    "shape": _ASKED,
    "show": _PRIVATE,
    "size": _ASKED,
    "std": _ASKED,
    "sum": _ASKED,
    "tail": _PRIVATE,
    "to_pandas": _PRIVATE,
    "value_counts": _COUNTED,
    "var": _ASKED,
    "withColumn": _COMPUTED,
    "with_columns": _COMPUTED,
}
