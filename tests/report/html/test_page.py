"""The page as text: whole, alone, escaped, and the same every time."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from segbench.api import compare
from segbench.report.html.page import write_page
from segbench.report.html.parts import cell, grid, short_number
from segbench.report.story import tell

NASTY = ["<script>x()</script>", 'a"b', "{{ 7 * 7 }}", "${sys.exit}", "</table>"]


def customers(names, n_each=12):
    rng = np.random.default_rng(4)
    centres = np.repeat([[0, 0], [9, 9]], n_each, axis=0)
    points = centres + rng.normal(size=centres.shape)
    frame = pd.DataFrame(points, columns=names[:2])
    frame["level"] = np.resize(NASTY, len(frame))
    return frame


def page_of(frame, tmp_path, **options):
    asked = {"algorithms": ["kmeans"], "k": [2, 3], "scoring": "quick", "resamples": 3}
    found = compare(frame, **{**asked, **options})
    story = tell(found.results)
    path = write_page(story, [], tmp_path / "report.html")
    return SimpleNamespace(text=path.read_text(encoding="utf-8"), story=story)


class Elements(HTMLParser):
    """Gathers elements and checks that they are closed in turn."""

    VOID = frozenset({"meta", "img", "input", "link", "br"})

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.crossed = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory):
    frame = customers([NASTY[0], "<b>&amp;"])
    folder = tmp_path_factory.mktemp("page")
    return page_of(frame, folder, name=NASTY[2], features=list(frame.columns[:2]))


def test_elements_are_nested_and_closed(nasty):
    found = Elements(nasty.text)
    assert found.crossed == []
    assert found.open == []


def test_only_our_script_and_no_address_outside(nasty):
    tags = Elements(nasty.text).tags
    assert [tag for tag, _ in tags].count("script") == 1
    for _, attributes in tags:
        for name in ("src", "href"):
            address = attributes.get(name) or "#"
            assert address.startswith(("#", "data:"))
        assert not any(name.startswith("on") for name in attributes)


def test_the_policy_names_exactly_our_script_and_style(nasty):
    (policy,) = re.findall(r'content="(default-src[^"]*)"', nasty.text)
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", nasty.text, re.S)
        digest = hashlib.sha256(body.encode()).digest()
        name = base64.b64encode(digest).decode()
        assert f"{tag}-src &#39;sha256-{name}&#39;" in policy.replace("'", "&#39;")


def test_names_and_values_are_text(nasty):
    assert "&lt;script&gt;x()&lt;/script&gt;" in nasty.text
    assert "{{ 7 * 7 }}" in nasty.text  # not 49: names are never templates
    assert "${sys.exit}" in nasty.text
    assert NASTY[0] not in nasty.text


def test_ids_are_unique_and_what_is_pointed_at_exists(nasty):
    tags = [attributes for _, attributes in Elements(nasty.text).tags]
    ids = [one["id"] for one in tags if "id" in one]
    assert len(ids) == len(set(ids))
    wanted = [one[name] for one in tags for name in POINTERS if name in one]
    wanted += [one["href"][1:] for one in tags if one.get("href", "").startswith("#")]
    assert set(wanted) <= set(ids)


POINTERS = ("aria-labelledby", "aria-controls")


def test_the_same_results_give_the_same_bytes(nasty, tmp_path):
    again = write_page(nasty.story, [], tmp_path / "again.html")
    assert again.read_text(encoding="utf-8") == nasty.text


def test_the_first_screen_has_the_segments_in_units(tmp_path):
    page = page_of(customers(["income (k$)", "visits"]), tmp_path)
    short = page.text.split('<section id="short"')[1].split("</section>")[0]
    assert "2 segments of 24 customers" in short
    for portrait in page.story.tales[0].lead.profile.portraits:
        assert portrait.name in short
        assert f"<strong>{portrait.size}</strong> customers" in short


def test_without_structure_the_first_sentence_says_so(tmp_path):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"])
    options = {"scoring": "default", "resamples": 5, "k": [2, 3]}
    page = page_of(frame, tmp_path, **options)
    assert "No segments were discovered" in page.text
    assert "There are segments here" not in page.text


def test_where_nothing_is_ranked_there_are_no_cards(tmp_path):
    page = page_of(customers(["a", "b"], n_each=2), tmp_path, k=[4])
    assert page.story.tales[0].lead is None
    assert 'class="card"' not in page.text
    assert "No candidate passes the gates" in page.text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567, "1,234,567"),
        (1234.5, "1,234"),
        (0.5, "0.500"),
        (12.34, "12.3"),
        (1e-9, "1e-09"),
        (-0.25, "-0.250"),
        (1e300, "1e+300"),
        (float("nan"), "-"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_are_short(value, text):
    assert short_number(value) == text


def test_cells_keep_what_they_are_sorted_by():
    assert cell(1 / 3).sort == "0.3333333333"
    assert (cell(np.int64(7)).text, cell(np.int64(7)).number) == ("7", True)
    assert (cell(True).text, cell(np.bool_(True)).text) == ("yes", "yes")
    assert [cell(one).text for one in (None, pd.NA, float("nan"))] == ["-"] * 3


def test_an_empty_table_has_its_headings():
    empty = grid("g", "caption", pd.DataFrame(columns=["a_b", "c"]))
    assert empty.headings == ("a b", "c")
    assert empty.kinds == ("word", "word")
