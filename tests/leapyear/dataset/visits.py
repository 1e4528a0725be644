"""A table that data sets are made of, and how a data set of it prints."""

from leapyear._types import Type

SCHEMA = {"age": Type("INT", (0, 10)), "sex": Type("FACTOR", ("f", "m"))}
PRINTED = "DataSet.from_table('clinic.visits')"
