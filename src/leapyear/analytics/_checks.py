"""What questions check where they are typed."""

from collections.abc import Iterable

from leapyear._numbers import truth_value
from leapyear._refusals import invalid_analysis
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.data_set import DataSet

_OF_WORDS = "group_by counts its values"
_OF_TIMES = "leapyear.functions has numbers of it, such as year and days_between"
#: What to do with attributes that are no numbers.
_INSTEAD = {
    "BOOL": "to_int of leapyear.functions makes 0 or 1 of it",
    "FACTOR": _OF_WORDS,
    "TEXT": _OF_WORDS,
    "DATE": _OF_TIMES,
    "DATETIME": _OF_TIMES,
}


def checked(usage: str, data_set: object) -> DataSet:
    """A data set, where the question has one.

    Parameters
    ----------
    usage
        How the question is typed.
    """
    if not isinstance(data_set, DataSet):
        raise TypeError(f"the question is {usage} with a DataSet ds, not {type(data_set).__name__}")
    return data_set


def of_numbers(
    kind: str, attribute: str | Attribute, data_set: DataSet, *, also_bool: bool = True
) -> Attribute:
    """An attribute that can be summed."""
    found = checked(f"{kind}('age', ds)", data_set)._resolve(attribute)
    tags = ("BOOL", "INT", "REAL") if also_bool else ("INT", "REAL")
    if found.type.tag not in tags:
        raise invalid_analysis(
            f"{kind} takes {', '.join(tags[:-1])} or REAL, and {found} is {found.type.tag}: "
            f"{_INSTEAD[found.type.tag]}"
        )
    return found


def flag(value: object, what: str, default: bool | None = None) -> bool:
    """A switch; None is the default, where there is one. Numpy's are taken as well.

    Raises
    ------
    TypeError
        If it is anything else: that ``"no"`` would be true is no use to anybody.
    """
    if value is None and default is not None:
        return default
    truth = truth_value(value)
    if truth is None:
        raise TypeError(f"{what} is True or False, not {value!r}")
    return truth


def name_of(attribute: Attribute) -> str:
    """What an attribute is called in an answer: its name, or how it was typed."""
    return attribute.name or str(attribute)[:128]


def check_distinct(kind: str, names: Iterable[str]) -> None:
    """See whether each attribute is named once: an answer tells its numbers by them."""
    seen = set[str]()
    for name in names:
        if name in seen:
            raise invalid_analysis(f"{kind} names {name} twice: once will do")
        seen.add(name)


def checked_ddof(ddof: object) -> int:
    """What is subtracted in the divisor of a variance."""
    if isinstance(ddof, bool) or ddof not in (0, 1):
        raise invalid_analysis(f"ddof is 1, for a sample, or 0, for a population, not {ddof!r}")
    return int(ddof == 1)
