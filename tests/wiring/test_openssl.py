"""OpenSSL: what the app needs works without it, and nothing else is affected."""

import hashlib
import subprocess
import sys

import pytest

BINDINGS = {"hashlib": "_hashlib", "asyncio": "ssl"}


def printed(code: str) -> str:
    """Return what this code prints in a new interpreter, with the loader at hand."""
    head = "import sys\nfrom quizapp.wiring.openssl import load_without_openssl\n"
    done = subprocess.run(
        [sys.executable, "-c", head + code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("module", BINDINGS)
def test_the_binding_is_not_loaded(module: str) -> None:
    """Loading it takes longer than the module."""
    binding = BINDINGS[module]
    loaded = printed(
        f"load_without_openssl({module!r}, {binding!r})\n"
        f"print({module!r} in sys.modules, {binding!r} in sys.modules)"
    )
    assert loaded == "True False"


def test_hashes_are_the_same() -> None:
    """Caches and seals written with OpenSSL remain valid."""
    names = ("sha1", "sha256", "blake2b")
    expected = [hashlib.new(name, b"quizapp").hexdigest() for name in names]
    found = printed(
        "load_without_openssl('hashlib', '_hashlib')\nimport hashlib\n"
        f"print([hashlib.new(name, b'quizapp').hexdigest() for name in {names}])"
    )
    assert found == str(expected)


def test_the_binding_can_be_loaded_later() -> None:
    """Only the one module goes without."""
    assert printed(
        "load_without_openssl('asyncio', 'ssl')\nimport ssl\nprint(ssl.__name__)"
    ) == ("ssl")


def test_a_loaded_module_is_left_alone() -> None:
    """`serve` needs what only OpenSSL's `hashlib` has."""
    assert printed(
        "import hashlib\nload_without_openssl('hashlib', '_hashlib')\n"
        "print(hasattr(hashlib, 'scrypt'), sys.modules.get('_hashlib') is None)"
    ) == ("True False")
