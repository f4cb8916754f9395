from matplotlib.colors import to_hex

from segbench.report.figures.drawing import VERMILION
from segbench.report.figures.markers import MeanProfiles
from segbench.report.figures.profile_plot import profile_plot


def profiles(k=1):
    return MeanProfiles(
        means=[[0.9, 120.0]] * k,
        total=[0.5, 100.0],
        binary=[True, False],
        segments=[f"s{i}" for i in range(k)],
        variables=["share", "money"],
    )


def test_shares_as_they_are_and_means_relative_to_all():
    (axes,) = profile_plot(profiles()).axes
    bars = [one for one in axes.patches if one.get_gid() == "bar"]
    assert [round(bar.get_width(), 9) for bar in bars] == [0.9, 1.2]
    colours = [to_hex(bar.get_facecolor()).upper() for bar in bars]
    assert colours[0] == VERMILION  # differs by 40 points
    assert colours[1] != VERMILION  # differs by 20 %
    (dots,) = [line for line in axes.lines if line.get_gid() == "total"]
    assert list(dots.get_xdata()) == [0.5, 1.0]


def test_what_has_no_room_is_said():
    figure = profile_plot(profiles(200))
    said = " ".join(figure.texts[0].get_text().split())
    assert f"The first {len(figure.axes)} of 200 segments have room." in said
