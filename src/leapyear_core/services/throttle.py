"""Slowing those who guess: how many refused logins there may be, and from where.

Refusals of the last `Limits.window` are counted in three places:

* of one user at one address. After ten the pair has to wait, until the first of them is older than the window. This stops
  somebody who tries passwords.
* of one address, whatever the users. After a hundred all have to wait, except for users who logged in from there lately.
  This stops somebody who tries one password with all users.
* of one user, from wherever. After fifty an address has one refusal instead of ten, unless the user logged in from there
  lately. This slows many addresses that try the passwords of one user.

So nobody can lock a user out from elsewhere, however long they try: an address that was not refused before is heard, and
whoever knows the password gets in. Who shares an address with an attacker (behind one NAT) shares the refusals of it, of
which the last two rules spare a user who logged in from there lately.

A login counts as refused from when it is begun, so that a thousand at once are not a thousand guesses. One that succeeds
is taken back, and clears the pair; the other two stay, since otherwise an attacker's logins of their own would clear
them. Users that there are not are counted as others are: waiting tells no names. Who has to wait is not counted for it, and
costs neither a hash nor a query.

An IPv6 address counts by its first 56 bits, since whoever has one mostly has all that begin with them. The tables forget
what is oldest beyond `Limits.remembered` entries each. All is forgotten at a restart, which an attacker cannot cause.
"""

import ipaddress
import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from attrs import frozen

from leapyear_core.model.errors import AuthenticationFailed, TooManyLogins
from leapyear_core.services.clocks import Clock, utc_now

K = TypeVar("K", bound=Hashable)


@frozen
class Limits:
    """How many refused logins there may be.

    Parameters
    ----------
    window
        How long a refusal counts.
    pair
        How many of one user at one address.
    address
        How many at one address.
    user
        How many of one user, before an address has only one of them.
    familiar
        How long an address that a user logged in from is one of theirs.
    remembered
        How many entries each table has at the most.
    """

    window: timedelta = timedelta(minutes=15)
    pair: int = 10
    address: int = 100
    user: int = 50
    familiar: timedelta = timedelta(days=30)
    remembered: int = 2**14


class Throttle:
    """Counts refused logins, and refuses further ones unseen.

    Parameters
    ----------
    limits
        How many there may be.
    clock
        Gives the time.
    """

    def __init__(self, limits: Limits = Limits(), clock: Clock = utc_now) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._pairs: _Refusals[tuple[str, str]] = _Refusals(limits)
        self._addresses: _Refusals[str] = _Refusals(limits)
        self._users: _Refusals[str] = _Refusals(limits)
        self._under_way: Counter[tuple[str, str]] = Counter()
        # The pairs that succeeded, and when they last did.
        self._familiar: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    @contextmanager
    def attempt(self, username: str, address: str) -> Iterator[None]:
        """Let this block log a user in, and count it where that raises `AuthenticationFailed`.

        Parameters
        ----------
        username
            Who the attempt says it is: whether there is such a user is not known yet.
        address
            Where it comes from.

        Raises
        ------
        TooManyLogins
            Before the block, if it has to wait.
        """
        pair = (username, network_of(address))
        now = self._clock()
        with self._lock:
            self._check(pair, now)
            self._begin(pair, now)
        try:
            yield
        except AuthenticationFailed:
            raise
        except BaseException:
            # A fault, which says nothing of who tried.
            with self._lock:
                self._take_back(pair, now)
            raise
        else:
            with self._lock:
                self._take_back(pair, now)
                self._pairs.forget(pair)
                self._remember(pair, now)
        finally:
            with self._lock:
                self._end(pair)

    def _check(self, pair: tuple[str, str], now: datetime) -> None:
        username, place = pair
        limits = self._limits
        since = self._familiar.get(pair)
        is_familiar = since is not None and since > now - limits.familiar
        is_attacked = self._users.count(username, now) >= limits.user
        allowed = 1 if is_attacked and not is_familiar else limits.pair
        wait = self._pairs.wait(pair, allowed, now)
        if wait and self._pairs.count(pair, now) - self._under_way[pair] < allowed:
            # Those under way decide, and that does not take them long.
            wait = timedelta(seconds=1)
        if not is_familiar:
            wait = max(wait, self._addresses.wait(place, limits.address, now))
        if wait:
            seconds = max(1, math.ceil(wait.total_seconds()))
            raise TooManyLogins(
                "too many logins of this user or from this address were refused: "
                f"try again in {seconds} seconds",
                seconds,
            )

    def _begin(self, pair: tuple[str, str], now: datetime) -> None:
        self._under_way[pair] += 1
        self._pairs.add(pair, now)
        self._addresses.add(pair[1], now)
        self._users.add(pair[0], now)

    def _end(self, pair: tuple[str, str]) -> None:
        self._under_way[pair] -= 1
        if not self._under_way[pair]:
            del self._under_way[pair]

    def _take_back(self, pair: tuple[str, str], moment: datetime) -> None:
        self._pairs.take_back(pair, moment)
        self._addresses.take_back(pair[1], moment)
        self._users.take_back(pair[0], moment)

    def _remember(self, pair: tuple[str, str], now: datetime) -> None:
        self._familiar[pair] = now
        self._familiar.move_to_end(pair)
        if len(self._familiar) > self._limits.remembered:
            self._familiar.popitem(last=False)


class _Refusals(Generic[K]):
    """The moments of refusals, by what they are counted of."""

    def __init__(self, limits: Limits) -> None:
        self._window = limits.window
        self._most = max(limits.pair, limits.address, limits.user)
        self._remembered = limits.remembered
        self._moments: OrderedDict[K, list[datetime]] = OrderedDict()

    def count(self, key: K, now: datetime) -> int:
        """How many there were within the window."""
        return len(self._recent(key, now))

    def wait(self, key: K, allowed: int, now: datetime) -> timedelta:
        """How long until there were fewer than are allowed; nothing where that is so now."""
        recent = self._recent(key, now)
        if len(recent) < allowed:
            return timedelta(0)
        return recent[len(recent) - allowed] + self._window - now

    def add(self, key: K, now: datetime) -> None:
        """Count one more; no more than any limit asks for are kept."""
        self._moments[key] = [*self._recent(key, now), now][-self._most :]
        self._moments.move_to_end(key)
        if len(self._moments) > self._remembered:
            self._moments.popitem(last=False)

    def take_back(self, key: K, moment: datetime) -> None:
        """Count one less."""
        moments = self._moments.get(key, [])
        if moment in moments:
            moments.remove(moment)
        if not moments:
            self.forget(key)

    def forget(self, key: K) -> None:
        """Count none any more."""
        self._moments.pop(key, None)

    def _recent(self, key: K, now: datetime) -> list[datetime]:
        """Those within the window. A moment to come is one before the clock was set back, and is over."""
        return [
            moment for moment in self._moments.get(key, ()) if now - self._window < moment <= now
        ]


def network_of(address: str) -> str:
    """What an address is counted by: the network that its owner has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed), 56), strict=False))
    return str(parsed)
