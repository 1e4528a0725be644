"""Files are found inside of the roots, and nowhere else."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec import AbstractFileSystem

from leapyear_core.engine.sources import Sources, fetched
from leapyear_core.model.errors import SourceForbidden, SourceNotFound, SourceUnreadable
from tests.s3 import s3_store
from tests.webhdfs import webhdfs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "in").mkdir(parents=True)
    for name in ("a.csv", "b.csv", ".hidden.csv", "_SUCCESS"):
        (root / "in" / name).write_text(name)
    (root / "other").mkdir()
    (root / "other" / "a.csv").touch()
    (tmp_path / "secret.csv").touch()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.csv").touch()
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    (root / "loop.csv").symlink_to(root / "loop.csv")
    (root / "inside.csv").symlink_to(root / "in" / "a.csv")
    (root / "away").symlink_to(tmp_path / "outside")
    return root


def found(root: Path, credentials: str) -> list[str]:
    """The files that credentials name, below the root."""
    files = Sources([root]).find(credentials.format(root=root))
    return [os.path.relpath(each.path, root) for each in files]


@pytest.mark.parametrize(
    ("credentials", "names"),
    [
        ("in/a.csv", ["in/a.csv"]),
        ("{root}/in/a.csv", ["in/a.csv"]),
        ("file://{root}/in/a.csv", ["in/a.csv"]),
        ("file://{root}/in/%61.csv", ["in/a.csv"]),
        ("./in/../in/a.csv", ["in/a.csv"]),
        ("inside.csv", ["in/a.csv"]),
        ("in/*.csv", ["in/a.csv", "in/b.csv"]),
        ("{root}/in/[b-z].c?v", ["in/b.csv"]),
        ("*/a.csv", ["in/a.csv", "other/a.csv"]),
        ("in/../*/b.csv", ["in/b.csv"]),
        ("in", ["in/a.csv", "in/b.csv"]),
        ("in/", ["in/a.csv", "in/b.csv"]),
    ],
)
def test_files_are_found_by_path_url_pattern_and_folder(
    root: Path, credentials: str, names: list[str]
) -> None:
    """What links lead out of the roots to is not among them."""
    assert found(root, credentials) == names


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
        "../*.csv",
        "/etc/*",
        "*/../../secret.csv",
        "*/../in/a.csv",
        "away/a.csv",
        "away/absent.csv",
        "hdfs://host/in/a.csv",
        "s3://bucket/in/a.csv",
    ],
)
def test_what_is_outside_is_refused_whether_it_is_there_or_not(
    root: Path, credentials: str
) -> None:
    """By its name, by a link, by an encoded name: otherwise one could find out which files the server has."""
    with pytest.raises(SourceForbidden, match="outside of the data roots"):
        found(root, credentials)


@pytest.mark.parametrize(
    "credentials", ["in/c.csv", "in/*.parquet", "lin*.csv", "a*y/a.csv", "a*y/absent.csv", "*/*/a"]
)
def test_what_is_not_there_is_named(root: Path, credentials: str) -> None:
    """And so is a pattern that only what is outside would match."""
    with pytest.raises(SourceNotFound, match="there is no file"):
        found(root, credentials)


@pytest.mark.parametrize(
    "credentials",
    [
        "gs://bucket/a.csv",
        "file://host/a.csv",
        "a\0.csv",
        "file:///a%00.csv",
        "\ud800.csv",
        "x" * 300 + ".csv",
        "hdfs://host/a/../b",
        "hdfs://host/a/%2e%2e/b",
        "hdfs://host//b",
        "hdfs:///b",
        "hdfs://user@host/b",
        "hdfs://host/a#b",
    ],
)
def test_what_names_no_place_is_refused(root: Path, credentials: str) -> None:
    with pytest.raises(SourceUnreadable):
        found(root, credentials)


def test_a_loop_of_links_is_no_file(root: Path) -> None:
    with pytest.raises((SourceNotFound, SourceUnreadable)):  # as the version of Python has it
        found(root, "loop.csv")


def test_a_file_that_the_engine_would_take_for_a_pattern_is_not_read(
    root: Path, tmp_path: Path
) -> None:
    (root / "in" / "a[1].csv").touch()
    with pytest.raises(SourceUnreadable, match="rename it"):
        list(fetched(Sources([root]).find("in/a?1?.csv"), tmp_path))


def test_a_server_without_roots_reads_no_file(root: Path) -> None:
    with pytest.raises(SourceForbidden, match="--data-root"):
        Sources([]).find(str(root / "in" / "a.csv"))


def test_the_first_root_that_has_the_file_is_taken(root: Path, tmp_path: Path) -> None:
    sources = Sources([root / "other", root / "in", tmp_path / "outside"])
    assert [each.path for each in sources.find("b.csv")] == [str(root / "in" / "b.csv")]
    assert [each.path for each in sources.find("a.csv")] == [str(root / "other" / "a.csv")]


def test_files_of_hdfs_are_found_and_read_once(root: Path, tmp_path: Path) -> None:
    """A copy is here for as long as it is read, and not longer."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with webhdfs(root) as address:
        sources = Sources([], ["hdfs://Nodes:8020/in"], {"nodes:8020": address})
        names, texts = [], []
        for file in fetched(sources.find("hdfs://nodes:8020/in/*.csv"), scratch):
            names.append(file.name)
            texts.append(file.path.read_text())
            assert list(scratch.iterdir()) == [file.path]
        assert names == texts == ["a.csv", "b.csv"]
        assert list(scratch.iterdir()) == []
        assert [each.name for each in sources.find("hdfs://nodes:8020/in")] == names
        (one,) = sources.find("hdfs://nodes:8020/in/a.csv")
        assert one.path == "/in/a.csv"
        with pytest.raises(SourceNotFound):
            sources.find("hdfs://nodes:8020/in/c.csv")
        for outside in ("hdfs://nodes:8020/other/a.csv", "hdfs://nodes:8020/in2/a.csv"):
            with pytest.raises(SourceForbidden):
                sources.find(outside)


