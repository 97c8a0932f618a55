"""Formulas in Unicode: what each construct becomes, and that nothing can break it."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.formulas import (
    displayed,
    set_formulas,
    typeset,
    with_formulas,
)
from quizapp.core.terminal.markdown import Fence, blocks

CONTENT = Path(__file__).parents[3] / "content"
ROW = re.compile(r"^\| (`[^|]*`) \| (.*) \|$", re.MULTILINE)
FORMULA = re.compile(r"\$\$[^$]+\$\$|\$(?!\s)[^$\n]*[^$\s]\$(?!\d)")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\frac{1}{2}x", "(1/2) x"),
        (r"\frac{1}{n}\sum_i x_i", "1/n Σᵢ xᵢ"),
        (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
        (r"\frac{x}{2\sigma^2}", "x/(2σ²)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{\exp(z_i)}{\sum_j \exp(z_j)}", "exp(zᵢ)/(Σⱼ exp(zⱼ))"),
        (
            r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V",
            "softmax(QKᵀ/√dₖ)V",
        ),
        (r"\sqrt[3]{x+1}", "∛(x + 1)"),
        (r"-\log p_\theta(y\mid x)", "−log p_θ(y | x)"),
        (r"y=Wx+b", "y = Wx + b"),
        (r"a\le -b", "a ≤ −b"),
        (r"\lVert w \rVert_2^2", "‖w‖₂²"),
        (r"x^2_i", "xᵢ²"),
        (r"x_{i,j}", "x_(i,j)"),
        (r"h_{t-1}", "hₜ₋₁"),
        (r"d_{\text{model}}", "d_model"),
        (r"\begin{cases} 1 & x>0 \\ 0 & \text{else} \end{cases}", "{1 x > 0; 0 else"),
        (r"\mathbb{E}[X] \to \mathcal{N}(0, 1)", "E[X] → N(0, 1)"),
        (r"a \\ b", "a\nb"),
    ],
)
def test_a_formula_is_set_on_one_line(source, shown):
    """Parentheses where they are needed, spaces as on paper."""
    assert typeset(source) == shown


@pytest.mark.parametrize(
    "source", [r"\frac{a}{b", r"a}", r"\frac{a}", "x^", "{" * 50 + "}" * 50, "[1]____"]
)
def test_what_cannot_be_read_stays_as_it_is_written(source):
    """An open brace, a missing argument, a cloze's blank."""
    assert typeset(source) == source


def test_an_unknown_command_stays_with_its_argument():
    """And the rest of the formula is set."""
    assert typeset(r"\foo{a_b} \le 1") == r"\foo{a_b} ≤ 1"


def test_prose_keeps_its_code_and_prices():
    """Only what stands between dollars is a formula."""
    text = r"`$x_1$` costs $5 and $6; $x_1$ and $$\alpha$$"
    assert set_formulas(text) == "`$x_1$` costs $5 and $6; x₁ and α"


def test_a_displayed_formula_keeps_its_lines():
    """Those of the author, and those of TeX."""
    assert displayed(("a_1 \\\\", "= b", "+ c")) == ("a₁", "= b", "+c")
    fences = list(map(with_formulas, blocks("$$\n\\alpha\n$$")))
    assert fences == [Fence(("α",), formula=True)]


@given(st.text(alphabet="\\{}^_[]&$ab1+-=, \nfracsqtlehgin", max_size=60))
def test_no_formula_raises(source):
    """Whatever is typed."""
    assert isinstance(typeset(source), str)
    assert isinstance(set_formulas(f"${source}$"), str)


@given(st.text(max_size=60).filter(lambda text: not re.search(r"[\\^_{}&~]", text)))
def test_text_without_commands_is_set_once(text):
    """Setting it again changes nothing."""
    once = typeset(text)
    assert typeset(once) == once


@pytest.mark.parametrize(
    "part",
    ["{", "x^", "\\frac", "\\sqrt[", "\\foo{", "$", "\\hat", "a_b", "\\left(", "`"],
)
def test_a_hostile_formula_takes_no_time(part):
    """Repeated to the length of a whole file."""
    began = time.process_time()
    typeset(part * (4000 // len(part)))
    set_formulas(part * (100_000 // len(part)))
    assert time.process_time() - began < 1.0


def test_the_table_of_the_readme_is_true():
    """Each source becomes what stands beside it."""
    readme = (CONTENT / "README.md").read_text("utf-8")
    (section,) = re.findall(r"^## Formulas$(.*?)^## ", readme, re.DOTALL | re.MULTILINE)
    found = ROW.findall(section)
    assert len(found) == 9
    for sources, shown in found:
        formulas = re.findall(r"`([^`]*)`", sources)
        assert ", ".join(map(typeset, formulas)) == shown


def test_no_command_of_a_shipped_deck_is_unknown():
    """No backslash is left over in any formula."""
    for path in sorted(CONTENT.rglob("*.toml")):
        for formula in FORMULA.findall(path.read_text("utf-8")):
            assert "\\" not in set_formulas(formula.replace("\\\\", "\\")), formula
