"""Ctrl-C ends the command at once, whatever it is doing; nothing is left behind."""

import pytest

SLACK = 10.0
"""Seconds: tests share their machine. `experiments/faults` has the two seconds."""

PHASES = ("reading", "fitting in processes", "figures")


@pytest.mark.parametrize("name", PHASES)
def test_an_interrupt_ends_it_with_one_sentence(script, source, tmp_path, name):
    interrupt = script("interrupt")
    (phase,) = [one for one in interrupt.PHASES if one.name == name]
    interrupt.prepare(tmp_path)
    found = interrupt.interrupt(phase, tmp_path, source)
    assert found.good, found
    assert found.seconds_of_all < SLACK
