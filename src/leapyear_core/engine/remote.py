"""File systems elsewhere: HDFS by WebHDFS, and S3, through fsspec.

A URL is taken apart by us and by nobody else: no escapes, no dots, no query. What it names is below a root if its parts
begin with those of the root, letter by letter.
"""

import re
import shutil
import uuid
from collections.abc import Generator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Self

from attrs import frozen

from leapyear_core.model.errors import SourceNotFound, SourceUnreadable

#: The schemes of the URLs that can be read.
SCHEMES = ("hdfs", "s3")

#: What file systems tell of a file that changes when it is written: WebHDFS, and S3.
_STATE = ("size", "modificationTime", "ETag", "LastModified")

_SUFFIXES = re.compile(r"(\.[A-Za-z0-9]{1,16}){1,2}\Z")


@frozen
class RemoteUrl:
    """``scheme://authority/segment/segment``, taken apart.

    Attributes
    ----------
    scheme, authority
        In small letters. The authority of S3 is the bucket.
    segments
        The parts of the path.
    """

    scheme: str
    authority: str
    segments: tuple[str, ...]

    @classmethod
    def parse(cls, url: str) -> Self:
        """Take a URL apart.

        Raises
        ------
        SourceUnreadable
            If it names no place that could be read.
        """
        scheme, _, rest = url.partition("://")
        authority, _, path = rest.partition("/")
        segments = tuple(path.removesuffix("/").split("/")) if path.strip("/") else ()
        if (
            scheme.lower() not in SCHEMES
            or not re.fullmatch(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?", authority)
            or any(each in ("", ".", "..") for each in segments)
            or re.search(r"[%#\\\x00-\x1f\x7f]", path)
        ):
            raise SourceUnreadable(
                f"{url!r} names no place: write SCHEME://HOST/PATH with the scheme {' or '.join(SCHEMES)}, and a path"
                " without dots, escapes and empty parts"
            )
        return cls(scheme.lower(), authority.lower(), segments)

    def holds(self, other: "RemoteUrl") -> bool:
        """Whether another one is this very place, or below it."""
        return (self.scheme, self.authority, self.segments) == (
            other.scheme,
            other.authority,
            other.segments[: len(self.segments)],
        )


class RemotePlace:
    """A file system elsewhere.

    Parameters
    ----------
    system
        What fsspec reads it with.
    root
        What its paths begin with.
    name
        What tells it from others.
    """

    def __init__(self, system: Any, root: str, name: str) -> None:
        self._system = system
        self.root = root
        self.name = name

    @classmethod
    def open(cls, url: RemoteUrl, webhdfs: Mapping[str, str]) -> Self:
        """The file system of a URL.

        Parameters
        ----------
        webhdfs
            For an authority the address that serves it by WebHDFS, ``http://[USER@]HOST:PORT``. Where it is not named
            it is that host, at port 9870.

        Raises
        ------
        SourceUnreadable
            If what it takes to read it is not installed.
        """
        # Here, since few need them and they take a while to load.
        if url.scheme == "hdfs":
            from leapyear_core.engine.webhdfs import default_address, webhdfs_at

            address = webhdfs.get(url.authority) or default_address(url.authority)
            return cls(webhdfs_at(address), "/", f"hdfs://{url.authority}")
        import fsspec

        try:
            system = fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
        except ImportError:
            raise SourceUnreadable(
                "this server cannot read s3:// yet: install leapyear[s3] where it runs"
            ) from None
        return cls(system, url.authority, f"s3://{url.authority}")

    def kind(self, path: str) -> str | None:
        """``file``, ``folder``, or None where there is neither; a link is neither."""
        try:
            kind = self._system.info(path)["type"]
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._silent() from error
        return {"file": "file", "directory": "folder"}.get(kind)

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder."""
        try:
            found = self._system.ls(folder, detail=False)
        except Exception as error:
            raise self._silent() from error
        # A store without folders may list the folder itself.
        names = [str(each).rstrip("/").rpartition("/")[2] for each in found]
        own = folder.rstrip("/").rpartition("/")[2]
        return [
            name
            for name, each in zip(names, found, strict=True)
            if name not in ("", ".", "..")
            and not (name == own and str(each).strip("/") == folder.strip("/"))
        ]

    def state(self, path: str) -> str:
        """The size of a file, and its time and entity tag, as far as they are told."""
        try:
            found = self._system.info(path)
        except FileNotFoundError:
            raise SourceNotFound(f"there is no file {path!r} any more") from None
        except Exception as error:
            raise self._silent() from error
        return " ".join(str(found.get(each)) for each in _STATE)

    def fetch(self, path: str, scratch: Path) -> Generator[Path]:
        """A copy of a file in the scratch folder, for as long as the iterator is open."""
        suffix = _SUFFIXES.search(PurePosixPath(path).name)
        copy = scratch / f"{uuid.uuid4().hex}{suffix.group() if suffix else ''}"
        try:
            try:
                with self._system.open(path, "rb") as remote, copy.open("xb") as local:
                    shutil.copyfileobj(remote, local, 2**20)
            except FileNotFoundError:
                raise SourceNotFound(f"there is no file {path!r} any more") from None
            except Exception as error:
                raise self._silent() from error
            yield copy
        finally:
            copy.unlink(missing_ok=True)

    def _silent(self) -> SourceUnreadable:
        # What it said is for nobody: it may name machines, and files outside of the roots.
        return SourceUnreadable(
            f"{self.name} does not answer as a file system should: is it the right address, and may the server read"
            " there?"
        )
