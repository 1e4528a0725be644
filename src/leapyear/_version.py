"""The version of this package, and that of the contract it was written for: with which servers it gets along."""

__version__ = "0.1.0"

#: ``info.version`` of openapi/leapyear.yaml; a test holds the two together. A server names its own
#: in every response.
CONTRACT_VERSION = "0.3.0"


def are_compatible(server: str, client: str) -> bool:
    """Whether two versions of the contract get along.

    They do if they have the same major number, and the same minor one as long as that is 0
    (semver.org, item 4).

    Examples
    --------
    >>> are_compatible("0.1.7", "0.1.0"), are_compatible("0.2.0", "0.1.0")
    (True, False)
    >>> are_compatible("1.4.0", "1.2.0")
    True
    """
    ours, theirs = client.split("."), server.split(".")
    counted = 2 if ours[0] == "0" else 1
    return ours[:counted] == theirs[:counted]
