"""Engines: from a relation to exact integers.

An engine reads private rows and gives out nothing but sums of integers (`leapyear_core.model.lattice`). Its one caller
is `leapyear_core.privacy.measure`.
"""
