"""Files are found inside of the roots, and nowhere else."""

from pathlib import Path

import pytest

from leapyear_core.engine.sources import locate
from leapyear_core.model.errors import SourceForbidden, SourceNotFound, SourceUnreadable


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "in").mkdir(parents=True)
    (tmp_path / "root" / "in" / "a.csv").touch()
    (tmp_path / "secret.csv").touch()
    (tmp_path / "root" / "link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "root" / "loop.csv").symlink_to(tmp_path / "root" / "loop.csv")
    (tmp_path / "root" / "inside.csv").symlink_to(tmp_path / "root" / "in" / "a.csv")
    return tmp_path / "root"


@pytest.mark.parametrize(
    "credentials",
    ["in/a.csv", "{root}/in/a.csv", "file://{root}/in/a.csv", "./in/../in/a.csv", "inside.csv"],
)
def test_a_file_is_found_by_path_and_by_url(root: Path, credentials: str) -> None:
    assert locate(credentials.format(root=root), [root]).path == (root / "in" / "a.csv").resolve()


@pytest.mark.parametrize(
    "credentials",
    [
        "../secret.csv",
        "../absent.csv",
        "{root}/../secret.csv",
        "link.csv",
        "/etc/passwd",
        "file:///etc/%70asswd",
        "in/../../secret.csv",
    ],
)
def test_what_is_outside_is_refused_whether_it_is_there_or_not(
    root: Path, credentials: str
) -> None:
    """By its name, by a link, by an encoded name: otherwise one could find out which files the server has."""
    with pytest.raises(SourceForbidden, match="outside of the data roots"):
        locate(credentials.format(root=root), [root])


def test_a_file_that_is_not_there_is_named(root: Path) -> None:
    with pytest.raises(SourceNotFound, match=r"'in/b\.csv'"):
        locate("in/b.csv", [root])


@pytest.mark.parametrize(
    "credentials",
    [
        "s3://bucket/a.csv",
        "file://host/a.csv",
        "in/*.csv",
        "a\0.csv",
        "file:///a%00.csv",
        "\ud800.csv",
        "x" * 300 + ".csv",
        "loop.csv",
    ],
)
def test_what_names_no_single_local_file_is_refused(root: Path, credentials: str) -> None:
    with pytest.raises(SourceUnreadable):
        locate(credentials, [root])


def test_a_folder_is_no_file(root: Path) -> None:
    with pytest.raises(SourceNotFound):
        locate("in", [root])


def test_a_server_without_roots_reads_no_file(root: Path) -> None:
    with pytest.raises(SourceForbidden, match="--data-root"):
        locate(str(root / "in" / "a.csv"), [])
