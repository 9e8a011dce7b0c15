"""What every check keeps, whoever wrote it. All registered checks are judged."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts, units

from bilingual.catalog import Catalog
from bilingual.checks import (
    CHECKS,
    WHOLE,
    Case,
    Setting,
    check_catalog,
    check_unit,
    finding_id,
    is_dismissed,
    marked,
    risk,
    standing,
)
from bilingual.checks.whole import agreed
from bilingual.model import DISMISSED, Locale, Severity, State, Unit
from bilingual.resources import PACKAGE
from bilingual.terms import Term, Termbase

TERMS = Termbase((Term("maire", ("mayor",), ("burgomaster",)), Term("port", ("harbour",))))
PAIRS = [("fr", "en"), ("en", "fr"), ("fr", "vi"), ("fr", "fr")]
SETTINGS = [Setting(Locale(a), Locale(b), terms) for a, b in PAIRS for terms in (TERMS, Termbase())]
# Texts as they occur, with what goes wrong in them, and what nobody foresaw.
PIECES = st.sampled_from(
    [
        "Le maire", "the mayor", "ne", "pas", "not", "12", "1 200,5", "3.5", "12 %", "€ 5", " ;", " !",
        "« ", " »", "“", "”", '"', "(", ")", "[", "…", "..", " - ", "--", "LE PORT", "Paul Durand",
        "London", "Londres", "ONU", "www.a.example", "a@b.example", "le le le", "actuellement",
        "actually", "8es de finale", "5 km", "3 miles", "(3 miles)", "\u00a0", "\n", "ﬁ", "İ", "ß", "😀",
        "?", "dans la ville de", "18 h 30", "°", "''", "’", "m²",
    ]
)  # fmt: skip
MADE = st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=9).map("".join)
ANY = texts | MADE | st.text(max_size=40)


def unit(source, target, state=State.DRAFT):
    return Unit("k", source, target, state if target else State.UNTRANSLATED)


@pytest.mark.parametrize("check", [*CHECKS, *WHOLE], ids=lambda check: check.__name__)
def test_a_check_says_what_it_finds(check):
    """Its docstring is its entry in the manual: it begins with what is found, in a full sentence."""
    said = inspect.getdoc(check)

    assert said is not None
    assert said.startswith("Find ")
    assert re.search(r"[.…]$", said.split("\n\n")[0].replace("\n", " "))


def test_no_check_is_forgotten():
    """Every function of a file of checks that says that it finds something is registered."""
    registered = {check.__name__ for check in (*CHECKS, *WHOLE)}
    for path in sorted((PACKAGE / "checks").glob("*.py")):
        found = re.findall(
            r'(?m)^def ([a-z]\w*)\([^)]*\)[^:]*:\n    """Find ', path.read_text("utf-8")
        )
        assert set(found) <= registered, path.name


@given(source=ANY, target=ANY, setting=st.sampled_from(SETTINGS))
@settings(max_examples=400)
def test_no_text_is_too_strange(source, target, setting):
    """Checks never raise; findings have names that can be dismissed, and spans inside the texts."""
    one = unit(source, target)
    findings = check_unit(one, setting)

    assert len(findings) == len(set(findings))
    for finding in findings:
        assert finding.message
        assert DISMISSED.fullmatch(finding_id(finding, one))
        for span, text in ((finding.source_span, source), (finding.target_span, target)):
            assert span is None or span.end <= len(text)
    order = [list(Severity).index(finding.severity) for finding in findings]
    assert order == sorted(order)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@given(source=MADE, target=MADE)
@settings(max_examples=60)
def test_each_check_alone_is_pure(check, source, target):
    """A check gives the same findings when asked again, whatever was asked before."""
    one = unit(source, target)
    first = list(check(Case(one, SETTINGS[0])))
    check_unit(unit(target, source), SETTINGS[0])

    assert first == list(check(Case(one, SETTINGS[0])))


@given(source=ANY, target=ANY, setting=st.sampled_from(SETTINGS))
def test_risk_is_a_probability(source, target, setting):
    """From 0 to 1, and 1 where there is no translation."""
    one = unit(source, target)
    value = risk(one, check_unit(one, setting), setting)

    assert 0.0 <= value <= 1.0
    if source.strip() and not target.strip():
        assert value == 1.0


@given(one=units(), text=MADE)
def test_dismissing_a_finding_lowers_the_risk_and_lasts(one, text):
    """A dismissed finding does not stand any more, nor count; the others do."""
    setting = SETTINGS[0]
    one = Unit("k", one.source, text or "x", State.DRAFT, origin=one.origin)
    findings = check_unit(one, setting)
    before = risk(one, findings, setting)
    names = tuple(dict.fromkeys(finding_id(finding, one) for finding in findings))
    dismissed = Unit("k", one.source, one.target, State.DRAFT, one.origin, dismissed=names)

    assert () == standing(check_unit(dismissed, setting), dismissed)
    assert all(is_dismissed(finding, dismissed) for finding in findings)
    assert risk(dismissed, findings, setting) <= before


@given(every=st.lists(units(), max_size=6, unique_by=lambda one: one.key))
def test_a_catalog_is_checked_whole_and_marked_once(every):
    """Each unit has its findings; writing them a second time changes nothing."""
    catalog = Catalog(units=tuple(every))
    found = check_catalog(catalog, SETTINGS[0], agreed(every))
    once = marked(catalog, found)

    assert list(found) == [one.key for one in every]
    assert once == marked(once, check_catalog(once, SETTINGS[0], agreed(every)))
    for old, new in zip(every, once.units, strict=True):
        assert (old.source, old.target, old.state, old.note, old.dismissed) == (
            new.source, new.target, new.state, new.note, new.dismissed,
        )  # fmt: skip


def test_the_data_files_are_whole():
    """Every false friend has a look-alike and something right; there are sixty and more."""
    text = Path(PACKAGE / "languages" / "fr" / "false-friends.en.txt").read_text("utf-8")
    rows = [line for line in text.splitlines() if " = " in line and not line.startswith("#")]

    assert len(rows) >= 60
    for row in rows:
        word, _equals, meaning = row.partition(" = ")
        wrong, arrow, right = meaning.partition(" -> ")
        assert all((word, wrong, arrow, right)), row
        # The word itself may be right English too (journal); the look-alike may not be among these.
        assert not set(wrong.split(" | ")) & {one.strip() for one in right.split(" | ")}, row
