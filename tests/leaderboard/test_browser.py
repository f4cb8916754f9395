"""The leaderboard in a real browser, by keyboard alone."""

import shutil

import numpy as np
import pandas as pd
import pytest

import segbench
from segbench.cli.main import main

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """The page over two runs of other customers."""
    top = tmp_path_factory.mktemp("runs")
    for seed, name in enumerate(("north", "south")):
        rng = np.random.default_rng(seed)
        points = np.repeat([[0, 0], [9, 9]], 15, axis=0) + rng.normal(size=(30, 2))
        segbench.compare(
            pd.DataFrame(points, columns=["spend", "visits"]),
            algorithms=["kmeans", "agglomerative"],
            k=[2, 3],
            scoring="quick",
            resamples=2,
            name=name,
        ).report(top / name, figures=False)
    assert main(["leaderboard", str(top)]) == 0
    return top / "leaderboard.html"


@pytest.fixture
def page(board):
    with playwright.sync_playwright() as started:
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
        browser = started.chromium.launch(**options)
        opened = browser.new_page()
        said = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(board.as_uri())
        yield opened
        assert said == []
        browser.close()


def rows(page, name):
    """What the visible rows of the leaderboard say in a column."""
    headings = page.locator("#leaderboard th").all_inner_texts()
    place = [one.strip() for one in headings].index(name) + 1
    visible = page.locator("#leaderboard tbody tr:visible")
    return visible.locator(f"td:nth-child({place})").all_inner_texts()


def tab_to(page, wanted):
    """Press Tab until the element with the focus is the wanted one."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement === {wanted}"):
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab")


CHOICE = "document.querySelectorAll('#leaderboard select')[{}]"
WORDS = "document.querySelector('#leaderboard .filter input')"
HEADING = "document.querySelectorAll('#leaderboard th button')[{}]"


def test_choices_words_and_headings_by_keyboard(page):
    assert len(rows(page, "run")) == 4
    tab_to(page, CHOICE.format(0))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert set(rows(page, "run")) == {"south"}
    assert "2 of 4 rows" in page.inner_text("#leaderboard .filter")
    tab_to(page, WORDS)
    page.keyboard.type("kmeans")
    assert rows(page, "algorithm") == ["kmeans"]
    page.keyboard.press("Shift+Tab")  # to the last choice, the algorithm
    page.keyboard.press("ArrowDown")
    assert rows(page, "algorithm") == []  # agglomerative and called kmeans: nobody
    page.keyboard.press("ArrowUp")
    assert rows(page, "algorithm") == ["kmeans"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_sorting_by_keyboard(page, key):
    headings = page.locator("#leaderboard th").all_inner_texts()
    place = [one.strip() for one in headings].index("silhouette")
    tab_to(page, HEADING.format(place))
    page.keyboard.press(key)
    rising = [float(one) for one in rows(page, "silhouette")]
    assert rising == sorted(rising)
    page.keyboard.press(key)
    assert [float(one) for one in rows(page, "silhouette")] == rising[::-1]


def test_every_choice_has_a_name_and_the_focus_is_seen(page):
    for name in ("run", "dataset", "space", "algorithm"):
        choice = page.get_by_label(name, exact=False).locator("visible=true")
        assert choice.count() >= 1
    tab_to(page, CHOICE.format(0))
    assert page.evaluate(
        f"getComputedStyle({CHOICE.format(0)}).outlineStyle !== 'none'"
    )
