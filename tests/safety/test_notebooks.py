"""What Python shows of customers whose names would act in a terminal or a notebook."""

import re

import pytest

import segbench
from segbench.visible import visible

from .conftest import EVIL, evil_customers

SAFE = re.compile(r'<div class="tex2jax_ignore mathjax_ignore">.*</div>', re.DOTALL)


@pytest.fixture(scope="module")
def shown():
    frame = evil_customers()
    compared = segbench.compare(
        frame, algorithms=["kmeans"], k=[3], scoring="quick", resamples=2, name=EVIL
    )
    labels = compared.best.labels.to_numpy()
    return {
        "comparison": compared,
        "best": compared.best,
        "model": compared.best.model,
        "holding": compared.reevaluate(frame, rerun=False, name=EVIL),
        "exploration": segbench.explore(frame, name=EVIL),
        "profile": segbench.profile(frame, labels, name=EVIL),
    }


NAMES = ("comparison", "best", "model", "holding", "exploration", "profile")


@pytest.mark.parametrize("name", NAMES)
def test_a_terminal_is_not_obeyed(shown, name):
    text = repr(shown[name])
    assert visible(text) == text
    assert "img src=x" in text or name == "holding"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_text(shown, name):
    if not hasattr(shown[name], "_repr_html_"):
        pytest.skip("is shown as text")
    page = shown[name]._repr_html_()
    assert SAFE.fullmatch(page)
    assert "<img" not in page
    assert "&lt;img src=x" in page
    assert visible(page) == page


def test_every_object_with_a_notebook_form_is_tested(shown):
    """Others are data frames, which pandas escapes."""
    known = {type(one).__name__ for one in shown.values()}
    public = (getattr(segbench, name) for name in segbench.__all__)
    own = {one.__name__ for one in public if hasattr(one, "_repr_html_")}
    assert own <= known | {"Segmenter"}  # of scikit-learn: its own settings
