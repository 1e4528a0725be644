"""Handlers of the tag ``persisted_relations``."""

from leapyear_api.models import (
    PersistedRelation,
    PersistedRelationCreate,
    PersistedRelationList,
)
from leapyear_core.api.answers import Created
from leapyear_core.core import Core
from leapyear_core.services.persisted_relations import Persisted
from leapyear_core.services.sessions import Caller


def list_persisted_relations(core: Core, caller: Caller) -> PersistedRelationList:
    """The relations that the caller has persisted."""
    return PersistedRelationList(
        items=[_present(each) for each in core.persisted_relations.of(caller)]
    )


def persist_relation(core: Core, caller: Caller, *, body: PersistedRelationCreate) -> Created:
    """A relation that is kept from now on."""
    asked = body.relation.to_dict()
    persisted = core.persisted_relations.persist(caller, asked, core.views.expand(caller, asked))
    return Created(_present(persisted), f"/v1/persisted-relations/{persisted.id}")


def delete_persisted_relation(core: Core, caller: Caller, *, persisted_relation: str) -> None:
    """Keep a relation no longer."""
    core.persisted_relations.remove(caller, persisted_relation)


def delete_persisted_relations(core: Core, caller: Caller) -> None:
    """Keep none of them any more."""
    core.persisted_relations.clear(caller)


def _present(persisted: Persisted) -> PersistedRelation:
    return PersistedRelation.from_dict(
        {
            "id": persisted.id,
            "relation": persisted.asked,
            "created_at": persisted.created_at.isoformat(),
        }
    )
