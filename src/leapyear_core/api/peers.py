"""Where a request comes from."""

from starlette.types import Scope


def address_of(scope: Scope, proxies: int) -> str:
    """The address of whoever sends the request; empty where the server does not know it.

    Parameters
    ----------
    proxies
        How many proxies are in between, each of which adds the address that it was called from to the end of the header
        ``X-Forwarded-For``. Nobody else can write there; what stands before may be anybody's invention.
    """
    peer = scope.get("client")
    address = str(peer[0]) if peer else ""
    if not proxies:
        return address
    told = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    hops = [hop.strip() for hop in told.decode("latin-1").split(",") if hop.strip()]
    # A request that came past one of the proxies has fewer: then the nearest that is known counts.
    return _without_port(hops[-proxies]) if len(hops) >= proxies else address


def _without_port(hop: str) -> str:
    """The address alone: some proxies write ``192.0.2.1:4711`` or ``[2001:db8::1]:4711``."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
