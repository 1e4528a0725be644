"""``python -m leapyear_core serve`` is ``leapyear serve``."""

from leapyear_core.cli import main

main()
