"""Persisted relations: who keeps and ends what, and that nothing tells how far it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leapyear_core.core import Core
from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.access import DatabaseLevel
from leapyear_core.model.errors import (
    AttributeNotFound,
    DatabaseNotFound,
    PersistedRelationNotFound,
    TableNotFound,
    TooManyPersistedRelations,
    Unavailable,
    UnsupportedBackend,
)
from leapyear_core.services import persisted_relations
from leapyear_core.services.persisted_relations import Persisted
from leapyear_core.services.sessions import Caller
from tests.in_process import ADMINISTRATOR, grant
from tests.leapyear_core.services.visits import (
    ROWS,
    answer,
    caller_of,
    core_of_visits,
    folder_of_visits,
)

VISITS = {"kind": "table", "database": "clinic", "table": "visits"}


@pytest.fixture
def core(tmp_path: Path) -> Iterator[Core]:
    with core_of_visits(folder_of_visits(tmp_path)) as core:
        yield core


@pytest.fixture
def ada(core: Core) -> Caller:
    return caller_of(core, "ada")


@pytest.fixture
def bob(core: Core) -> Caller:
    return caller_of(core, "bob")


def older(than: int) -> dict[str, Any]:
    arguments = [{"kind": "attribute", "name": "age"}, {"kind": "int", "value": than}]
    predicate = {"kind": "call", "function": "gt", "arguments": arguments}
    return {"kind": "where", "relation": VISITS, "predicate": predicate}


def persist(core: Core, caller: Caller, tree: dict[str, Any]) -> Persisted:
    return core.persisted_relations.persist(caller, tree, tree)


def copies(core: Core) -> int:
    """How many copies the engine keeps, once all is done that was asked for."""
    core.persisted_relations.settle(timeout=30)
    return len(core.engine._persistence._copies)


def test_what_is_persisted_is_kept_once_for_all(core: Core, ada: Caller, bob: Caller) -> None:
    """Until the last of them ends it."""
    first, second = persist(core, ada, older(40)), persist(core, bob, older(40))
    assert persist(core, ada, older(40)) == first != second
    assert copies(core) == 1
    core.persisted_relations.remove(ada, first.id)
    assert copies(core) == 1
    core.persisted_relations.remove(bob, second.id)
    assert copies(core) == 0


def test_everybody_sees_and_ends_their_own(core: Core, ada: Caller, bob: Caller) -> None:
    """What is another's does not exist; administrators end those of everybody."""
    own = persist(core, ada, older(40))
    assert core.persisted_relations.of(bob) == []
    told = []
    for unknown in (own.id, "0" * 32):
        with pytest.raises(PersistedRelationNotFound) as refused:
            core.persisted_relations.remove(bob, unknown)
        told.append(str(refused.value).replace(unknown, "ID"))
    assert told[0] == told[1]
    core.persisted_relations.clear(bob)
    assert core.persisted_relations.of(ada) == [own]
    core.persisted_relations.clear(ADMINISTRATOR)
    assert core.persisted_relations.of(ada) == []
    assert copies(core) == 0


def test_who_does_not_see_a_relation_cannot_persist_it(core: Core, ada: Caller) -> None:
    hidden = {"kind": "table", "database": "clinic", "table": "hidden"}
    with pytest.raises(TableNotFound):
        persist(core, ada, hidden)
    with pytest.raises(DatabaseNotFound):
        persist(core, ada, {**VISITS, "database": "hidden"})
    unknown = older(40)
    unknown["predicate"]["arguments"][0]["name"] = "hidden"
    with pytest.raises(AttributeNotFound):
        persist(core, ada, unknown)


def test_who_sees_a_relation_no_longer_has_not_persisted_it(core: Core, ada: Caller) -> None:
    persist(core, ada, older(40))
    grant(core, "ada", "clinic", DatabaseLevel.NONE)
    assert core.persisted_relations.of(ada) == []
    assert copies(core) == 0


def test_a_user_persists_so_many_and_no_more(
    core: Core, ada: Caller, bob: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others persist does not count, nor how large it is."""
    monkeypatch.setattr(persisted_relations, "MOST_PERSISTED", 2)
    first = persist(core, ada, older(40))
    persist(core, ada, older(41))
    with pytest.raises(TooManyPersistedRelations):
        persist(core, ada, older(42))
    assert persist(core, ada, older(40)) == first
    persist(core, bob, older(42))
    core.persisted_relations.remove(ada, first.id)
    persist(core, ada, older(42))


def test_a_failure_to_keep_is_told_to_nobody(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could depend on rows; questions are answered as before."""

    def failing(*_: object) -> None:
        raise Unavailable("the relation could not be kept")

    monkeypatch.setattr(DuckDBEngine, "persist", failing)
    persisted = persist(core, ada, older(40))
    assert copies(core) == 0
    assert core.persisted_relations.of(ada) == [persisted]
    assert answer(core, ada, ROWS).exposure_nano > 0


def test_a_question_is_the_same_one_whether_its_relation_is_persisted(
    core: Core, ada: Caller
) -> None:
    """It is answered from the record, for nothing."""
    first = answer(core, ada, ROWS)
    persist(core, ada, VISITS)
    assert copies(core) == 1
    again = answer(core, ada, ROWS)
    assert (again.cached, again.estimate) == (True, first.estimate)


def test_an_engine_that_cannot_keep_relations_says_so(
    core: Core, ada: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything else; there are none in the list."""
    monkeypatch.setattr(DuckDBEngine, "keeps_relations", False)
    with pytest.raises(UnsupportedBackend):
        persist(core, ada, older(40))
    with pytest.raises(UnsupportedBackend):
        core.persisted_relations.remove(ada, "0" * 32)
    with pytest.raises(UnsupportedBackend):
        core.persisted_relations.clear(ada)
    assert core.persisted_relations.of(ada) == []
