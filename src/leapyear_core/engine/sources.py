"""Where tables come from: files inside of the roots that the administrator allows.

Credentials name a file, a folder of files, or many files by a pattern. Roots are folders of this machine, and places of
other file systems by their URLs (`leapyear_core.engine.remote`). What lies outside of the roots is answered in the same
way whether it is there or not, so that nobody can find out which files there are.

In a pattern ``*``, ``?`` and ``[...]`` stand for parts of one name: they match no slash, and no name that begins with a
dot. What links lead out of the roots to matches nothing. Of a folder, files whose names begin with a dot or an
underscore are left out, as Hadoop's tools do.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from attrs import frozen

from leapyear_core.engine.reading import File
from leapyear_core.engine.remote import SCHEMES, RemotePlace, RemoteUrl
from leapyear_core.model.errors import SourceForbidden, SourceNotFound, SourceUnreadable

_WILDCARDS = re.compile(r"[*?\[\]]")

#: More files than that are an accident, such as a pattern that matches too much.
MOST_FILES = 10_000


class Place(Protocol):
    """A file system, as far as tables need one. Nothing in it is outside of the roots."""

    @property
    def name(self) -> str:
        """What tells it from others; empty for this machine."""

    def kind(self, path: str) -> str | None:
        """``file``, ``folder``, or None where there is neither inside of the roots."""

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder."""

    def state(self, path: str) -> str:
        """What changes when a file is written: its size, and its time or its entity tag."""

    def fetch(self, path: str, scratch: Path) -> Generator[Path]:
        """The file on this machine, once; a copy in the scratch folder goes when the generator is closed."""


@frozen
class Found:
    """A file inside of the roots.

    Attributes
    ----------
    place
        The file system that it is in.
    path
        What it is called there.
    """

    place: Place
    path: str

    @property
    def name(self) -> str:
        """The last part of its path, which is what its owner knows it by."""
        return self.path.rpartition("/")[2]

    @property
    def identity(self) -> str:
        """What tells it from every other file."""
        return f"{self.place.name}{self.path}"

    @property
    def state(self) -> str:
        """What changes when it is written.

        Raises
        ------
        SourceNotFound
            If it is not there any more.
        SourceUnreadable
            If its file system does not answer.
        """
        return self.place.state(self.path)


class Sources:
    """The files that tables may be made from.

    Parameters
    ----------
    data_roots
        Folders of this machine.
    remote_roots
        URLs of places that files may lie below.
    webhdfs
        For each authority of an ``hdfs://`` URL the address that serves it by WebHDFS; see `RemotePlace`.
    """

    def __init__(
        self,
        data_roots: Sequence[Path],
        remote_roots: Sequence[str] = (),
        webhdfs: Mapping[str, str] | None = None,
    ) -> None:
        self._folders = tuple(data_roots)
        self._remote = tuple(RemoteUrl.parse(each) for each in remote_roots)
        self._webhdfs = dict(webhdfs or {})

    def find(self, credentials: str, *, is_watched: bool = False) -> tuple[Found, ...]:
        """The files that a table's credentials name, in the order of their names.

        Parameters
        ----------
        credentials
            A path, absolute or relative to one of the folders, or a URL. It may end in a folder, which stands for the
            files in it, and hold wildcards.
        is_watched
            Whether it is a folder to be watched: one without files will do then, and a file by itself will not.

        Raises
        ------
        SourceForbidden
            If it is outside of the roots, by its name or by a link.
        SourceNotFound
            If it is inside of them and nothing is there.
        SourceUnreadable
            If it can be the name of no file, or its file system does not answer.
        """
        if any(each < " " or 0xD800 <= ord(each) <= 0xDFFF for each in credentials):
            raise SourceUnreadable(
                "the name of a file holds no control characters and no lone surrogates"
            )
        scheme, separator, _ = credentials.partition("://")
        if separator and scheme.lower() in SCHEMES:
            place, found = self._find_remote(credentials, is_watched)
        else:
            place, found = self._find_local(credentials, is_watched)
        if len(found) > MOST_FILES:
            raise SourceUnreadable(f"{credentials!r} names more than {MOST_FILES} files")
        return tuple(Found(place, path) for path in found)

    def _find_remote(self, credentials: str, is_watched: bool) -> tuple[Place, list[str]]:
        url = RemoteUrl.parse(credentials)
        if not any(root.holds(url) for root in self._remote):
            raise _outside(credentials)
        place = RemotePlace.open(url, self._webhdfs)
        return place, _expanded(place, place.root, url.segments, credentials, is_watched)

    def _find_local(self, credentials: str, is_watched: bool) -> tuple[Place, list[str]]:
        path = _path_of(credentials)
        if not (self._folders or self._remote):
            raise SourceForbidden(
                "this server has no data roots, so it can read no files: start it with --data-root DIR, the folder of"
                " the data"
            )
        try:
            place = _Folders(tuple(root.resolve() for root in self._folders))
            return place, place.find(path, credentials, is_watched)
        except (OSError, RuntimeError):
            # A name too long, a loop of links: what no file can have.
            raise SourceUnreadable(f"{credentials!r} cannot be the name of a file") from None


