"""Mappings that print like dicts: one reads from the server as it is asked, one is just read-only.

`LazyMapping` asks for as little as will do. A name is looked up with one request, iteration takes a
page at a time, and what was read once is kept until somebody writes it, or calls
`LazyMapping.load`.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from leapyear import _html
from leapyear._records import Page
from leapyear._suggest import did_you_mean
from leapyear.exceptions import AttributeNotFound, ClientError, InvalidJson, NotFound

T = TypeVar("T")

#: How many items a page of a list has: enough that round trips do not count, few enough that a look
#: at the first costs little where tables have thousands of columns.
PAGE_SIZE = 100
#: How many names are looked through for those that somebody may have meant.
_NAMES_COMPARED = 1000


class LazyMapping(Mapping[str, T]):
    """The resources of one kind, by name, as the server has them.

    Parameters
    ----------
    title
        What they are and where, for messages: ``("database", "http://localhost:4401")``.
    get
        Fetches one by its name; raises `NotFound`.
    list_page
        Fetches a page: ``list_page(limit, cursor)``, with None as the cursor of the first.
    name_of
        The name of an item.
    is_name
        Whether something can be a name at all; what cannot is not asked for.
    missing
        The class of errors for a name that there is not.
    """

    def __init__(
        self,
        title: tuple[str, str],
        *,
        get: Callable[[str], T],
        list_page: Callable[[int, str | None], Page[T]],
        name_of: Callable[[T], str],
        is_name: Callable[[object], bool],
        missing: type[NotFound],
    ) -> None:
        self._noun, self._place = title
        self._get = get
        self._list_page = list_page
        self._name_of = name_of
        self._is_name = is_name
        self._missing = missing
        self._items: dict[str, T] = {}
        self._is_complete = False
        self._writes = 0

    def __getitem__(self, name: str) -> T:
        """The resource of a name.

        Raises
        ------
        NotFound
            If there is none; it is a `KeyError` too, and names those that look like it.
        """
        found = self._items.get(name)
        if found is None:
            # Also where all were listed: somebody else may have made it since, and only a hit is
            # worth a lie of age.
            found = self._fetched(name)
            self._items[name] = found
        return found

    def _fetched(self, name: str) -> T:
        status: int | None = None
        if self._is_name(name):
            try:
                return self._get(name)
            except NotFound as error:
                if not isinstance(error, self._missing):  # the database of a table, say
                    raise
                status = error.status
        hint = did_you_mean(str(name), self._known_names(), are=f"{self._noun}s")
        code = f"{self._noun.replace(' ', '_')}_not_found"
        raise self._missing(
            f"there is no {self._noun} {name!r} {self._place}; {hint}", code=code, status=status
        )

    def _known_names(self) -> list[str]:
        if self._is_complete:
            return list(self._items)
        try:
            page = self._list_page(_NAMES_COMPARED, None)
        except ClientError:  # a suggestion is not worth an error of its own
            return list(self._items)
        return [self._name_of(item) for item in page.items]

    def __iter__(self) -> Iterator[str]:
        if self._is_complete:
            yield from list(self._items)
            return
        listed: dict[str, T] = {}
        cursor: str | None = None
        writes = self._writes
        while True:
            page = self._list_page(PAGE_SIZE, cursor)
            found = {self._name_of(item): item for item in page.items}
            listed |= {name: self._items.setdefault(name, item) for name, item in found.items()}
            yield from found
            if page.next_cursor is None:
                break
            if page.next_cursor == cursor:
                raise InvalidJson(f"the list of {self._noun}s {self._place} has no end")
            cursor = page.next_cursor
        # In the server's order, and without what others have dropped in the meantime. A loop that
        # drops what it comes by has outdated the list itself.
        if writes == self._writes:
            self._items = listed
            self._is_complete = True

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        if not self._is_name(name):
            return False
        try:
            self[str(name)]
        except NotFound:
            return False
        return True

    def __repr__(self) -> str:
        names = list(islice(self, PAGE_SIZE + 1))
        shown = [f"{name!r}: {self._items.get(name)!r}" for name in names[:PAGE_SIZE]]
        return f"{{{', '.join(shown)}{', ...' if len(names) > PAGE_SIZE else ''}}}"

    def _repr_html_(self) -> str:
        names = list(islice(self, PAGE_SIZE + 1))
        return _html.rows_by_name(
            {name: _told(self._items.get(name)) for name in names[:PAGE_SIZE]},
            caption=f"{self._noun}s {self._place}",
            more=len(names) > PAGE_SIZE,
        )

    def _ipython_key_completions_(self) -> list[str]:
        return list(islice(self, _NAMES_COMPARED))

    def load(self) -> "LazyMapping[T]":
        """Forget what was read, so that the next look asks the server again."""
        self._items = {}
        self._is_complete = False
        self._writes += 1
        return self

    def forget(self, name: str) -> None:
        """Forget one resource: it was written."""
        self._items.pop(name, None)
        self._is_complete = False
        self._writes += 1

    def forget_where(self, is_meant: Callable[[T], bool]) -> None:
        """Forget those that a write of something else has touched."""
        for name in [name for name, item in self._items.items() if is_meant(item)]:
            self.forget(name)


class Columns(Mapping[str, T]):
    """Columns by name, in their order."""

    def __init__(self, owner: str, items: Mapping[str, T]) -> None:
        self._owner = owner
        self._items = dict(items)

    def __getitem__(self, name: str) -> T:
        try:
            return self._items[name]
        except (KeyError, TypeError):
            hint = did_you_mean(str(name), self._items, are="columns")
            message = f"{self._owner} has no column {name!r}; {hint}"
            raise AttributeNotFound(message, code="attribute_not_found") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return repr(self._items)

    def _repr_html_(self) -> str:
        shown = dict(islice(self._items.items(), PAGE_SIZE))
        return _html.rows_by_name(
            {name: _told(item) for name, item in shown.items()},
            caption=f"columns of {self._owner}",
            more=len(self) > PAGE_SIZE,
        )

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._items)


def _told(item: object) -> Mapping[str, object]:
    """What a table tells of an item beside its name."""
    row: Callable[[], Mapping[str, object]] | None = getattr(item, "_html_row", None)
    return {"": item} if row is None else row()
