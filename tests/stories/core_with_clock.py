"""``leapyear serve`` with a clock that a test sets: it is ahead by as many seconds as a file says.

python core_with_clock.py FILE serve [OPTION ...]
"""

import datetime as dt
import sys
from pathlib import Path

from leapyear_core.cli import main
from leapyear_core.core import Core
from leapyear_core.settings import Settings

ahead = Path(sys.argv.pop(1))
open_core = Core.open


def clock() -> dt.datetime:
    """The time, and what the file says."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=float(ahead.read_text()))


def open_with_clock(settings: Settings) -> Core:
    """Open a Core that goes by that clock."""
    return open_core(settings, clock)


Core.open = open_with_clock  # type: ignore[assignment, method-assign]
main()