def fetched(files: Sequence[Found], scratch: Path) -> Generator[File]:
    """The files one after another, as they are read: what is elsewhere is copied here for as long as it takes."""
    for found in files:
        with closing(found.place.fetch(found.path, scratch)) as paths:
            for path in paths:
                yield File(path, found.name)


@frozen
class _Folders:
    """Folders of this machine."""

    roots: tuple[Path, ...]

    def find(self, path: Path, credentials: str, is_watched: bool) -> list[str]:
        """The real paths of the files that a path names, in the first root that has any."""
        parts = path.parts
        fixed = next((at for at, each in enumerate(parts) if _WILDCARDS.search(each)), len(parts))
        pattern = parts[fixed:]
        if ".." in pattern:
            raise _outside(credentials)
        before = Path(*parts[:fixed])
        named = [before] if before.is_absolute() else [root / before for root in self.roots]
        allowed = [str(each.resolve()) for each in named if self._holds(each.resolve())]
        if not allowed:
            raise _outside(credentials)
        for start in allowed[:-1]:
            try:
                return _expanded(self, start, pattern, credentials, is_watched)
            except SourceNotFound:
                continue
        return _expanded(self, allowed[-1], pattern, credentials, is_watched)

    @property
    def name(self) -> str:
        return ""

    def kind(self, path: str) -> str | None:
        try:
            real = Path(path).resolve()
        except RuntimeError:  # a loop of links
            return None
        if not self._holds(real):
            return None
        return "file" if real.is_file() else "folder" if real.is_dir() else None

    def names(self, folder: str) -> list[str]:
        return [each.name for each in Path(folder).iterdir()]

    def state(self, path: str) -> str:
        try:
            found = Path(path).stat()
        except OSError:
            raise _gone(path) from None
        return f"{found.st_size}@{found.st_mtime_ns}"

    def fetch(self, path: str, scratch: Path) -> Generator[Path]:
        real = Path(path).resolve()
        if not self._holds(real):  # a link that was turned since
            raise _gone(path)
        if _WILDCARDS.search(str(real)):
            raise SourceUnreadable(
                f"the path of {real.name!r} holds one of the characters * ? [ ], which the engine reads as a pattern:"
                " rename it"
            )
        yield real

    def _holds(self, real: Path) -> bool:
        return any(real.is_relative_to(root) for root in self.roots)


def _expanded(
    place: Place, start: str, segments: Sequence[str], credentials: str, is_watched: bool
) -> list[str]:
    """The files that a pattern names, below a place to start from.

    Raises
    ------
    SourceNotFound
        If there are none.
    """
    named = next((at for at, each in enumerate(segments) if _WILDCARDS.search(each)), len(segments))
    found = ["/".join([start.rstrip("/"), *segments[:named]]) or start]
    for segment in segments[named:]:
        found = [
            path
            for folder in found
            for name in _matching(place, folder, segment)
            if place.kind(path := f"{folder.rstrip('/')}/{name}") is not None
        ]
    files: list[str] = []
    for path in found:
        kind = place.kind(path)
        if kind == "file":
            files.append(path)
        elif kind == "folder" and len(found) == 1:
            inside = [f"{path.rstrip('/')}/{name}" for name in _data_files(place.names(path))]
            files += [each for each in inside if place.kind(each) == "file"]
            if not files and is_watched:
                return []
    if is_watched and files == found and named == len(segments):
        raise SourceUnreadable(
            f"{credentials!r} is a file, and what is watched is a folder: give the one that it is in"
        )
    if not files:
        what = "folder" if is_watched else "file"
        raise SourceNotFound(
            f"there is no {what} {credentials!r} in the data roots of this server: check its name"
        )
    return files


def _matching(place: Place, folder: str, segment: str) -> list[str]:
    if not _WILDCARDS.search(segment):
        return [segment]
    if place.kind(folder) != "folder":
        return []
    names = place.names(folder)
    return sorted(each for each in names if each[:1] != "." and fnmatchcase(each, segment))


def _data_files(names: Sequence[str]) -> list[str]:
    return sorted(each for each in names if each[:1] not in ("", ".", "_"))


def _gone(path: str) -> SourceNotFound:
    return SourceNotFound(f"there is no file {path!r} any more")


def _outside(credentials: str) -> SourceForbidden:
    return SourceForbidden(
        f"{credentials!r} is outside of the data roots of this server: move the file into one of them, or start the"
        " server with another --data-root"
    )


def _path_of(credentials: str) -> Path:
    scheme, separator, _ = credentials.partition("://")
    if not separator:
        return Path(credentials)
    if scheme.lower() != "file":
        known = ", ".join(f"{each}://" for each in ("file", *SCHEMES))
        raise SourceUnreadable(f"{credentials!r} is at {scheme}://: this server reads {known}")
    parts = urlsplit(credentials)
    if parts.netloc not in ("", "localhost"):
        raise SourceUnreadable(
            f"{credentials!r} names another machine: write file:///PATH, with three slashes"
        )
    path = unquote(parts.path)
    if "\0" in path:
        raise SourceUnreadable("the name of a file holds no NUL")
    return Path(path)
