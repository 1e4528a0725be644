"""What somebody who mistyped a name may have meant."""

from collections.abc import Iterable

_MOST_LISTED = 10


def close_matches(name: str, names: Iterable[str]) -> list[str]:
    """Up to three names that look like the one given, likest first, whatever their case."""
    # Here, since most programs mistype nothing: it takes 2 ms to import.
    import difflib

    originals: dict[str, str] = {}
    for candidate in names:
        originals.setdefault(candidate.casefold(), candidate)
    found = difflib.get_close_matches(name.casefold(), list(originals), n=3, cutoff=0.6)
    return [originals[key] for key in found]


def did_you_mean(name: str, names: Iterable[str], *, are: str) -> str:
    """The end of an error message: the close matches, or what there is.

    Parameters
    ----------
    name
        What was asked for.
    names
        What there is.
    are
        What the names are, in the plural: ``"attributes"``.

    Examples
    --------
    >>> did_you_mean("aeg", ["age", "smoker"], are="attributes")
    "did you mean 'age'?"
    >>> did_you_mean("x", ["age", "smoker"], are="attributes")
    "the attributes are 'age', 'smoker'"
    """
    known = list(names)
    close = close_matches(name, known)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    if not known:
        return f"there are no {are}"
    listed = ", ".join(map(repr, known[:_MOST_LISTED]))
    more = f" and {len(known) - _MOST_LISTED} more" if len(known) > _MOST_LISTED else ""
    return f"the {are} are {listed}{more}"
