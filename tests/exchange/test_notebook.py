"""Jupyter notebooks become predict cards; nothing in them is run to read them."""

import json
from pathlib import Path
from typing import Any

import pytest

from quizapp.errors import ExchangeError
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.notebook import read_notebook
from support.fuzz import in_time
from support.reviews import NOW


def markdown(source: str, **keys: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **keys}


def code(
    source: str, value: str = "", printed: str = "", **keys: Any
) -> dict[str, Any]:
    outputs: list[dict[str, Any]] = []
    if value:
        data = {"text/plain": value.splitlines(keepends=True)}
        outputs.append({"output_type": "execute_result", "data": data})
    if printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": [printed]})
    count = 1 if outputs else None
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    return {**cell, "outputs": outputs, "execution_count": count, **keys}


def read(folder: Path, *cells: dict[str, Any], **document: Any) -> Imported:
    path = folder / "book.ipynb"
    text = json.dumps({"nbformat": 4, "cells": cells, **document})
    path.write_text(text)
    return read_notebook(Reading(path, NOW))


def test_the_last_expression_of_a_cell_is_asked(tmp_path):
    """The Markdown before it is the prompt, the code before it the snippet."""
    found = read(
        tmp_path,
        markdown("What is the mean?"),
        code("import torch\nx = torch.ones(2)\nx.mean()", value="tensor(1.)"),
    )
    (card,) = found.cards
    assert card.fields["ask"] == "x.mean()"
    assert card.fields["snippet"] == "import torch\nx = torch.ones(2)\n"
    assert card.fields["prompt"] == "What is the mean?"
    assert card.stored == "tensor(1.)"


def test_a_cell_that_prints_asks_for_what_is_printed(tmp_path):
    """A loop has no value; what it prints is the question."""
    found = read(
        tmp_path,
        markdown("Loop"),
        code("for i in range(2):\n    print(i)", "", "0\n1\n"),
    )
    (card,) = found.cards
    assert card.fields["expect"] == "printed"
    assert "ask" not in card.fields
    assert card.stored == "0\n1\n"


def test_what_a_cell_needs_from_before_is_carried_along(tmp_path):
    """Definitions, and nothing else that the notebook did."""
    found = read(
        tmp_path,
        code("import torch\nimport math\nimport pandas as pd"),
        code("def double(x):\n    return factor * x\n\nfactor = 2\nother = 3"),
        code("print('hello')"),
        markdown("What is it?"),
        code("double(torch.ones(1))"),
    )
    (card,) = found.cards
    assert card.fields["snippet"] == (
        "import torch\ndef double(x):\n    return factor * x\nfactor = 2\n"
    )


def test_a_function_sees_what_its_names_are_when_it_is_called(tmp_path):
    """Python looks them up then."""
    found = read(
        tmp_path,
        code("factor = 1\ndef f():\n    return factor"),
        code("factor = 2"),
        markdown("What is it?"),
        code("f()"),
    )
    (card,) = found.cards
    assert "factor = 2" in card.fields["snippet"]


def test_a_change_of_a_view_is_carried_along_with_its_base(tmp_path):
    """The code that writes through another name changes the answer."""
    found = read(
        tmp_path,
        code("import torch\nx = torch.arange(3.)"),
        code("z = x.view(3, 1)\nz[0] = 9"),
        markdown("What is in x now?"),
        code("x"),
    )
    (card,) = found.cards
    assert "z[0] = 9" in card.fields["snippet"]


