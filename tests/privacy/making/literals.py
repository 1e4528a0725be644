"""Names and values that tables, constants and keys are made of: ordinary ones, and those at the ends of what there is."""

import datetime as dt

NAMES = ["x", "Y", "n", 'a"b', "o'hara", "ü", "select", " ", "c0", "c1", "%s", "名", "0"]
TEXTS = ["", "a", "b", "A", " a", "7", "-1", "TRUE", "2020-02-29"]
DAYS = [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2020, 2, 29), dt.date(2021, 1, 3)]
MOMENTS = [
    dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999), dt.datetime(2020, 2, 29, 12, 30, 15, 1),
    dt.datetime(1969, 12, 31, 23, 59, 59, 1),
]  # fmt: skip
