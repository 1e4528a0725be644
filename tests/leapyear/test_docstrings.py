"""The examples in docstrings run, and answer what they say.

Those of the client run against a Core in memory with an invented clinic, which each docstring finds as new (see
`tests.leapyear.docstring_world`); those of Core are about plain functions.

Answers are noisy, so that numbers need not be the printed ones: each may differ from it by `TOLERANCE`, as a share.
Everything else is compared as it is, but for white space. An answer about at least a twentieth of the rows differs
from the exact one by less than half of that, but with probability 1e-6 or less
(`test_noise_is_smaller_than_the_tolerance`). So print the number that the example gave, to three digits or more, in
an example about many rows. An example that cannot run here ends in ``# doctest: +SKIP: why``.
"""

import doctest
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import leapyear
import leapyear_core
from leapyear.analytics import count_rows
from tests.leapyear.docstring_world import ROWS, names_of_an_example, world

#: How much a number may differ from the printed one, as a share of it.
TOLERANCE = 0.03

#: The examples are compared up to white space, and "..." stands for anything.
_FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS

#: A number that is no part of a name.
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?(?![\w])")

_SOURCES = Path(__file__).parents[2] / "src"


class TolerantChecker(doctest.OutputChecker):
    """Takes numbers for the same that differ by no more than `TOLERANCE`."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(want, with_printed_numbers(want, got), optionflags)


def with_printed_numbers(want: str, got: str) -> str:
    """What an example gave, with the numbers that were printed in place of those that are near them.

    As it is, where it has not as many numbers.
    """
    printed, found = _NUMBER.findall(want), _NUMBER.findall(got)
    if len(printed) != len(found):
        return got
    numbers = (
        one if are_near(float(one), float(other)) else other
        for one, other in zip(printed, found, strict=True)
    )
    return _NUMBER.sub(lambda _: next(numbers), got)


def are_near(one: float, other: float) -> bool:
    """Whether two numbers differ by no more than the tolerance."""
    return abs(one - other) <= TOLERANCE * abs(one)


def documented(package: ModuleType) -> list[doctest.DocTest]:
    """The docstrings with examples of a package and all modules in it."""
    names = [package.__name__]
    names += [
        found.name
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not found.name.endswith("__main__") and ".migrations" not in found.name
    ]
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = [test for name in names for test in finder.find(importlib.import_module(name))]
    return [test for test in tests if test.examples]


CLIENT = documented(leapyear)
CORE = documented(leapyear_core)


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The Core of the examples."""
    with world(tmp_path_factory.mktemp("docstrings")):
        yield


@pytest.mark.usefixtures("core")
@pytest.mark.parametrize("example", CLIENT, ids=lambda example: example.name)
def test_the_clients_examples_run(
    example: doctest.DocTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And give what they say, up to noise."""
    # Keys and tokens of who runs the tests are none of theirs.
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("LY_API_URL", "LY_JWT", "LY_PRIVATE_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    with names_of_an_example() as names:
        _run(example, names | example.globs)


@pytest.mark.parametrize("example", CORE, ids=lambda example: example.name)
def test_cores_examples_run(example: doctest.DocTest) -> None:
    """And give what they say."""
    _run(example, dict(example.globs))


def _run(example: doctest.DocTest, names: dict[str, object]) -> None:
    # A copy: the names of an example are its own.
    test = doctest.DocTest(
        example.examples, names, example.name, example.filename, example.lineno, example.docstring
    )
    runner = doctest.DocTestRunner(TolerantChecker(), verbose=False, optionflags=_FLAGS)
    complaints: list[str] = []
    runner.run(test, out=complaints.append)
    assert runner.failures == 0, "".join(complaints)


def test_there_are_examples() -> None:
    """They were found, at modules, classes and methods."""
    names = {test.name for test in CLIENT}
    assert {"leapyear", "leapyear.client.Client", "leapyear.client.Client.status"} <= names
    assert {test.name for test in CORE} >= {"leapyear_core.privacy.accounting.rho_of_limit_nano"}


def test_examples_that_are_skipped_say_why() -> None:
    """Beside the mark."""
    skipped = [
        f"{path.relative_to(_SOURCES)}:{number}"
        for path in sorted(_SOURCES.rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\+SKIP(?!: \w)", line)
    ]
    assert skipped == []


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("51.2\n", "51.9\n", True),
        ("51.2\n", "53.9\n", False),
        ("-51.2\n", "51.2\n", False),
        ("0\n", "1\n", False),
        ("<RichResult 4182 ± 28 (95 %)>\n", "<RichResult 4190 ± 28 (95 %)>\n", True),
        ("<RichResult 4182 ± 28 (95 %)>\n", "<RichResult 4190 ± 38 (95 %)>\n", False),
        ("{'a': 1e-06}\n", "{'a':\n    1.01e-06}\n", True),
        ("[1, 2]\n", "[1, 2, 2]\n", False),
        ("int8\n", "int9\n", False),
        ("4182\n", "4182 rows\n", False),
        ("4182\n", "", False),
    ],
)
def test_numbers_are_compared_with_tolerance_and_all_else_as_it_is(
    want: str, got: str, same: bool
) -> None:
    """Each number with the one that stands in its place."""
    assert TolerantChecker().check_output(want, got, _FLAGS) is same


@pytest.mark.usefixtures("core")
def test_noise_is_smaller_than_the_tolerance() -> None:
    """Five standard deviations of the noise of a count are half of the tolerance, of a twentieth of the rows."""
    with names_of_an_example() as names:
        found = count_rows(names["ds"]).run(rich_result=True)
    assert 5 * found.noise_scale <= TOLERANCE / 2 * ROWS / 20
