"""Many learners behind a real proxy: nginx, configured as the README says."""

import base64
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
README = Path(__file__).parents[2] / "quizapp/serve/README.md"
ORIGIN = "https://quiz.example.org"
LEARNERS = ("ann", "ben")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        NGINX is None, reason="there is no nginx: apt-get install nginx"
    ),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configuration(folder: Path, port: int, ports: dict[str, int]) -> str:
    """Return the README's, for these ports, without TLS."""
    found = re.search(r"```nginx\n(.*?)```", README.read_text(), re.DOTALL)
    assert found is not None
    text = found[1].replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("/etc/nginx/learners", str(folder / "learners"))
    for number, learner in enumerate(LEARNERS, 9001):
        text = text.replace(f"127.0.0.1:{number}", f"127.0.0.1:{ports[learner]}")
        text = text.replace(f'{learner} "..."', f'{learner} "secret of {learner}"')
    assert '"..."' not in text
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""
daemon off; pid {folder}/pid; error_log {folder}/errors; user root;
events {{}}
http {{ access_log off; {paths} {text} }}
"""


@contextmanager
def proxied(tmp_path: Path) -> Iterator[str]:
    """Start a server for each learner, and nginx in front; return its address."""
    users = "".join(f"{learner}:{{PLAIN}}word of {learner}\n" for learner in LEARNERS)
    (tmp_path / "learners").write_text(users + "eve:{PLAIN}word of eve\n")
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
        (tmp_path / "nginx.conf").write_text(configuration(tmp_path, port, ports))
        words = [str(NGINX), "-c", str(tmp_path / "nginx.conf"), "-e", "stderr"]
        nginx = stack.enter_context(subprocess.Popen([*words, "-p", str(tmp_path)]))
        stack.callback(nginx.terminate)
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


async def test_each_learner_has_their_own_screens(tmp_path):
    """And nobody comes in without a name, or as a learner who is none."""
    with proxied(tmp_path) as address:
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
