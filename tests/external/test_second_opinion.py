"""The program of a second opinion: whatever it does, the result is a value, in time."""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from textwrap import dedent
from threading import Thread, Timer

import pytest

from quizapp.core.interview.opinion import NoOpinion, Opinion, OpinionRequest
from quizapp.external.second_opinion import SecondOpinion
from quizapp.flow.opinions import ask_all, asked
from support.paths import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs process groups")

REQUEST = OpinionRequest(1, "What?", ("a", "b"), "It zeroes some and scales the rest.")
GOOD = """
    import json, sys
    asked = json.load(sys.stdin)
    words = asked["answer"].split(" and ")
    rows = [{"number": p["number"], "verdict": "met", "quote": w}
            for p, w in zip(asked["rubric"], words)]
    print(json.dumps({"points": rows}))
"""


def program(tmp_path: Path, text: str, seconds: float = 20.0) -> SecondOpinion:
    """Return a program with this text."""
    file = tmp_path / "opinion.py"
    file.write_text(dedent(text))
    return SecondOpinion((sys.executable, str(file)), seconds)


def reason(tmp_path: Path, text: str, seconds: float = 20.0) -> str:
    """Return why such a program gives no opinion."""
    said = asked(program(tmp_path, text, seconds), REQUEST)
    assert isinstance(said, NoOpinion)
    return said.reason


def test_a_good_program_is_believed_by_its_quotations(tmp_path):
    """It gets one JSON object, and prints one."""
    said = asked(program(tmp_path, GOOD), REQUEST)
    assert said == Opinion({1: "It zeroes some", 2: "scales the rest."})


def test_a_program_need_not_read_a_long_answer(tmp_path):
    """More than a pipe holds."""
    request = OpinionRequest(1, "What?", ("a",), "word " * 100_000)
    said = asked(program(tmp_path, "print('{\"points\": []}')"), request)
    assert said == Opinion({}, (1,))


@pytest.mark.slow
def test_a_program_that_never_ends_is_killed_with_what_it_started(tmp_path):
    """Its time limit is what it says."""
    text = f"""
        import subprocess, sys, time
        late = "import time; time.sleep(1); open({str(tmp_path / "late")!r}, 'w')"
        subprocess.Popen([sys.executable, "-c", late])
        time.sleep(60)
    """
    began = time.monotonic()
    assert reason(tmp_path, text, 0.5) == "it took more than 0.5 seconds"
    assert time.monotonic() - began < 10
    time.sleep(1.2)
    assert not (tmp_path / "late").exists()


def test_what_a_program_leaves_running_does_not_hold_its_reply(tmp_path):
    """Even if it still has the pipe."""
    text = f"import subprocess\nsubprocess.Popen(['sleep', '60'])\n{dedent(GOOD)}"
    began = time.monotonic()
    assert isinstance(asked(program(tmp_path, text), REQUEST), Opinion)
    assert time.monotonic() - began < 10


def test_a_program_can_print_only_so_much(tmp_path):
    """Then it is killed."""
    text = "while True: print('x' * 10_000)"
    assert reason(tmp_path, text) == "it printed more than 256 KiB"


def test_a_failure_shows_the_last_line_of_its_errors(tmp_path):
    """A traceback is not shown in full."""
    text = "import sys\nprint('x' * 9000, file=sys.stderr)\nsys.exit('no server')"
    assert reason(tmp_path, text) == "it failed and said: no server"
    assert reason(tmp_path, "raise SystemExit(1)") == "it failed and said: nothing"


def test_garbage_is_no_opinion_but_errors_beside_a_good_reply_are_ignored(tmp_path):
    """Models warn a lot."""
    assert reason(tmp_path, "print('Sure! Here it is:')") == "it printed no JSON"
    text = f"import sys\nprint('warning', file=sys.stderr)\n{dedent(GOOD)}"
    assert isinstance(asked(program(tmp_path, text), REQUEST), Opinion)


def test_a_program_that_is_not_there_is_asked_twice(tmp_path):
    """Not once for every answer."""
    heard: list[object] = []
    missing = SecondOpinion((str(tmp_path / "no such program"),), 5.0)
    ask_all(missing, [REQUEST] * 5, lambda _, said: heard.append(said))
    gone = NoOpinion("it could not be started: No such file or directory")
    assert heard == [gone, gone]


def test_a_program_is_stopped_from_another_thread(tmp_path):
    """And starts no more."""
    slow = program(tmp_path, "import time; time.sleep(60)")
    Timer(0.3, slow.stop).start()
    began = time.monotonic()
    assert asked(slow, REQUEST) == NoOpinion("stopped")
    assert asked(slow, REQUEST) == NoOpinion("stopped")
    assert time.monotonic() - began < 10


def test_a_script_is_named_rather_than_its_interpreter(tmp_path):
    """The user knows it by that name."""
    assert program(tmp_path, "").name == "opinion.py"
    assert SecondOpinion(("/usr/bin/ask-model", "x"), 5.0).name == "ask-model"


def test_no_shell_reads_the_command():
    """Its words are its words."""
    rows = json.dumps({"points": []})
    echo = SecondOpinion(("printf", "%s", rows + "$(echo x); y"), 5.0)
    assert echo(b"") == f"{rows}$(echo x); y".encode()


class Model(BaseHTTPRequestHandler):
    """A server of OpenAI's protocol whose model quotes the whole answer."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = json.loads(body["messages"][1]["content"])
        row = {"number": 1, "verdict": "met", "quote": asked["answer"]}
        message = {"content": json.dumps({"points": [row]})}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": message}]}).encode())

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def served() -> Iterator[str]:
    """Return the address of such a server."""
    with HTTPServer(("127.0.0.1", 0), Model) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def test_the_example_of_the_settings_page_asks_a_server(tmp_path):
    """As it is printed there."""
    page = (ROOT / "quizapp" / "settings" / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^```python\n(.+?)^```$", page, re.M | re.S)
    (tmp_path / "opinion.py").write_text(example)
    words = (sys.executable, str(tmp_path / "opinion.py"))
    with served() as address:
        said = asked(SecondOpinion((*words, address, "any"), 20.0), REQUEST)
    assert said == Opinion({1: REQUEST.answer}, (2,))
