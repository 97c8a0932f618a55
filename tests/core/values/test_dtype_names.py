"""Listed dtypes are as forgiving as one alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.predict import Predict
from quizapp.core.values.dtype_names import dtype_named, dtypes_listed
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Dtype, Items
from support.outcomes import completed
from support.strategies import TEXTS

SPELLINGS = st.sampled_from(
    ["bf16", "BF16", "torch.float32", "FP32", "`f32`", "float 32", "int64", "half"]
)
BETWEEN = st.sampled_from([", ", "; ", ";", " / ", "/", " and ", " - ", ". ", ", and "])


@given(st.lists(SPELLINGS, min_size=2, max_size=5), BETWEEN)
def test_each_listed_dtype_is_read_as_it_is_alone(spellings, between):
    """In brackets or without, whatever is between them."""
    alone = tuple(dtype_named(spelling.strip("`")) for spelling in spellings)
    assert dtypes_listed(between.join(spellings)) == alone
    assert dtypes_listed(f"[{between.join(spellings)}]") == alone


@pytest.mark.parametrize("text", ["bf16", "bf16, 3", "bf16 or fp32", "", "bf16-fp32"])
def test_other_text_is_no_list_of_dtypes(text):
    """One alone, or with anything else."""
    assert dtypes_listed(text) is None


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        *[("BF16, FP32", True), ("bf16 / fp32", True), ("`bf16`; `f32`", True)],
        *[("FP32, BF16", False), ("fp16 / fp32", False), ("bf16; f32; f32", False)],
    ],
)
def test_listed_dtypes_are_judged_one_by_one(typed, is_right):
    """In their order."""
    true = completed(Items((Dtype("bfloat16"), Dtype("float32"))))
    response = Predict(ask="x").read(typed)
    assert not isinstance(response, Misread)
    assert isinstance(response.judge(true), Correct) == is_right


@given(TEXTS)
def test_no_text_makes_listing_raise(text):
    """What is listed is two or more."""
    assert len(dtypes_listed(text) or "ok") > 1
