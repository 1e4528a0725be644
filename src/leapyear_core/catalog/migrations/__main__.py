"""Write a migration from what changed in the schema: ``python -m leapyear_core.catalog.migrations "what changes"``."""

import sys

from alembic import command
from sqlalchemy import create_engine

from leapyear_core.catalog import migrate


def main() -> None:
    """Compare the schema with a catalogue at the newest revision, and write down the difference."""
    (message,) = sys.argv[1:]
    with create_engine("sqlite://").connect() as connection:
        migrate.upgrade(connection)
        settings = migrate.config()
        settings.attributes["connection"] = connection
        command.revision(settings, message, autogenerate=True)


if __name__ == "__main__":
    main()
