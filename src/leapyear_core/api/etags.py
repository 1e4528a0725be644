"""Entity tags (RFC 9110, sections 8.8.3 and 13.1).

The tag of a resource is a hash of the very response that this caller gets of it: so it changes whenever what they see
does, and tells nothing of what they do not see.
"""

import re
from hashlib import blake2b

from starlette.types import Scope

from leapyear_core.api.answers import Answer
from leapyear_core.api.problems import refused_at

#: What a header may hold, in characters; the contract says so too.
_LONGEST = 1024

_TAG = re.compile(rb'(W/)?("[^"]*")')


def tagged(answer: Answer, unless: bytes | None) -> Answer:
    """A response with its entity tag.

    Parameters
    ----------
    unless
        What ``If-None-Match`` says: where it names the tag, the response is 304 and has no body.
    """
    tag = tag_of(answer)
    if unless is not None and _names(unless, tag, weakly=True):
        return Answer(304, ((b"etag", tag),), b"")
    return Answer(answer.status, (*answer.headers, (b"etag", tag)), answer.body)


def tag_of(answer: Answer) -> bytes:
    """The entity tag of a response. A strong one: it stands for each byte of the body."""
    return b'"%s"' % blake2b(answer.body, digest_size=16).hexdigest().encode("ascii")


def allows(wanted: bytes, tag: bytes) -> bool:
    """Whether ``If-Match`` names this tag, or takes any."""
    return _names(wanted, tag, weakly=False)


def header_of(scope: Scope, name: bytes) -> bytes | None:
    """What a header of a request says, all of its lines together; None where there is none.

    Raises
    ------
    Refused
        If it is too long.
    """
    values = [value for each, value in scope["headers"] if each == name]
    if not values:
        return None
    said = b", ".join(values)
    if len(said) > _LONGEST:
        raise refused_at(f"header {name.decode('ascii')}", "the value is too long")
    return said


def _names(said: bytes, tag: bytes, *, weakly: bool) -> bool:
    if said.strip() == b"*":
        return True
    return any(each == tag and (weakly or not weak) for weak, each in _TAG.findall(said))
