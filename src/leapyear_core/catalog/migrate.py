"""Bringing the tables of a catalogue up to date.

The migrations are Alembic's and lie in ``migrations/versions`` inside the package, so that an installed Core carries
them. They run at every start, in the transaction that opens the catalogue: all or none.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


class CatalogueTooNew(Exception):
    """A newer Core made the catalogue, and this one does not know its tables."""


def upgrade(connection: Connection) -> None:
    """Bring the catalogue to the newest revision; do nothing where it is there already.

    Raises
    ------
    CatalogueTooNew
        If the catalogue is at a revision that this Core does not have.
    """
    scripts = _scripts()
    current = MigrationContext.configure(connection).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {
        script.revision for script in scripts.walk_revisions()
    }:
        raise CatalogueTooNew(
            f"the catalogue is at revision {current}, which this LeapYear Core does not know: "
            "a newer one made it. Install that version or a later one."
        )
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


@cache
def _scripts() -> ScriptDirectory:
    """The migrations, read once: they are modules, and each takes a millisecond."""
    return ScriptDirectory.from_config(config())


def config() -> Config:
    """Alembic's settings: where the migrations are."""
    settings = Config()
    # A percent sign in the path would be taken for an interpolation.
    location = str(Path(__file__).with_name("migrations")).replace("%", "%%")
    settings.set_main_option("script_location", location)
    settings.set_main_option("path_separator", "os")
    return settings
