"""Two sweeps at once into one results folder neither lose nor mix a record."""


def test_both_end_as_alone(script):
    (found,) = script("two_at_once").study(1)
    assert found.records > 0
    assert found.good, found
