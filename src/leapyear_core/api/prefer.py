"""The request header ``Prefer`` (RFC 7240), of which two preferences are known: ``wait=SECONDS`` and ``respond-async``.

A preference that is unknown or makes no sense is no error: it is as if it were not there (section 2).
"""

import re
from typing import Self

from attrs import frozen

#: The longest that a request may wait, in seconds.
LONGEST_WAIT = 60.0

_PREFERENCES = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')
_WAIT = re.compile(r'\s*wait\s*=\s*("?)([0-9]{1,9})\1\s*(?:;.*)?', re.ASCII | re.IGNORECASE)
_RESPOND_ASYNC = re.compile(
    r'\s*respond-async\s*(?:=\s*(?:"")?\s*)?(?:;.*)?', re.ASCII | re.IGNORECASE
)


@frozen
class Preferences:
    """What a request prefers.

    Attributes
    ----------
    wait
        How long it would wait, in seconds, at most `LONGEST_WAIT`; None where it does not say so.
    respond_async
        Whether it would rather have a job than wait.

    Examples
    --------
    >>> Preferences.read("return=minimal, wait=5")
    Preferences(wait=5.0, respond_async=False)
    >>> Preferences.read("wait=soon, respond-async")
    Preferences(wait=None, respond_async=True)
    """

    wait: float | None = None
    respond_async: bool = False

    @classmethod
    def read(cls, value: str) -> Self:
        """The preferences that a header tells."""
        preferences = _PREFERENCES.findall(value)
        # Of several the first one counts (section 2).
        waits = (found for each in preferences if (found := _WAIT.fullmatch(each)))
        first = next(waits, None)
        return cls(
            None if first is None else min(float(first[2]), LONGEST_WAIT),
            any(map(_RESPOND_ASYNC.fullmatch, preferences)),
        )
