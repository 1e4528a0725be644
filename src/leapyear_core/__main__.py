"""``python -m leapyear_core`` is the script ``leapyear``."""

from leapyear_core.cli import main

main()
