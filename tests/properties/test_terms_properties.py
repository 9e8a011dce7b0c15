"""What holds of terms whatever the texts: spans, idempotence, addresses untouched, time."""

from __future__ import annotations

import re
import sys

from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.model import Locale, Span, gaps
from bilingual.terms import Term, Termbase, anchors, enforce, read_termbase
from bilingual.terms.words import untouchable

FR, EN = Locale("fr"), Locale("en")
LOCALES = st.sampled_from([FR, EN, Locale("de"), Locale("vi")])
WORDS = [
    "parti",
    "partis",
    "Parti",
    "PARTI",
    "députée",
    "marché",
    "du",
    "de",
    "la",
    "l’",
    "d'",
    "des",
    "le",
    "les",
    "État",
    "ETAT",
    "Viêt-Nam",
    "eau",
    "eaux",
    "conseil",
    "municipaux",
    "party",
    "parties",
    "the",
    "a",
    "an",
    "Party's",
    "deputy",
    "MP",
    "MPs",
    "www.parti.fr",
    "@parti",
    "«",
    "»",
    "“",
    "”",
    ".",
    ",",
    "!",
    "%",
    "C++",
    "\xa0",
    "\n",
    "Viet",
    "Nam",
    "council",
    "councils",
    "état",
]
texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=14).map(" ".join)
forms = st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=6), min_size=1, max_size=3)
phrases = forms.map(" ".join).filter(str.strip)


@st.composite
def terms(draw):
    """Any term."""
    source = draw(phrases)
    kept = draw(st.booleans())
    return Term(
        source,
        (source,) if kept else tuple(draw(st.lists(phrases, max_size=2))),
        tuple(draw(st.lists(phrases, max_size=2))),
        is_kept=kept,
        is_exact=draw(st.booleans()),
        pos=draw(st.sampled_from(["", "noun", "adjective", "verb", "name"])),
    )


termbases = st.lists(terms(), max_size=6).map(lambda found: Termbase(tuple(found)))


@given(termbases, texts, LOCALES)
def test_found_terms_increase_and_lie_in_the_text(termbase, text, locale):
    """Nothing is raised; spans increase, do not overlap, hold a word, and lie in no address."""
    found = termbase.find(text, locale)
    spans = [one.span for one in found]

    assert (
        "".join(
            piece + span.of(text)
            for piece, span in zip(gaps(text, spans), [*spans, Span(0, 0)], strict=True)
        )
        == text
    )
    for span in spans:
        assert re.search(r"\w", span.of(text))
        assert not any(
            span.start < kept.end and kept.start < span.end for kept in untouchable(text)
        )


@given(termbases, texts)
def test_a_term_is_found_where_it_stands_alone(termbase, text):
    """A term of letters stands in a text that is nothing but the term."""
    for term in termbase.terms:
        if re.fullmatch(r"[a-zé]{4,}( [a-zé]{4,})?", term.source):
            found = termbase.find(term.source, FR)
            assert [one.span for one in found] == [Span(0, len(term.source))]


@given(termbases, texts, texts, st.data())
def test_enforcing_twice_is_enforcing_once(termbase, source, target, data):
    """A second time nothing is left to replace; spans of what was replaced are right."""
    found = termbase.find(source, FR)
    known = {one.term: tuple(data.draw(st.lists(phrases, max_size=3))) for one in found}
    once, replaced = enforce(source, target, found, known)
    twice, again = enforce(source, once, found, known)

    assert (twice, again) == (once, ())
    ends = [0, *(one.span.end for one in replaced)]
    for one, end in zip(replaced, ends, strict=False):
        assert one.span.of(once) == one.after
        assert one.before != one.after
        assert one.span.start >= end


@given(termbases, texts, texts, st.data())
def test_addresses_come_through_enforcing(termbase, source, target, data):
    """Every address of the target is there afterwards, in the same order."""
    found = termbase.find(source, FR)
    known = {one.term: tuple(data.draw(st.lists(phrases, max_size=3))) for one in found}
    plain = {t.source: t for t in termbase.terms if not untouchable(" ".join(t.targets))}
    once, _replaced = enforce(source, target, [f for f in found if f.term.source in plain], known)
    kept = [span.of(target) for span in untouchable(target)]

    at = 0
    for piece in kept:
        at = once.find(piece, at)
        assert at >= 0
        at += len(piece)


@given(st.lists(terms(), max_size=6), st.data())
def test_the_engine_is_asked_once_for_each_term(wanted, data):
    """All new terms go to the engine in one call; what is known is not asked for again."""
    calls = []

    def translate(sources):
        calls.append(sources)
        return [data.draw(st.lists(texts, max_size=3)) for _source in sources]

    known = anchors([*wanted, *wanted], translate)
    assert anchors(wanted, translate, known) == known
    assert calls == ([[term.source for term in dict.fromkeys(wanted)]] if wanted else [])


@given(st.binary(max_size=60) | texts.map(str.encode))
@example(b'source,target\n"')
@example(b"source;target\na;b\na;c")
def test_a_table_is_read_or_refused(tmp_path_factory, data):
    """Whatever the bytes, there are terms or an error of ours with a way out."""
    from bilingual.errors import TermbaseError

    path = tmp_path_factory.mktemp("terms") / "terms.csv"
    path.write_bytes(b"source,target,keep,forbidden\n" + data)
    try:
        termbase = read_termbase(path)
    except TermbaseError as error:
        assert error.hint
    else:
        assert all(term.source and (term.targets or term.forbidden) for term in termbase.terms)


def steps(function):
    """Return how many lines of Python a call runs: a clock that does not depend on the machine."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        count += event == "line"
        return trace

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(old)
    return count


LONG = "Les partis politiques du conseil municipal des eaux potables ont voté la loi de finances. "


def test_finding_is_linear_in_the_text():
    """Ten times the text takes ten times the steps, even where terms begin everywhere."""
    sources = [
        "parti politique",
        "des des des des x",
        "eau potable",
        *map("mot {}".format, range(99)),
    ]
    termbase = Termbase(tuple(Term(source, ("x",)) for source in sources))
    for text in (LONG, "des " * 20, "eaux-", "d'", "a.b"):
        termbase.find(text, FR)
        short = steps(lambda text=text: termbase.find(text * 20, FR))
        assert steps(lambda text=text: termbase.find(text * 200, FR)) < 12 * short


def test_finding_does_not_depend_on_the_number_of_terms():
    """Twenty thousand terms cost no more steps than twenty, and a megabyte is read."""
    few = [Term(f"conseil {'abcdefghij'[n % 10]}{n}", ("x",)) for n in range(20)]
    many = [Term(f"conseil {'abcdefghij'[n % 10]}{n}", ("x",)) for n in range(20_000)]
    small, large = Termbase(tuple(few)), Termbase(tuple(many))
    for termbase in (small, large):
        termbase.find(LONG, FR)  # prepares the terms, and remembers the words

    assert steps(lambda: large.find(LONG * 9, FR)) <= 1.05 * steps(lambda: small.find(LONG * 9, FR))
    megabyte = LONG * (1_000_000 // len(LONG)) + "conseil a0"
    assert [one.term.source for one in large.find(megabyte, FR)] == ["conseil a0"]
