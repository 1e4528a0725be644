"""``python -m leapyear_core``: the server's own command line.

The script ``leapyear`` is the client's (`leapyear.commands`), which takes ``serve`` from here, by the entry point of that
name.
"""

import sys


def main() -> None:
    """Run the command line, or say what to install for it."""
    try:
        from leapyear_core.cli.commands import app

        app()
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] in ("leapyear_core", "leapyear_api"):
            raise
        sys.exit(
            f"leapyear: LeapYear Core is not installed here (there is no module {error.name}).\n"
            "Install it with: pip install 'leapyear[server]'"
        )
