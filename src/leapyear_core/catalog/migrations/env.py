"""Run by Alembic: hands it the connection that `leapyear_core.catalog.migrate` opened.

To write a new migration, change ``catalog/schema.py`` and run ``python -m leapyear_core.catalog.migrations "what
changes"``; then read what Alembic made of it. A test proves that the migrations and the schema agree.
"""

from typing import Any, Literal

from alembic import context

from leapyear_core.catalog.schema import UtcDateTime, metadata


def _render(kind: str, item: object, autogenerate: Any) -> str | Literal[False]:
    """Keep our own types out of migrations, which must go on working when these change."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a column by copying the table.
    render_as_batch=True,
    render_item=_render,
)
context.run_migrations()
