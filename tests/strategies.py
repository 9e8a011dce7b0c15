"""What the property tests draw from: texts like those of the press, and the stranger ones."""

from __future__ import annotations

from hypothesis import strategies as st

from bilingual.catalog import Catalog, new_header
from bilingual.model import Finding, Locale, Origin, Review, Severity, Span, State, Unit
from bilingual.text import fold_lines, segment_key

# Any text an article or a translation can hold: articles with other control characters are refused.
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r\v\f\x85"), max_size=60
)
lines = texts.map(fold_lines).map(str.strip)
# Few distinct sentences, so that repeats and moves are common.
sentences = st.sampled_from(
    [
        "Oui.",
        "Non.",
        "Il pleut.",
        "Il pleut !",
        "Le 3 mars, à Lyon…",
        "« Ça va ? »",
        "Fin",
        "A\u00a0: b.",
    ]
)


@st.composite
def origins(draw: st.DrawFn) -> Origin:
    """Any origin of a draft."""
    score = draw(st.none() | st.floats(-9, 0).map(lambda x: round(x, 4)))
    return Origin(draw(lines.filter(bool)), draw(lines), score)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any finding, with or without spans."""
    spans = st.none() | st.tuples(st.integers(0, 9), st.integers(9, 99)).map(lambda p: Span(*p))
    check = draw(st.sampled_from(["numbers", "names", "length"]))
    severity = draw(st.sampled_from(list(Severity)))
    return Finding(check, severity, draw(lines.filter(bool)), draw(spans), draw(spans))


@st.composite
def units(draw: st.DrawFn, source: st.SearchStrategy[str] = lines) -> Unit:
    """Any unit that can stand in a catalog."""
    words = draw(source.filter(bool))
    target = draw(texts)
    state = draw(st.sampled_from([State.DRAFT, State.REVIEWED]))
    people = st.builds(
        Review,
        lines.map(lambda name: " ".join(name.split())).filter(bool),
        st.sampled_from(["", "2026-11-24 10:38+0000", "1999-01-01 00:00-0330"]),
    )
    is_reviewed = bool(target) and state is State.REVIEWED
    return Unit(
        key=segment_key(words),
        source=words,
        target=target,
        state=state if target else State.UNTRANSLATED,
        origin=draw(st.none() | origins()),
        findings=tuple(draw(st.lists(findings(), max_size=2))),
        note=draw(st.just("") | st.lists(texts.map(fold_lines), max_size=3).map("\n".join)),
        previous_source=draw(st.just("") | texts),
        flags=draw(st.sampled_from([(), ("no-wrap",)])),
        remarks=draw(st.sampled_from([(), ("headline",)])),
        alternatives=tuple(draw(st.lists(texts.filter(bool), max_size=2))),
        review=draw(st.none() | people) if is_reviewed else None,
        dismissed=draw(st.sampled_from([(), ("number 0123abcd",), ("a-z 89abcdef", "b 00000000")])),
    )


@st.composite
def catalogs(draw: st.DrawFn, source: st.SearchStrategy[str] = lines) -> Catalog:
    """Any catalog, its units under distinct keys."""
    made: dict[str, Unit] = {}
    for unit in draw(st.lists(units(source), max_size=8)):
        n = sum(key.startswith(unit.key) for key in made) + 1
        key = unit.key if n == 1 else f"{unit.key}.{n}"
        made[key] = Unit(**{f: getattr(unit, f) for f in unit.__slots__} | {"key": key})
    everything = tuple(made.values())
    cut = draw(st.integers(0, len(everything)))
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("en"))
    gone = tuple(u for u in everything[cut:] if u.has_work)
    return Catalog(header, units=everything[:cut], obsolete=gone)
