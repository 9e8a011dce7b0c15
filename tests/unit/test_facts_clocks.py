"""Times in the wrong half of the day, and in the right one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.facts import Context, compare
from bilingual.model import Locale, Severity

PAIR = Context(Locale("fr"), Locale("en"))
E, W = Severity.ERROR, Severity.WARNING


def told(source, target):
    """Return severity and marked words of what is said of numbers."""
    return [
        (f.severity, f.source_span.of(source), f.target_span.of(target))
        for f in compare(source, target, PAIR)
        if f.check == "number"
    ]


@pytest.mark.parametrize(
    ("source", "target", "severity", "here", "there"),
    [
        ("Il vient à 5 h 30.", "He comes at 5.30 p.m.", W, "5 h 30", "5.30 p.m."),
        ("Il vient à 5h30.", "He comes at 5:30pm daily.", W, "5h30", "5:30pm"),
        ("Il vient à 8 h.", "He comes at 8 in the evening.", W, "8 h", "8 in the evening"),
        ("À midi, à 12 h 30.", "At noon, at 12.30 a.m.", W, "12 h 30", "12.30 a.m."),
        ("À 8 h du matin, il part.", "At 8 p.m. he leaves.", E, "8 h du matin", "8 p.m."),
        ("À 8 heures du soir.", "At 8 a.m.", E, "8 heures du soir", "8 a.m."),
        ("À 3 h de l’après-midi.", "At 3 a.m.", E, "3 h de l’après-midi", "3 a.m."),
        ("À huit heures du soir.", "At eight this morning.", E, "huit heures du soir", "eight this morning"),
        ("De 8 h à 20 h.", "From 8 p.m. to 8 p.m.", W, "8 h", "8 p.m."),
    ],
)  # fmt: skip
def test_a_time_in_the_other_half_of_the_day_is_found(source, target, severity, here, there):
    """An error where the source says the half, a warning where figures alone say it."""
    assert [(severity, here, there)] == told(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Il vient à 5 h 30.", "He comes at 5.30."),
        ("Il vient à 5 h 30.", "He comes at half past five."),
        ("Ce soir, il vient à 8 h.", "He comes at 8 p.m. tonight."),
        ("De 8 h à 20 h.", "From 8 a.m. to 8 p.m."),
        ("De 20 h à 8 h.", "From 8 p.m. to 8 a.m."),
        ("Il vient à cinq heures.", "He comes at 5 p.m."),
        ("À 8 heures du soir.", "At eight in the evening."),
        ("Une marche de 5 h 30.", "A walk of five and a half hours."),
    ],
)
def test_the_right_half_none_and_spoken_hours_pass(source, target):
    """Hours in words may be counted to twelve; so may those of a sentence about an evening."""
    assert [] == told(source, target)


@given(st.integers(1, 11), st.integers(0, 59), st.booleans())
def test_every_time_in_figures_counts_to_24(hour, minute, is_late):
    """From 1 to 11 it is before noon, from 13 to 23 after it, and the other half is told."""
    source = f"Il vient à {hour + 12 * is_late} h {minute:02}."
    right, wrong = ("p.m.", "a.m.") if is_late else ("a.m.", "p.m.")

    assert [] == told(source, f"He comes at {hour}:{minute:02} {right}")
    assert [] != told(source, f"He comes at {hour}:{minute:02} {wrong}")