def test_seeds_are_carried_along(tmp_path):
    """They decide what is drawn."""
    found = read(
        tmp_path,
        code("import torch\ntorch.manual_seed(1)"),
        markdown("What is drawn?"),
        code("torch.rand(1)"),
    )
    (card,) = found.cards
    assert "torch.manual_seed(1)" in card.fields["snippet"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("!ls\n1 + 1", "uses a notebook command (`!ls`)"),
        (
            "%timeit sum(range(9))\n1 + 1",
            "uses a notebook command (`%timeit sum(range(9))`)",
        ),
        ("%%bash\nls", "uses a notebook command (`%%bash`)"),
        ("import pandas as pd\npd.NA", "needs `pandas`; cards have torch,"),
        ("import requests\nrequests.get('a')", "needs `requests`; cards have"),
        ("import urllib.request\nurllib.request", "needs the network (`urllib`)"),
        ("open('a').read()", "reads or writes a file (`open`)"),
        ("import torch\ntorch.load('a.pt')", "reads or writes a file (`load`)"),
        ("import torch\ntorch.ones(1).cuda()", "needs a GPU"),
        ("import torch\ntorch.ones(1, device='cuda:0')", "needs a GPU"),
        ("import time\ntime.time()", "depends on the clock (`time.time`)"),
        ("input('name?')", "waits for input"),
        ("unknown + 1", "uses `unknown`, which no earlier cell defines"),
        ("x = 1", "shows nothing to predict"),
        ("print 'python 2'", "its code is not Python 3"),
        ("import torch\ntorch.__version__", "depends on the machine or on a version"),
    ],
)
def test_a_cell_that_cannot_be_a_card_is_left_out_with_its_reason(
    tmp_path, source, reason
):
    """Each is named, with the cell's number and its first words."""
    found = read(tmp_path, markdown("A question"), code(source))
    assert not found.cards
    (left_out,) = found.left_out
    assert left_out.reason.startswith(reason)
    assert (left_out.where, left_out.excerpt) == ("cell 2", "A question")


def test_harmless_commands_are_passed_over(tmp_path):
    """Most notebooks begin with them."""
    found = read(
        tmp_path,
        code("%matplotlib inline\nimport torch"),
        markdown("Q: how many?"),
        code("%load_ext autoreload\ntorch.ones(3).sum()"),
    )
    (card,) = found.cards
    assert "%" not in card.fields["snippet"]


def test_a_question_is_found_in_its_text_with_its_answer(tmp_path):
    """`Q:` and `A:` stand in longer text; the answer explains."""
    text = "# Chapter\nBefore.\n\n**Q:** What is 1 + 1?\n\nA: It is a sum."
    found = read(tmp_path, markdown(text), code("1 + 1"))
    (card,) = found.cards
    assert card.fields["prompt"] == "What is 1 + 1?"
    assert card.fields["explain"] == "It is a sum."
    assert found.title == "Chapter"


def test_an_origin_does_not_change_when_cells_are_added(tmp_path):
    """It is the cell's own id, or made of the question's words."""
    cells = [markdown("One?"), code("1 + 1"), markdown("Two?"), code("1 + 2", id="abc")]
    before = read(tmp_path, *cells)
    after = read(tmp_path, markdown("New"), code("3 + 3"), *cells)
    assert [c.origin for c in before.cards] == [c.origin for c in after.cards[1:]]
    assert before.cards[1].origin.id == "abc"


def test_format_3_is_read(tmp_path):
    """Old notebooks have worksheets, and `input` for source."""
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Sums"]},
        {"cell_type": "code", "input": ["1 + 1"], "outputs": [], "language": "python"},
    ]
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}))
    (card,) = read_notebook(Reading(path, NOW)).cards
    assert card.fields["prompt"] == "Sums"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a notebook"),
        (b"{}", "is not a notebook"),
        (b"[" * 100_000, "is not a notebook"),
        (b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "of r"),
    ],
)
def test_another_file_is_refused_in_one_line(tmp_path, data, message):
    """Nothing is taken from it."""
    path = tmp_path / "x.ipynb"
    path.write_bytes(data)
    with pytest.raises(ExchangeError, match=message):
        read_notebook(Reading(path, NOW))


@pytest.mark.parametrize(
    "text", ["[![" * 30_000, "![](" * 30_000, "<img " * 30_000, " >#*" * 30_000]
)
def test_text_that_repeats_itself_takes_no_long_time(tmp_path, text):
    """No pattern begins again at each of its places."""
    with in_time(text):
        assert len(read(tmp_path, markdown(f"{text}Q"), code("1 + 1")).cards) == 1


