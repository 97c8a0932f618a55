"""Many learners behind a real proxy: nginx and Caddy, configured as the README says."""

import base64
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from support.program import DECK
from support.served import Connection
from support.serving import serving
from support.shipped import warm

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CADDY = shutil.which("caddy")
README = Path(__file__).parents[2] / "quizapp/serve/README.md"
ORIGIN = "https://quiz.example.org"
LEARNERS = ("ann", "ben")

pytestmark = pytest.mark.slow
PROXIES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(
            path is None, reason=f"there is no {name}: apt-get install {name}"
        ),
    )
    for name, path in (("nginx", NGINX), ("caddy", CADDY))
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def readme(language: str, ports: dict[str, int]) -> str:
    """Return a configuration of the README, for these ports and secrets."""
    found = re.search(rf"```{language}\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    text = found[1]
    for number, learner in enumerate(LEARNERS, 9001):
        text = text.replace(f"127.0.0.1:{number}", f"127.0.0.1:{ports[learner]}")
        empty = rf'(\b{learner} [^;\n]*?)"\.\.\."'
        text = re.sub(empty, rf'\1"secret of {learner}"', text)
    assert '"..."' not in text
    return text


def nginx(folder: Path, port: int, ports: dict[str, int]) -> list[str]:
    """Configure nginx, without TLS; return its command."""
    users = "".join(f"{name}:{{PLAIN}}word of {name}\n" for name in (*LEARNERS, "eve"))
    (folder / "learners").write_text(users)
    text = readme("nginx", ports).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("/etc/nginx/learners", str(folder / "learners"))
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"""
daemon off; pid {folder}/pid; error_log {folder}/errors; user root;
events {{}}
http {{ access_log off; {paths} {text} }}
""")
    conf = str(folder / "nginx.conf")
    return [str(NGINX), "-c", conf, "-e", "stderr", "-p", str(folder)]


def caddy(folder: Path, port: int, ports: dict[str, int]) -> list[str]:
    """Configure Caddy, without TLS; return its command."""
    text = readme("caddyfile", ports)
    text = text.replace("quiz.example.org {", f"http://quiz.example.org:{port} {{")
    hashes = {
        name: subprocess.check_output(
            [str(CADDY), "hash-password", "--plaintext", f"word of {name}"], text=True
        ).strip()
        for name in (*LEARNERS, "eve")
    }
    text = text.replace("basicauth {", f"basicauth {{\n        eve {hashes['eve']}")
    for name in LEARNERS:
        text = text.replace(f"{name} ...\n", f"{name} {hashes[name]}\n")
    assert "..." not in text
    (folder / "Caddyfile").write_text(f"{{\n    admin off\n}}\n{text}")
    return [str(CADDY), "run", "--config", str(folder / "Caddyfile")]


@contextmanager
def proxied(name: str, tmp_path: Path) -> Iterator[str]:
    """Start a server for each learner, and a proxy in front; return its address."""
    ports = {}
    with ExitStack() as stack:
        for learner in LEARNERS:
            home = tmp_path / learner
            warm(home / "quizapp")
            (home / "deck.toml").write_text(DECK.replace("Testing", f"Of {learner}"))
            (home / "quizapp/config.toml").write_text(
                f'decks = ["{home}/deck.toml"]\ntopics = ["Of {learner}"]\n'
            )
            extra = {
                "QUIZAPP_SERVE_ORIGIN": ORIGIN,
                "QUIZAPP_SERVE_PROXY_SECRET": f"secret of {learner}",
            }
            program = stack.enter_context(serving(home, **extra))
            ports[learner] = int(program.origin.rpartition(":")[2])
        port = free_port()
        words = (nginx if name == "nginx" else caddy)(tmp_path, port, ports)
        apart = {**os.environ, "HOME": str(tmp_path)}
        proxy = stack.enter_context(subprocess.Popen(words, env=apart))
        stack.callback(proxy.terminate)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"


def asking(learner: str = "", origin: str = ORIGIN, **more: str) -> dict[str, str]:
    """Return the headers of a browser, with the password of a learner."""
    pair = base64.b64encode(f"{learner}:word of {learner}".encode()).decode()
    known = {"Authorization": f"Basic {pair}"} if learner else {}
    return {"Host": "quiz.example.org", "Origin": origin, **known, **more}


@pytest.mark.parametrize("name", PROXIES)
async def test_each_learner_has_their_own_screens(name, tmp_path):
    """And nobody comes in without a name, or as a learner who is none."""
    with proxied(name, tmp_path) as address:
        rooms = {}
        for learner in LEARNERS:
            async with ClientSession(headers=asking(learner)) as browser:
                async with browser.get(address, allow_redirects=False) as answer:
                    assert answer.status == 303
                    rooms[learner] = answer.headers["Location"].strip("./")
                room = f"{address}{rooms[learner]}/"
                async with browser.get(room) as answer:
                    assert "terminal" in await answer.text()
                async with browser.ws_connect(f"{room}ws?loaded=1") as connection:
                    await Connection(connection).sees(f"Of {learner}")
        assert rooms["ann"] != rooms["ben"]
        await refuse_strangers(address, rooms)


async def refuse_strangers(address: str, rooms: dict[str, str]) -> None:
    """Check who does not come in: without a name, unknown, or with another's secret."""
    theirs = {"X-Quizapp-Proxy": "secret of ben"}
    async with ClientSession() as browser:
        for learner, status in (("", 401), ("eve", 502)):
            async with browser.get(address, headers=asking(learner)) as answer:
                assert answer.status == status
        for room, headers, status in (
            (rooms["ben"], asking("ann", **theirs), 404),  # ann's server has none such
            (rooms["ann"], asking("ann", "http://evil.example"), 403),
        ):
            with pytest.raises(WSServerHandshakeError) as refused:
                await browser.ws_connect(f"{address}{room}/ws", headers=headers)
            assert refused.value.status == status
