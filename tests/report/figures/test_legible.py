from segbench.report.figures.drawing import new_figure
from segbench.report.figures.legible import fit, trim


def test_wide_letters_count_twice():
    assert fit("abcdefgh", 8) == "abcdefgh"
    assert fit("abcdefghi", 8) == "abcdefg…"
    assert fit("年間購入", 8) == "年間購入"
    assert fit("年間購入額", 8) == "年間購…"
    assert fit("a\n b", 8) == "a b"
    assert fit("", 10) == "(no name)"


def test_trimmed_lines_fit():
    text = new_figure(3, 3).text(0, 0, "a short one\n" + "W" * 80)
    trim(text, 120)
    first, second = text.get_text().split("\n")
    assert first == "a short one"
    assert second.endswith("…")
    assert text.get_window_extent().width <= 120
