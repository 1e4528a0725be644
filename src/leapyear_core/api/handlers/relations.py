"""Handlers of the tag ``relations``."""

from leapyear_api.models import RelationSchema, RelationSchemaRequest
from leapyear_core.api.trees import columns_of_types
from leapyear_core.core import Core
from leapyear_core.model.trees import read_relation
from leapyear_core.model.types import Column
from leapyear_core.services.sessions import Caller


def get_relation_schema(
    core: Core, caller: Caller, *, body: RelationSchemaRequest
) -> RelationSchema:
    """The schema of a relation."""
    relation = read_relation(core.views.expand(caller, body.relation.to_dict()))
    schema = core.analyses.schema(caller, relation)
    columns = [Column(name, given) for name, given in schema.items()]
    return RelationSchema(columns=columns_of_types(columns))
