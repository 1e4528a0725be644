"""The command line ``leapyear``, from the extra ``leapyear[cli]``.

- `leapyear.commands.app` puts it together: what follows, and what other packages add.
- `leapyear.commands.connecting` logs in, and turns errors into a sentence.
- `leapyear.commands.output` prints tables for people and JSON for programs.
- `leapyear.commands.asking` and `leapyear.commands.keys` are the commands.

Whatever is registered under the entry points ``leapyear.commands`` is a command too: so LeapYear
Core adds ``serve``, and this package need not know of it.
"""

import sys

__all__ = ["main"]

#: What the command line itself needs; the rest is the server's.
_OURS = ("typer", "rich", "click")


def main() -> None:
    """Run the command line, or say what to install for it."""
    try:
        from leapyear.commands.app import app

        app()
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing in ("", "leapyear", "leapyear_core", "leapyear_api"):
            raise
        extra = "cli" if missing in _OURS else "server"
        sys.exit(
            f"leapyear: there is no module {error.name} here, which this command needs.\n"
            f"Install it with: pip install 'leapyear[{extra}]'"
        )
