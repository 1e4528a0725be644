"""The operation on schemas."""

from leapyear._relations import Relation
from leapyear._seam import records, replies, requests
from leapyear._types import Schema
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.relations import get_relation_schema


class SchemaOperations:
    """What `leapyear._seam.Server` does with schemas."""

    api: GeneratedClient

    def schema_of(self, relation: Relation) -> Schema:
        """The schema of a relation, with bounds."""
        body = m.RelationSchemaRequest(relation=requests.relation_model(relation))
        with replies.understood("get_relation_schema"):
            found = get_relation_schema.sync(client=self.api, body=body)
            return Schema(records.columns(replies.expected(found, m.RelationSchema).columns))
