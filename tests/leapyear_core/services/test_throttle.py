"""Who guesses waits, and nobody can make others wait from elsewhere."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from leapyear_core.model.errors import AuthenticationFailed, TooManyLogins
from leapyear_core.services.throttle import Limits, Throttle, network_of

HERE, THERE = "192.0.2.1", "198.51.100.1"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Door:
    """A throttle, and logins that succeed or not."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.clock = Clock()
        self.throttle = Throttle(limits or Limits(), self.clock)

    def fail(self, username: str = "ada", address: str = HERE, times: int = 1) -> None:
        for _ in range(times):
            with pytest.raises(AuthenticationFailed), self.throttle.attempt(username, address):
                raise AuthenticationFailed("no")

    def enter(self, username: str = "ada", address: str = HERE) -> None:
        with self.throttle.attempt(username, address):
            pass

    def waits(self, username: str = "ada", address: str = HERE) -> int:
        """The seconds that an attempt would have to wait; it is not made."""
        try:
            with self.throttle.attempt(username, address):
                raise LookupError
        except LookupError:
            return 0
        except TooManyLogins as error:
            return error.retry_after


def test_ten_refusals_of_a_user_at_an_address_are_enough() -> None:
    """From then on nothing is looked at, until the first of them is a quarter of an hour old."""
    door = Door()
    door.fail(times=5)
    door.clock.pass_by(60)
    door.fail(times=5)
    assert door.waits() == 14 * 60
    door.clock.pass_by(14 * 60 - 0.5)
    assert door.waits() == 1
    door.clock.pass_by(1)
    door.fail(times=5)
    assert door.waits() == pytest.approx(60, abs=1)


def test_an_attempt_that_has_to_wait_is_not_counted() -> None:
    """Otherwise whoever tries again would never be heard."""
    door = Door()
    door.fail(times=10)
    for _ in range(100):
        assert door.waits() == 15 * 60
    door.clock.pass_by(15 * 60)
    assert door.waits() == 0


def test_a_success_clears_what_was_refused_before() -> None:
    door = Door()
    door.fail(times=9)
    door.enter()
    door.fail(times=10)
    assert door.waits() > 0


def test_nobody_locks_a_user_out_from_elsewhere() -> None:
    """However many addresses an attacker has, and however long it lasts: one attempt is heard, and it may be right."""
    door = Door()
    for minute in range(60):
        for number in range(20):
            address = f"203.0.113.{number}"
            while not door.waits("ada", address):
                door.fail("ada", address)
        assert door.waits("ada", f"192.0.2.{minute}") == 0
        door.enter("ada", f"192.0.2.{minute}")
        door.clock.pass_by(60)


def test_many_addresses_have_one_refusal_each_of_a_user_who_is_attacked() -> None:
    """Instead of ten."""
    door = Door()
    for number in range(5):
        door.fail("ada", f"203.0.113.{number}", times=10)
    door.fail("ada", THERE)
    assert door.waits("ada", THERE) > 0
    assert door.waits("eve", THERE) == 0


def test_where_a_user_has_logged_in_lately_an_attack_from_elsewhere_is_not_felt() -> None:
    """Ten mistakes are theirs as ever."""
    door = Door()
    door.enter("ada", HERE)
    for number in range(5):
        door.fail("ada", f"203.0.113.{number}", times=10)
    door.fail("ada", HERE, times=9)
    assert door.waits("ada", HERE) == 0


def test_an_address_that_tries_many_users_waits_with_all() -> None:
    """Except for those who logged in from there: their neighbours' guesses are not theirs."""
    door = Door()
    door.enter("ada")
    for number in range(100):
        door.fail(f"user{number}")
    assert door.waits("bob") > 0
    assert door.waits("user1") > 0
    assert door.waits("ada") == 0
    assert door.waits("bob", THERE) == 0
    door.clock.pass_by(15 * 60)
    assert door.waits("bob") == 0


def test_logins_of_ones_own_clear_no_other_count() -> None:
    """An attacker with a user of their own would go on for ever."""
    door = Door()
    for number in range(100):
        door.fail(f"user{number}")
        if number % 10 == 9 and number < 99:
            door.enter("mallory")
    assert door.waits("user100") > 0


def test_attempts_at_once_are_counted_from_their_beginning() -> None:
    """A thousand threads are not a thousand guesses; those that wait for others do not wait long."""
    door = Door()
    begun, may_end = threading.Barrier(11), threading.Event()

    def guess() -> None:
        with suppress(AuthenticationFailed), door.throttle.attempt("ada", HERE):
            begun.wait(10)
            assert may_end.wait(10)
            raise AuthenticationFailed("no")

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    assert door.waits() == 1
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert door.waits() == 15 * 60


def test_a_fault_is_nobodys_guess() -> None:
    """A catalogue that does not answer, for example."""
    door = Door()
    for _ in range(100):
        with pytest.raises(LookupError), door.throttle.attempt("ada", HERE):
            raise LookupError
    assert door.waits() == 0


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    """What seems to be in the future is over."""
    door = Door()
    door.fail(times=10)
    door.clock.pass_by(-3600)
    assert door.waits() == 0


def test_memory_is_bounded() -> None:
    """Whatever names and addresses are tried, and however often."""
    door = Door(Limits(remembered=8))
    for number in range(50):
        door.fail(f"user{number}", f"203.0.113.{number}")
        door.enter(f"friend{number}", f"203.0.113.{number}")
        door.fail("ada", f"203.0.113.{number}")
    throttle = door.throttle
    for table in (throttle._pairs, throttle._addresses, throttle._users):
        assert len(table._moments) <= 8
        assert all(len(moments) <= 100 for moments in table._moments.values())
    assert len(throttle._familiar) <= 8
    assert not throttle._under_way


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:0:ff::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:100::1", "2001:db8:0:200::1", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("", "unix", False),
    ],
)
def test_whoever_has_one_address_of_a_network_has_them_all(
    one: str, other: str, are_one: bool
) -> None:
    """Of IPv6: a household gets 2^72 of them."""
    assert (network_of(one) == network_of(other)) is are_one
