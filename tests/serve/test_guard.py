"""The guard: whom it lets in, by hosts, origins, tokens, cookies and the passphrase."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.serve.guard import Entry, Guard, Policy, as_origin
from quizapp.serve.limits import ServeLimits

PORT = 8765
PASSPHRASE = "correct horse battery"  # noqa: S105


def guard(**policy) -> Guard:
    return Guard(Policy(PORT, **policy), ServeLimits(), Random(1).getrandbits)  # noqa: S311


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_the_names_of_this_machine_are_admitted_with_the_port(name):
    """Any other port is another server."""
    assert guard().admits_host(f"{name}:{PORT}", "127.0.0.1")
    assert not guard().admits_host(f"{name}:80", "127.0.0.1")
    assert not guard().admits_host(name, "127.0.0.1")


@given(st.from_regex(r"[a-z0-9.\[\]:@-]{0,30}(:8765)?", fullmatch=True))
def test_no_other_host_is_admitted(host):
    """A name that is not ours may have been pointed at this machine."""
    ours = {f"{name}:{PORT}" for name in ("127.0.0.1", "localhost", "[::1]")}
    assert guard().admits_host(host, "127.0.0.1") == (host in ours)


def test_in_the_network_the_address_of_the_connection_is_admitted():
    """And the names of the machine, but no other address and no other name."""
    there = guard(lan=True, names=frozenset({"laptop", "laptop.local"}))
    assert there.admits_host(f"192.168.1.7:{PORT}", "192.168.1.7")
    assert there.admits_host(f"laptop.local:{PORT}", "192.168.1.7")
    assert not there.admits_host(f"192.168.1.8:{PORT}", "192.168.1.7")
    assert not there.admits_host(f"evil.example:{PORT}", "192.168.1.7")
    assert not guard().admits_host(f"192.168.1.7:{PORT}", "192.168.1.7")


def test_only_our_own_page_is_an_origin():
    """It must be named, and be the host of the same request."""
    host = f"127.0.0.1:{PORT}"
    assert guard().admits_origin(f"http://{host}", host)
    for other in (None, "null", f"http://localhost:{PORT}", "http://evil.example"):
        assert not guard().admits_origin(other, host)


def test_a_proxy_is_admitted_by_its_origin():
    """With its host, as the proxy hands it on."""
    behind = guard(origin="https://quiz.example.org")
    assert behind.admits_host("quiz.example.org", "127.0.0.1")
    assert behind.admits_origin("https://quiz.example.org", "quiz.example.org")
    assert not behind.admits_origin("http://evil.example", "quiz.example.org")


def test_a_token_lets_one_browser_in_once():
    """The next one needs a new token, which makes the one before void."""
    door = guard()
    first, second = door.new_token(), door.new_token()
    assert door.redeem(first) is None
    cookie = door.redeem(second)
    assert cookie is not None
    assert door.knows(cookie, None)
    assert door.redeem(second) is None


@given(st.text(max_size=60))
def test_no_other_cookie_or_secret_is_known(text):
    """Whatever is sent."""
    door = guard(proxy_secret=PASSPHRASE)
    door.new_cookie()
    assert not door.knows(text, None)
    assert door.knows(None, text) == (text == PASSPHRASE)


def test_without_a_secret_no_proxy_vouches():
    """An empty header is no secret."""
    assert not guard().knows(None, "")


def test_old_cookies_make_room():
    """A browser that was let in long ago has to come in again."""
    door = guard()
    cookies = [door.new_cookie() for _ in range(ServeLimits().cookies + 1)]
    assert not door.knows(cookies[0], None)
    assert door.knows(cookies[1], None)


def test_the_passphrase_is_compared_a_few_times_a_minute():
    """Then even the right one has to wait."""
    door = guard(lan=True, passphrase=PASSPHRASE)
    assert door.try_passphrase(PASSPHRASE, 0) is Entry.WELCOME
    for second in range(1, ServeLimits().attempts):
        assert door.try_passphrase("wrong", second) is Entry.WRONG
    assert door.try_passphrase(PASSPHRASE, 10) is Entry.LATER
    assert door.try_passphrase(PASSPHRASE, 61) is Entry.WELCOME


def test_without_a_passphrase_none_is_compared():
    """Not even an empty one."""
    for door in (guard(), guard(lan=True), guard(passphrase=PASSPHRASE)):
        assert door.try_passphrase("", 0) is Entry.LATER
        assert not door.asks_passphrase


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://quiz.example.org", "https://quiz.example.org"),
        ("HTTPS://Quiz.example.org/", "https://quiz.example.org"),
        ("http://10.0.0.2:8080", "http://10.0.0.2:8080"),
        ("quiz.example.org", None),
        ("ftp://quiz.example.org", None),
        ("https://Hub.example.org/user/Ann/", "https://hub.example.org"),
        ("https://quiz.example.org/?path", None),
        ("https://user@quiz.example.org", None),
        ("https://", None),
    ],
)
def test_the_address_of_a_proxy_is_an_origin(written, origin):
    """As a browser writes it."""
    assert as_origin(written) == origin
