"""Help texts, out of docstrings."""

import inspect
from collections.abc import Callable

import typer


def add(app: typer.Typer, function: Callable[..., object], name: str | None = None) -> None:
    """Make a function a command, whose docstring is its help.

    Parameters
    ----------
    name
        Of the command; None takes that of the function.
    """
    app.command(name, help=flowing(function.__doc__ or ""))(function)


def flowing(text: str) -> str:
    r"""The text with each paragraph on one line, so that it is broken for the width of the terminal.

    Paragraphs that are indented, examples, stay as they are.

    Examples
    --------
    >>> print(flowing("One line,\nand another.\n\n    leapyear whoami"))
    One line, and another.
    <BLANKLINE>
        leapyear whoami
    """
    return "\n\n".join(
        paragraph if paragraph.startswith(" ") else paragraph.replace("\n", " ")
        for paragraph in inspect.cleandoc(text).split("\n\n")
    )
