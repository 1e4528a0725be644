"""Lazy mappings: little is asked for, and it prints like a dict."""

import pytest

from leapyear._mapping import PAGE_SIZE, LazyMapping
from leapyear._names import is_name
from leapyear._records import Page
from leapyear.exceptions import (
    ConnectionError,  # noqa: A004
    DatabaseNotFound,
    InvalidJson,
    TableNotFound,
)


class Shelf:
    """Named things on a server, a page at a time; notes what is asked for."""

    def __init__(self, *names: str, page_size: int = PAGE_SIZE) -> None:
        self.names = list(names)
        self.page_size = page_size
        self.asked: list[str] = []

    def get(self, name: str) -> str:
        self.asked.append(name)
        if name not in self.names:
            raise TableNotFound("server: no", code="table_not_found", status=404)
        return name.upper()

    def list_page(self, limit: int, cursor: str | None) -> Page[str]:
        self.asked.append(f"page {cursor}")
        start = int(cursor or 0)
        end = start + min(limit, self.page_size)
        return Page(
            tuple(name.upper() for name in self.names[start:end]),
            str(end) if end < len(self.names) else None,
        )

    def mapping(self) -> LazyMapping[str]:
        return LazyMapping(
            ("table", "in database 'clinic'"),
            get=self.get,
            list_page=self.list_page,
            name_of=str.lower,
            is_name=is_name,
            missing=TableNotFound,
        )


def test_a_name_is_looked_up_by_itself_and_once() -> None:
    """Not by listing everything."""
    shelf = Shelf("a", "b")
    mapping = shelf.mapping()
    assert (mapping["a"], mapping["a"], mapping.get("a")) == ("A", "A", "A")
    assert shelf.asked == ["a"]


def test_iteration_takes_a_page_at_a_time() -> None:
    """And stops asking where the loop stops."""
    shelf = Shelf(*(f"t{index}" for index in range(10)), page_size=3)
    mapping = shelf.mapping()
    for name in mapping:
        if name == "t4":
            break
    assert shelf.asked == ["page None", "page 3"]
    assert mapping["t5"] == "T5"
    assert shelf.asked == ["page None", "page 3"]  # it came with its page


def test_what_was_listed_is_kept() -> None:
    """Length, names, values and membership then make no request."""
    shelf = Shelf("a", "b", "c", page_size=2)
    mapping = shelf.mapping()
    assert list(mapping.items()) == [("a", "A"), ("b", "B"), ("c", "C")]
    asked = len(shelf.asked)
    assert (len(mapping), "b" in mapping, mapping["c"], repr(mapping)) == (
        3,
        True,
        "C",
        "{'a': 'A', 'b': 'B', 'c': 'C'}",
    )
    assert len(shelf.asked) == asked


def test_what_others_made_since_is_found() -> None:
    """A miss is worth a request, even after all were listed."""
    shelf = Shelf("a")
    mapping = shelf.mapping()
    assert list(mapping) == ["a"]
    shelf.names.append("b")
    assert mapping["b"] == "B"


def test_load_forgets() -> None:
    """So that the next look asks the server."""
    shelf = Shelf("a")
    mapping = shelf.mapping()
    assert list(mapping) == ["a"]
    shelf.names.append("b")
    assert list(mapping) == ["a"]
    assert list(mapping.load()) == ["a", "b"]


def test_a_write_forgets_one() -> None:
    """And that the list was complete."""
    shelf = Shelf("a", "b")
    mapping = shelf.mapping()
    assert list(mapping) == ["a", "b"]
    shelf.names.remove("a")
    mapping.forget("a")
    asked = len(shelf.asked)
    assert mapping["b"] == "B"
    assert len(shelf.asked) == asked
    assert list(mapping) == ["b"]


def test_a_loop_may_drop_what_it_comes_by() -> None:
    """What it dropped does not come back when the loop ends."""
    shelf = Shelf("a", "b", "c")
    mapping = shelf.mapping()
    for name in mapping:
        mapping.forget(name)
        shelf.names = [one for one in shelf.names if one != name]
    assert dict(mapping) == {}


def test_a_missing_name_is_a_key_error_that_names_the_place_and_what_was_meant() -> None:
    """With the words of this side, since the server knows nothing of close matches."""
    mapping = Shelf("visits", "patients").mapping()
    with pytest.raises(KeyError):
        mapping["vists"]
    with pytest.raises(TableNotFound) as caught:
        mapping["vists"]
    assert (
        str(caught.value)
        == "there is no table 'vists' in database 'clinic'; did you mean 'visits'?"
    )
    assert (caught.value.code, caught.value.status) == ("table_not_found", 404)
    assert mapping.get("vists") is None
    assert "vists" not in mapping


@pytest.mark.parametrize("name", ["../users", "", "a b", 3, None, ("a",)])
def test_what_can_be_no_name_is_not_asked_for(name: object) -> None:
    """It must not become part of a URL."""
    shelf = Shelf("a")
    mapping = shelf.mapping()
    assert name not in mapping
    with pytest.raises(TableNotFound):
        mapping[name]  # type: ignore[index]
    assert shelf.asked == ["page None"]


def test_another_thing_that_is_missing_is_told_as_that() -> None:
    """The database of a table."""

    def get(name: str) -> str:
        raise DatabaseNotFound("there is no database 'clinic'")

    shelf = Shelf()
    shelf.get = get  # type: ignore[method-assign]
    with pytest.raises(DatabaseNotFound):
        shelf.mapping()["a"]


def test_a_suggestion_is_not_worth_an_error_of_its_own() -> None:
    """Those who may not list still get the plain message."""

    def list_page(limit: int, cursor: str | None) -> Page[str]:
        raise ConnectionError("down")

    shelf = Shelf()
    shelf.list_page = list_page  # type: ignore[method-assign]
    with pytest.raises(TableNotFound, match="there are no tables"):
        shelf.mapping()["a"]


def test_a_list_that_goes_round_in_circles_is_told() -> None:
    """Every wait has an end."""
    shelf = Shelf("a")
    shelf.list_page = lambda limit, cursor: Page(("A",), "again")  # type: ignore[method-assign]
    with pytest.raises(InvalidJson, match="no end"):
        len(shelf.mapping())


def test_printing_takes_a_page_and_no_more() -> None:
    """Ten thousand databases do not make a notebook wait."""
    shelf = Shelf(*(f"t{index:05}" for index in range(10_000)))
    text = repr(shelf.mapping())
    assert text.endswith("'t00099': 'T00099', ...}")
    assert len(shelf.asked) <= 2


def test_keys_are_completed_in_notebooks() -> None:
    """After the bracket and the quote."""
    assert Shelf("a", "b").mapping()._ipython_key_completions_() == ["a", "b"]
