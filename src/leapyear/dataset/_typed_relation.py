"""A relation and the types of its attributes: what the operators of `DataSet` take and give."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import frozen

from leapyear._expressions import Expression, Named, names_in
from leapyear._names import plain_text
from leapyear._printing import printed_relation
from leapyear._refusals import described, invalid_request
from leapyear._relations import Relation
from leapyear._suggest import close_matches, did_you_mean
from leapyear._types import Type
from leapyear.dataset._habits import OF_DATA_SETS
from leapyear.dataset.attribute import Attribute
from leapyear.exceptions import AttributeNotFound

#: One attribute or several, by their names or as they are.
Attributes: TypeAlias = str | Attribute | Iterable[str | Attribute]


@frozen
class TypedRelation:
    """A relation with the names and types of its attributes.

    Attributes
    ----------
    schema
        As far as the client knows it: bounds that follow from an expression are the server's to say.
    """

    relation: Relation
    schema: Mapping[str, Type]

    def attribute(self, name: object) -> Attribute:
        """The attribute of a name."""
        if not isinstance(name, str) or name not in self.schema:
            raise self._missing(name)
        return Attribute(Named(plain_text(name)), self.schema[name])

    def resolved(self, attribute: str | Attribute) -> Attribute:
        """An attribute of this relation, that may be given by its name."""
        if isinstance(attribute, str):
            return self.attribute(attribute)
        if not isinstance(attribute, Attribute):
            raise TypeError(
                f"an attribute is a name or such as ds['age'], not {described(attribute)}"
            )
        self.check_names(attribute.expression)
        return attribute

    def named(self, attribute: str | Attribute, call: str) -> tuple[str, Attribute]:
        """An attribute under its own name.

        Parameters
        ----------
        call
            What is typed before the name of one that is computed, ``"group_by("``.
        """
        found = self.resolved(attribute)
        if found.name is None:
            raise invalid_request(f"{found} is computed and needs a name: {call}name={found})")
        return found.name, found

    def check_computed(self, name: str, attribute: object, example: str) -> None:
        """See whether what is to be called so is computed of the attributes of this relation."""
        if not isinstance(attribute, Attribute):
            is_begun = type(attribute).__name__ == "Branches"
            way_out = ": end `when` with .otherwise(value), or .otherwise()" if is_begun else ""
            raise TypeError(
                f"{name!r} is to be an attribute such as {example}, not {described(attribute)}{way_out}"
            )
        self.check_names(attribute.expression)

    def own_names_of(self, given: Attributes, what: str) -> list[str]:
        """The names of attributes, one at least, and none of them computed.

        Parameters
        ----------
        what
            What goes by them, for the messages: ``"a join"``.
        """
        found = [self.resolved(each) for each in listed(given)]
        for each in found:
            if each.name is None:
                raise invalid_request(
                    f"{what} goes by attributes that have names, and {each} is computed: give it one, "
                    f"with ds.with_attributes(name={each})"
                )
        if not found:
            raise invalid_request(f"{what} goes by one attribute at least")
        return [each.name for each in found if each.name is not None]

    def check_names(self, expression: Expression) -> None:
        """See whether an expression uses attributes of this relation alone."""
        for name in names_in(expression):
            if name not in self.schema:
                raise self._missing(name)

    def _missing(self, name: object) -> Exception:
        # What people who know pandas will try.
        if isinstance(name, Attribute):
            return TypeError("choose rows with ds.where(condition)")
        if isinstance(name, list | tuple):
            return TypeError("choose attributes with ds.project([names])")
        if not isinstance(name, str):
            return TypeError(
                f"attributes go by names, not by {type(name).__name__}; rows cannot be looked at"
            )
        is_habit = name in OF_DATA_SETS and not close_matches(name, self.schema)
        hint = OF_DATA_SETS[name] if is_habit else did_you_mean(name, self.schema, are="attributes")
        return AttributeNotFound(
            f"{printed_relation(self.relation)} has no attribute {name!r}; {hint}",
            code="attribute_not_found",
        )


def listed(given: Attributes) -> list[str | Attribute]:
    """Attributes as a list, where one may stand for itself."""
    if isinstance(given, Mapping):
        # As a list it would be its names, and what was wanted with its values would be lost.
        raise TypeError("attributes are a name or a list of names, and a dict says more than that")
    if isinstance(given, str | Attribute):
        return [given]
    if not isinstance(given, Iterable):
        raise TypeError(f"attributes are a name or a list of names, not {described(given)}")
    return list(given)


def is_to_be_derived(given: Type) -> bool:
    """Whether bounds or values follow from an expression, so that the server has to say them."""
    return given.contents is None and given.tag in ("INT", "REAL", "FACTOR")
