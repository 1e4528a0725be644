"""Where tables come from: files inside of the roots that the administrator allows.

What lies outside of the roots is answered in the same way whether it is there or not, so that nobody can find out which
files the server has.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from leapyear_core.engine.reading import File
from leapyear_core.model.errors import SourceForbidden, SourceNotFound, SourceUnreadable

#: Characters that the engine would read as a pattern for many files.
_WILDCARDS = frozenset("*?[]")


def locate(credentials: str, data_roots: Sequence[Path]) -> File:
    """The file that a table's credentials name.

    Parameters
    ----------
    credentials
        A path, absolute or relative to one of the roots, or a URL ``file:///...``.
    data_roots
        The folders that files may lie in.

    Raises
    ------
    SourceForbidden
        If the file is outside of the roots, by its name or by a link.
    SourceNotFound
        If it is inside of them and not there.
    SourceUnreadable
        If the credentials name no single local file.
    """
    path = _path_of(credentials)
    if not data_roots:
        raise SourceForbidden(
            "this server has no data roots, so it can read no files: start it with --data-root DIR, the folder of the data"
        )
    try:
        found = _inside(path, credentials, [root.resolve() for root in data_roots])
    except (OSError, RuntimeError):
        # A name too long, a loop of links: what no file can have.
        raise SourceUnreadable(f"{credentials!r} cannot be the name of a file") from None
    return File(found, found.name)


def _inside(path: Path, credentials: str, roots: Sequence[Path]) -> Path:
    """The real path of a file inside of one of the roots."""
    named = [path] if path.is_absolute() else [root / path for root in roots]
    candidates = [each.resolve() for each in named]
    allowed = [each for each in candidates if any(each.is_relative_to(root) for root in roots)]
    if not allowed:
        raise SourceForbidden(
            f"{credentials!r} is outside of the data roots of this server: move the file into one of them, or start the"
            " server with another --data-root"
        )
    for candidate in allowed:
        if candidate.is_file():
            return candidate
    raise SourceNotFound(
        f"there is no file {credentials!r} in the data roots of this server: check its name"
    )


def _path_of(credentials: str) -> Path:
    if "\0" in credentials or any(0xD800 <= ord(each) <= 0xDFFF for each in credentials):
        raise SourceUnreadable("the name of a file holds no NUL and no lone surrogates")
    scheme, separator, _ = credentials.partition("://")
    if separator:
        if scheme != "file":
            raise SourceUnreadable(
                f"{credentials!r} is at {scheme}://: only local files can be registered yet"
            )
        parts = urlsplit(credentials)
        if parts.netloc not in ("", "localhost"):
            raise SourceUnreadable(
                f"{credentials!r} names another machine: write file:///PATH, with three slashes"
            )
        credentials = unquote(parts.path)
        if "\0" in credentials:
            raise SourceUnreadable("the name of a file holds no NUL")
    if _WILDCARDS & set(credentials):
        raise SourceUnreadable(
            f"{credentials!r} holds one of the characters * ? [ ]: name one file without them"
        )
    return Path(credentials)
