"""Frozen values that every layer speaks in: types, expressions, relations, analyses, errors. No I/O."""
