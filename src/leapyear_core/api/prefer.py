"""The request header ``Prefer`` (RFC 7240), of which one preference is known: ``wait=SECONDS``.

A preference that is unknown or makes no sense is no error: it is as if it were not there (section 2).
"""

import re

#: The longest that a request may wait, in seconds.
LONGEST_WAIT = 60.0

_PREFERENCES = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')
_WAIT = re.compile(r'\s*wait\s*=\s*("?)([0-9]{1,9})\1\s*(?:;.*)?', re.ASCII | re.IGNORECASE)


def wait_of(value: str) -> float | None:
    """How long the request would wait, in seconds, at most `LONGEST_WAIT`; None where it does not say so.

    Examples
    --------
    >>> wait_of("return=minimal, wait=5")
    5.0
    >>> wait_of("wait=soon") is None
    True
    """
    for preference in _PREFERENCES.findall(value):
        # The first one counts (section 2).
        if found := _WAIT.fullmatch(preference):
            return min(float(found[2]), LONGEST_WAIT)
    return None
