"""Expressions as SQL, by subject as in `leapyear_core.model.functions`.

Every renderer is total: DuckDB evaluates what it likes, when it likes, so that no error is guarded by a CASE. What could
fail is made of forms that cannot: TRY and TRY_CAST, NULLIF, and values that were clamped before.

How long some of them take depends on the rows, that of strings on how long they are: answers leave in time slots
(`leapyear_core.privacy.slots`), which cover it as they cover how many rows there are.
"""

from leapyear_core.engine.expressions.rows import RENDERERS, Rows

__all__ = ["RENDERERS", "Rows"]
