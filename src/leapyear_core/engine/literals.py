"""Constants, names and types as SQL text, so that they mean the same value to the bit and nothing else."""

import datetime as dt

#: The SQL types of the values of columns, by the kind of the declared type.
SQL_TYPES = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "real": "DOUBLE",
    "factor": "VARCHAR",
    "text": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


def real_literal(value: float) -> str:
    """A double. Its shortest decimal form reads back as the same double; the exponent keeps it from being a DECIMAL.

    In parentheses: behind a minus sign, a negative number would begin a comment.
    """
    text = repr(float(value))
    return f"({text})" if "e" in text else f"({text}e0)"


def int_literal(value: int) -> str:
    """A 64-bit integer: a bare literal has 32 bits where it fits them, and its products overflow."""
    return f"CAST({value} AS BIGINT)"


def text_literal(value: str) -> str:
    """A string."""
    return "'" + value.replace("'", "''") + "'"


def date_literal(value: dt.date) -> str:
    """A day."""
    return f"DATE '{value.isoformat()}'"


def moment_literal(value: dt.datetime) -> str:
    """A moment, naive and in UTC."""
    return f"TIMESTAMP '{value.isoformat(sep=' ')}'"


def identifier(name: str) -> str:
    """A name of a column in a file."""
    return '"' + name.replace('"', '""') + '"'
