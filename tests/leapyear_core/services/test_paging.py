"""A cursor is the key of the last item, and nothing else is a cursor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leapyear_core.model.errors import InvalidRequest
from leapyear_core.services.paging import decode, decode_name, encode, page_of

KEYS = st.recursive(st.text() | st.integers(), st.lists)


@given(KEYS)
def test_a_key_comes_back(key: object) -> None:
    """Whatever it is made of."""
    assert decode(encode(key)) == key


@given(st.text(max_size=40))
def test_any_text_is_one_of_our_cursors_or_refused(text: str) -> None:
    """And there is one cursor for each key."""
    try:
        key = decode(text)
    except InvalidRequest:
        return
    assert encode(key) == text


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "ImNsaW5pYyI=",
        "ImNsaW5pYyI ",
        "IA",
        "[" * 400,
        encode(7),
        encode("a\0"),
        encode("é"),
        encode("\ud800"),
    ],
)
def test_what_is_no_name_is_refused(cursor: str) -> None:
    """A NUL or a surrogate would make the catalogue fail."""
    with pytest.raises(InvalidRequest, match="next_cursor"):
        decode_name(cursor)


def test_the_cursor_of_the_contracts_example_is_ours() -> None:
    assert decode_name("ImNsaW5pYyI") == "clinic"


@given(st.lists(st.integers(), unique=True), st.integers(1, 5))
def test_pages_are_the_list(items: list[int], limit: int) -> None:
    """Put together in order, with none left out."""
    items.sort()
    seen: list[int] = []
    rest: list[int] = items
    while rest:
        page = page_of(rest[: limit + 1], limit, lambda item: item)
        assert 0 < len(page.items) <= limit
        seen += page.items
        last = items[-1] if page.next_cursor is None else decode(page.next_cursor)
        rest = [item for item in items if item > last]
    assert seen == items
