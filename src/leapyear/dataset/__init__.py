"""Data sets and their attributes: what a question is about.

>>> ds = DataSet.from_table("clinic.visits")
>>> ds.schema["age"]
Type(tag='INT', contents=(0, 120))
>>> elderly = ds.where((ds.age > 65) & ~ds.smoker)

Questions about them are in `leapyear.analytics`.
"""

from leapyear._types import Type
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet
from leapyear.dataset.grouping import GroupedDataSet

__all__ = ["Attribute", "DataSet", "GroupedDataSet", "Type"]
