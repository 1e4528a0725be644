"""The operations on persisted relations."""

from leapyear._relations import Relation
from leapyear._seam import replies, requests
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.persisted_relations import (
    delete_persisted_relation,
    delete_persisted_relations,
    list_persisted_relations,
    persist_relation,
)


class PersistenceOperations:
    """What `leapyear._seam.Server` does with persisted relations."""

    api: GeneratedClient

    def persist_relation(self, relation: Relation) -> None:
        """Have a relation computed once and kept."""
        body = m.PersistedRelationCreate(relation=requests.relation_model(relation))
        with replies.understood("persist_relation"):
            replies.expected(persist_relation.sync(client=self.api, body=body), m.PersistedRelation)

    def unpersist_relation(self, relation: Relation) -> None:
        """Keep a relation no longer, where the user has persisted it."""
        meant = requests.relation_model(relation).to_dict()
        with replies.understood("list_persisted_relations"):
            found = replies.expected(
                list_persisted_relations.sync(client=self.api), m.PersistedRelationList
            )
            ids = [each.id for each in found.items if each.relation.to_dict() == meant]
        for persisted in ids:
            with replies.understood("delete_persisted_relation"):
                delete_persisted_relation.sync_detailed(persisted, client=self.api)

    def unpersist_all_relations(self) -> None:
        """Keep none of them any more."""
        with replies.understood("delete_persisted_relations"):
            delete_persisted_relations.sync_detailed(client=self.api)