def test_a_link_on_hdfs_is_not_followed(root: Path) -> None:
    with webhdfs(root) as address:
        sources = Sources([], ["hdfs://nodes/"], {"nodes": address})
        with pytest.raises(SourceNotFound):
            sources.find("hdfs://nodes/inside.csv")


def test_a_file_system_that_does_not_answer_is_named(root: Path) -> None:
    """By what it is called here, but not by where it is."""
    with webhdfs(root) as address:
        pass
    with pytest.raises(SourceUnreadable, match="hdfs://nodes does not answer") as caught:
        Sources([], ["hdfs://nodes/in"], {"nodes": address}).find("hdfs://nodes/in/a.csv")
    assert address not in str(caught.value)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[AbstractFileSystem]:
    """A store of S3 with the bucket ``bucket``, and three files in its folder ``visits``."""
    with s3_store(monkeypatch, "bucket") as store:
        for name in ("2024-01.csv", "2024-02.csv", "2023-12.csv"):
            store.pipe(f"bucket/visits/{name}", name.encode())
        yield store


def test_files_of_s3_are_found_by_prefix_and_read_once(
    bucket: AbstractFileSystem, tmp_path: Path
) -> None:
    """A copy is here for as long as it is read; what is outside of the root is not there."""
    bucket.pipe("bucket/other.csv", b"x")
    bucket.pipe("bucket/visits2/2024-01.csv", b"x")
    sources = Sources([], ["s3://bucket/visits"])
    texts = []
    for file in fetched(sources.find("s3://bucket/visits/2024-*.csv"), tmp_path):
        texts.append(file.path.read_text())
        assert list(tmp_path.iterdir()) == [file.path]
    assert texts == ["2024-01.csv", "2024-02.csv"]
    assert list(tmp_path.iterdir()) == []
    for outside in ("s3://bucket/other.csv", "s3://bucket/visits2/2024-01.csv", "s3://b/visits"):
        with pytest.raises(SourceForbidden):
            sources.find(outside)
    for absent in ("s3://bucket/visits/2025.csv", "s3://bucket/visits/x-*.csv"):
        with pytest.raises(SourceNotFound):
            sources.find(absent)


def test_a_folder_of_s3_is_the_files_in_it_now(bucket: AbstractFileSystem) -> None:
    """No listing is kept: a file that came a moment ago is there. Folders in it, and hidden files, are left out."""
    sources = Sources([], ["s3://bucket"])
    names = ["2023-12.csv", "2024-01.csv", "2024-02.csv"]
    assert [each.name for each in sources.find("s3://bucket/visits")] == names
    for name in ("2025-01.csv", "_SUCCESS", ".hidden", "more/2025.csv"):
        bucket.pipe(f"bucket/visits/{name}", b"x")
    found = sources.find("s3://bucket/visits/")
    assert [each.name for each in found] == [*names, "2025-01.csv"]


def test_an_object_of_s3_that_is_written_has_another_state(bucket: AbstractFileSystem) -> None:
    """Of the same length even, by its entity tag; and none where it is gone."""
    (found,) = Sources([], ["s3://bucket"]).find("s3://bucket/visits/2024-01.csv")
    before = found.state
    assert found.state == before
    bucket.pipe(found.path, b"2024-02.csv")
    assert found.state != before
    bucket.rm(found.path)
    with pytest.raises(SourceNotFound):
        _ = found.state


def test_an_object_that_is_gone_when_it_is_read_is_not_found(
    bucket: AbstractFileSystem, tmp_path: Path
) -> None:
    """And nothing of it stays here."""
    found = Sources([], ["s3://bucket"]).find("s3://bucket/visits/2024-01.csv")
    bucket.rm(found[0].path)
    with pytest.raises(SourceNotFound):
        list(fetched(found, tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_bucket_that_is_not_there_or_does_not_answer_is_named(
    bucket: AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what it is called here, and not by what the store said."""
    with pytest.raises((SourceNotFound, SourceUnreadable), match="s3://nobucket"):
        Sources([], ["s3://nobucket"]).find("s3://nobucket/a.csv")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(SourceUnreadable, match="s3://bucket does not answer") as caught:
        Sources([], ["s3://bucket"]).find("s3://bucket/visits/2024-01.csv")
    assert "127.0.0.1" not in str(caught.value)


def test_a_file_that_is_written_has_another_state(root: Path, tmp_path: Path) -> None:
    """On this machine and on HDFS; one that is gone has none."""
    with webhdfs(root) as address:
        sources = Sources([root], ["hdfs://nodes/"], {"nodes": address})
        for credentials in ("in/a.csv", "hdfs://nodes/in/a.csv"):
            (root / "in" / "a.csv").write_text("a.csv")
            (found,) = sources.find(credentials)
            before = found.state
            assert found.state == before
            (root / "in" / "a.csv").write_text("longer")
            assert found.state != before
            (root / "in" / "a.csv").unlink()
            with pytest.raises(SourceNotFound):
                _ = found.state


def test_without_s3fs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    # What was loaded before. The module has the name of something in its package.
    loaded = sys.modules["fsspec.registry"]._registry
    monkeypatch.delitem(loaded, "s3", raising=False)
    with pytest.raises(SourceUnreadable, match=r"leapyear\[s3\]"):
        Sources([], ["s3://bucket/visits"]).find("s3://bucket/visits/a.csv")
