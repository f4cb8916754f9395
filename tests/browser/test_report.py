"""The report in a real browser: it opens alone, and names from outside stay text."""

import itertools
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import segbench

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

SCRIPT = "<script>document.title='run'</script>"
IMAGE = "<img src=x onerror=\"document.title='run'\">"
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report on customers whose column and levels are markup."""
    rng = np.random.default_rng(0)
    centres = np.repeat([[0, 0], [8, 0], [0, 8]], 20, axis=0)
    points = centres + rng.normal(size=(60, 2))
    frame = pd.DataFrame(
        {
            SCRIPT: points[:, 0],
            "spend (k$)": points[:, 1] + 10,
            "channel": np.resize([IMAGE, FORMULA, "shop"], 60),
        }
    )
    found = segbench.compare(
        frame,
        features=[SCRIPT, "spend (k$)"],
        algorithms=["kmeans", "agglomerative"],
        k=[2, 3, 4],
        scoring="quick",
        resamples=5,
        name=SCRIPT,
    )
    return found.report(tmp_path_factory.mktemp("run") / "out") / "report.html"


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
        opened = started.chromium.launch(**options)
        yield opened
        opened.close()


class Visit:
    """A page with all that it said and asked for."""

    def __init__(self, browser, path: Path, width=1280, **options):
        viewport = {"width": width, "height": 900}
        self.page = browser.new_page(viewport=viewport, **options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def column(self, name):
        """Texts of a column of the table of candidates, hidden rows left out."""
        headings = self.page.locator("#candidates th").all_inner_texts()
        number = next(i for i, one in enumerate(headings) if one.strip() == name)
        rows = self.page.locator("#candidates tbody tr:visible")
        return rows.locator(f"td:nth-child({number + 1})").all_inner_texts()


@pytest.fixture
def visit(browser, report):
    made = Visit(browser, report)
    yield made
    made.page.close()


def test_it_opens_without_errors_and_without_the_network(visit):
    visit.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert visit.said == []
    outside = [url for url in visit.asked if not url.startswith(("file:", "data:"))]
    assert outside == []
    assert len([url for url in visit.asked if url.startswith("file:")]) == 1


def test_markup_from_the_data_is_only_text(visit):
    assert visit.page.title() == f"Customer segments: {SCRIPT}"
    assert SCRIPT in visit.page.inner_text("main")
    assert IMAGE in visit.page.inner_text("main")
    assert visit.page.locator("script").count() == 1
    assert visit.page.locator("img:not([src^='data:'])").count() == 0


def test_all_figures_are_there(visit):
    images = visit.page.locator("figure img")
    assert images.count() > 10
    for image in images.all():
        assert image.evaluate("one => one.complete && one.naturalWidth > 0")
        assert image.get_attribute("alt")


def test_the_table_sorts_numbers_by_value_both_ways(visit):
    heading = visit.page.locator("#candidates th", has_text="davies bouldin")
    heading.locator("button").click()
    rising = [float(one) for one in visit.column("davies bouldin")]
    assert rising == sorted(rising)
    assert heading.get_attribute("aria-sort") == "ascending"
    heading.locator("button").click()
    assert [float(one) for one in visit.column("davies bouldin")] == rising[::-1]
    assert heading.get_attribute("aria-sort") == "descending"


def test_the_table_sorts_by_keyboard(visit):
    button = visit.page.locator("#candidates th button").first
    button.focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#candidates th[aria-sort]").count() == 1


def test_the_table_filters(visit):
    everybody = visit.column("algo")
    visit.page.fill("#candidates input", "AGGLO n_clusters=3")
    assert visit.column("algo") == ["agglomerative"]
    assert "1 of" in visit.page.inner_text("#candidates .count")
    visit.page.fill("#candidates input", "")
    assert visit.column("algo") == everybody


@pytest.mark.parametrize("width", [360, 820, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_leaves_the_page(browser, report, width, scheme):
    visit = Visit(browser, report, width, color_scheme=scheme)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    background = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    visit.page.close()


def test_everything_has_a_name_for_who_cannot_see(visit):
    for region in visit.page.locator("[aria-labelledby]").all():
        name = region.get_attribute("aria-labelledby")
        assert visit.page.locator(f"[id='{name}']").count() == 1, name
    levels = visit.page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.map(one => Number(one.tagName[1]))"
    )
    assert levels[0] == 1
    steps = itertools.pairwise(levels)
    assert all(after - before <= 1 for before, after in steps)


def test_links_of_the_chapters_lead_somewhere(visit):
    for link in visit.page.locator("nav a").all():
        assert visit.page.locator(link.get_attribute("href")).count() == 1


def test_it_prints(visit, tmp_path):
    path = tmp_path / "report.pdf"
    visit.page.pdf(path=path)
    assert path.read_bytes().startswith(b"%PDF")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator("nav").is_visible()