def test_code_beyond_a_cap_is_left_out(tmp_path):
    """Of one cell, and of all that a card needs."""
    lines = "\n".join(f"x{n + 1} = x{n} + 1" for n in range(100))
    found = read(
        tmp_path,
        markdown("Too long?"),
        code("1 + 1 # " + "x" * 20_000),
        code("x0 = 1\n" + lines),
        markdown("Too many?"),
        code("x100"),
    )
    assert [item.reason for item in found.left_out] == [
        "its code has 20008 characters",
        "needs 62 lines of code; 60 at most",
    ]


def test_a_cell_that_ended_with_an_exception_asks_for_its_class(tmp_path):
    """The notebook shows it on purpose; the code before it is needed all the same."""
    error = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "",
        "traceback": [],
    }
    cell = {**code("int(text)"), "outputs": [error], "execution_count": 3}
    found = read(tmp_path, code("text = 'x'"), markdown("What happens?"), cell)
    (card,) = found.cards
    assert card.fields["expect"] == "raises"
    assert "ask" not in card.fields
    assert card.fields["snippet"] == "text = 'x'\nint(text)\n"
    assert card.stored == "ValueError"


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n" + "x" + "+x" * 600,
        "x = 1\n" + "x" + ".real" * 600,
        "x = 1\n" + "-" * 900 + "x",
        "x = 1\nprint(x" + ".real" * 600 + "())",
    ],
)
def test_code_that_is_nested_too_deeply_costs_its_cell_alone(tmp_path, source):
    """The names that it defines are there for later cells."""
    last = code("x + 1", value="2")
    found = read(tmp_path, markdown("Deep?"), code(source), markdown("Next?"), last)
    (card,) = found.cards
    assert card.fields["ask"] == "x + 1"
    assert [one.reason for one in found.left_out] == ["its code is nested too deeply"]


def test_lines_may_end_as_on_an_old_macintosh(tmp_path):
    """Python takes a lone carriage return for the end of a line."""
    found = read(tmp_path, markdown("What?"), code("a = 1\rb = 2\rprint(a)\rb"))
    (card,) = found.cards
    assert card.fields["snippet"] == "a = 1\nb = 2\nprint(a)\n"


@pytest.mark.parametrize("level", [10**20, 10**9, -1, 0, True])
def test_a_heading_of_an_impossible_level_is_a_heading(tmp_path, level):
    heading = {"cell_type": "heading", "level": level, "source": "Sum"}
    (card,) = read(tmp_path, heading, code("1 + 1", value="2")).cards
    assert card.fields["prompt"] == "Sum"


@pytest.mark.parametrize("id_", ["x" * 5000, "a\x07\u202eb\n", "\u200b"])
def test_an_id_that_no_deck_may_have_becomes_one(tmp_path, id_):
    """Each its own, and the same each time."""
    cells = [markdown("What?"), code("1 + 1", value="2", id=id_)]
    first, again = read(tmp_path, *cells), read(tmp_path, *cells)
    key = first.cards[0].origin.id
    assert key == again.cards[0].origin.id
    assert key.isprintable()
    assert len(key) <= 200


@pytest.mark.parametrize(
    "text",
    ["# " + "# " * 49_000 + "x", "# " + "#" * 99_000 + "x", "Q" + " " * 99_000 + "x"],
    ids=["# #", "##", "Q "],
)
def test_hostile_markdown_takes_no_longer_than_its_size(tmp_path, text):
    with in_time(text[:10]):
        found = read(tmp_path, markdown(f"{text}\n\nWhat?"), code("1 + 1", value="2"))
    assert len(found.cards) == 1


def test_a_sign_at_the_end_of_a_heading_is_a_part_of_it(tmp_path):
    """Unless a space is before it."""
    found = read(tmp_path, markdown("# In C# #"), code("1 + 1", value="2"))
    assert found.cards[0].fields["prompt"] == "In C#"
