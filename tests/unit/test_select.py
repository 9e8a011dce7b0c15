"""Choosing among hypotheses, and searching again where none passes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual import select
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.decoding import Search
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError
from bilingual.facts import Context, Wanted, compare
from bilingual.model import Hypothesis, Locale, Severity
from bilingual.packages import choose as choose_package
from bilingual.select import RETRIES, Choice, Retry, choose, faithful

PAIR = Context(Locale("fr"), Locale("en"))
SOURCE = "Il y a 212 bateaux à Londres."
RIGHT = "There are 212 boats in London."


def hypotheses(*texts):
    """Return hypotheses, each a little less likely than the one before."""
    return [Hypothesis(text, -0.1 * rank) for rank, text in enumerate(texts)]


@dataclass
class Scripted:
    """An engine that gives what it is told to, search by search, and remembers what it was asked."""

    answers: list[dict[str, list[str]]]
    source: str = "fr"
    target: str = "en"
    signature: str = "scripted|answers:1"
    search: Search = field(default_factory=Search)
    asked: list[tuple[list[str], Search | None, int | None, int | None]] = field(
        default_factory=list
    )

    def stream(self, sources, search=None, *, hypotheses=None, window=None):
        sources = list(sources)
        self.asked.append((sources, search, hypotheses, window))
        answer = self.answers[len(self.asked) - 1]
        places = {}
        for index, source in enumerate(sources):
            places.setdefault(source, []).append(index)
        for source, indices in places.items():
            texts = answer.get(source, [])
            yield indices, tuple(Hypothesis(text, -0.5) for text in texts)


def test_facts_go_before_the_models_opinion():
    """A less likely hypothesis that keeps the facts is chosen; all are ranked."""
    choice = choose(SOURCE, hypotheses("There are 221 boats in London.", RIGHT, "Boats."), PAIR)

    assert RIGHT == choice.hypothesis.text
    assert choice.passes
    assert RIGHT == choice.ranked[0].text
    assert 3 == len(choice.ranked)


def test_of_equals_the_likelier_is_chosen():
    """Where the facts are the same, log-probability decides; an unknown one comes last."""
    either = [
        Hypothesis("There are 212 boats in London"),
        Hypothesis("There are 212 ships in London.", -0.9),
        Hypothesis(RIGHT, -0.2),
    ]

    assert [-0.2, -0.9, None] == [h.log_prob for h in choose(SOURCE, either, PAIR).ranked]


def test_the_least_evil_is_chosen_and_its_faults_are_told():
    """Where every hypothesis errs, the one that errs least is taken, with its findings."""
    worse, better = "There are boats in Paris.", "There are 212 boats in the capital."
    choice = choose(SOURCE, hypotheses(worse, better), PAIR)

    assert better == choice.hypothesis.text
    assert not choice.passes
    assert choice.findings == compare(SOURCE, better, PAIR)


def test_a_faultless_likeliest_hypothesis_is_the_choice_of_a_full_judgement(monkeypatch):
    """The short way gives what judging every hypothesis gives, and judges one only."""
    texts = hypotheses(RIGHT, "There are 212 ships in London.", "There are 221 boats.")
    judged = []
    compare = select.choosing.Reader.compare
    monkeypatch.setattr(
        select.choosing.Reader, "compare", lambda self, t: judged.append(t) or compare(self, t)
    )

    choice = choose(SOURCE, texts, PAIR)

    assert [RIGHT] == judged
    assert (RIGHT, (), 0.0) == (choice.hypothesis.text, choice.findings, choice.penalty)
    assert texts == list(choice.ranked)


def test_a_loop_loses_against_a_plain_text():
    """A repeated phrase weighs more than probability."""
    texts = hypotheses("The house of the house of the house.", "The house in the town.")

    assert "The house in the town." == choose("La maison en ville.", texts, PAIR).hypothesis.text


def test_a_clause_more_goes_before_probability():
    """Of two texts that keep the facts, the one that has all clauses of the source is taken."""
    source = "Il pleut sur la ville, il vente fort, et il neige."
    texts = hypotheses(
        "It is raining and it is snowing on the town.", "It rains here, it blows, and it snows."
    )

    assert texts[1] == choose(source, texts, PAIR).hypothesis


def test_a_term_decides():
    """The context's terms count among the facts."""
    pair = Context(PAIR.source, PAIR.target, (Wanted("bateaux", ("vessels",)),))
    texts = hypotheses(RIGHT, "There are 212 vessels in London.")

    assert "vessels" in choose(SOURCE, texts, pair).hypothesis.text


def test_nothing_to_choose_from_is_no_hypothesis():
    """No hypotheses, no choice, no findings."""
    assert Choice(None) == choose("", [], PAIR)
    assert Choice(None).passes


@given(st.lists(st.builds(Hypothesis, st.text(max_size=20), st.floats(-9, 0)), max_size=6))
def test_the_choice_is_one_of_the_hypotheses(texts):
    """The ranking holds each distinct text once, the chosen one first; order does not matter."""
    choice = choose(SOURCE, texts, PAIR)

    assert {h.text for h in texts} == {h.text for h in choice.ranked}
    assert len(choice.ranked) == len({h.text for h in texts})
    assert choice.hypothesis == next(iter(choice.ranked), None)
    assert (choice.penalty == 0) == (not choice.findings)


def test_only_what_does_not_pass_is_searched_for_again():
    """One more search over all sources that failed, and none for those that passed."""
    bad = {SOURCE: ["There are 221 boats in London."], "Oui.": ["Yes."], "Il a 3 ans.": ["He is."]}
    engine = Scripted([bad, {SOURCE: [RIGHT], "Il a 3 ans.": ["He is 3."]}])
    retry = Retry(Search(beam_size=8), hypotheses=8, window=15)
    sources = [SOURCE, "Oui.", "Il a 3 ans.", "Oui."]
    results = faithful(engine, sources, PAIR, retries=[retry])
    found = {tuple(indices): choice for indices, choice in results}

    assert {(0,), (1, 3), (2,)} == set(found)
    assert RIGHT == found[(0,)].hypothesis.text
    assert all(choice.passes for choice in found.values())
    assert ([SOURCE, "Il a 3 ans."], Search(beam_size=8), 8, 15) == engine.asked[1]
    assert 2 == len(engine.asked)


def test_searching_stops_when_all_pass():
    """The dearer searches are not made where a cheaper one was enough."""
    engine = Scripted([{SOURCE: ["Boats."]}, {SOURCE: [RIGHT]}])

    ((_indices, choice),) = faithful(engine, [SOURCE], PAIR)

    assert RIGHT == choice.hypothesis.text
    assert 2 == len(engine.asked) < 1 + len(RETRIES)


def test_what_never_passes_keeps_the_best_that_was_seen():
    """After all searches the best of all hypotheses is there, with what is wrong with it."""
    best = "There are boats in London."
    answers = [{SOURCE: ["Boats."]}, {SOURCE: [best]}, {SOURCE: ["Ships."]}, {SOURCE: []}]
    engine = Scripted(answers)

    ((_indices, choice),) = faithful(engine, [SOURCE], PAIR)

    assert best == choice.hypothesis.text
    assert ["number"] == [f.check for f in choice.findings]
    assert {"Boats.", best, "Ships."} == {h.text for h in choice.ranked}
    assert 1 + len(RETRIES) == len(engine.asked)


def test_what_is_only_doubtful_is_searched_for_once_more():
    """The dearer searches are for what is wrong for certain."""
    doubtful = "There are 212 boats in the capital."
    engine = Scripted([{SOURCE: ["Boats."]}, {SOURCE: [doubtful]}])

    ((_indices, choice),) = faithful(engine, [SOURCE], PAIR)

    assert doubtful == choice.hypothesis.text
    assert ["name"] == [f.check for f in choice.findings]
    assert 2 == len(engine.asked)


def test_a_passing_source_comes_before_others_are_searched_for_again():
    """Results stream: what is settled is not kept back by what is not."""
    engine = Scripted([{SOURCE: ["Boats."], "Oui.": ["Yes."]}, {SOURCE: [RIGHT]}])
    results = faithful(engine, [SOURCE, "Oui."], PAIR)

    assert [1] == next(results)[0]
    assert 1 == len(engine.asked)
    assert [0] == next(results)[0]


def test_number_words_are_read_as_figures_when_they_went_wrong():
    """The engine is asked with figures, the answer is compared with the source as it stands."""
    source = "Quatre-vingt-dix-sept élèves depuis le XIXe siècle."
    right = "97 pupils since the 19th century."
    retry = Retry(Search(), in_figures=True)

    class Reading(Scripted):
        def stream(self, sources, search=None, **settings):
            self.answers.append({s: [right if "97" in s else "Pupils."] for s in sources})
            return super().stream(sources, search, **settings)

    engine = Reading([])
    ((_indices, choice),) = faithful(engine, [source], PAIR, retries=[retry])

    assert right == choice.hypothesis.text
    assert choice.passes
    assert ["97 élèves depuis le 19e siècle."] == engine.asked[1][0]


def test_many_failures_are_searched_for_in_blocks(monkeypatch):
    """However many sources fail, only a block of them is held; each comes once."""
    monkeypatch.setattr("bilingual.select.searching.BLOCK", 2)
    sources = [f"Il y a {number} bateaux." for number in range(20, 25)]
    wrong = {source: ["There are boats."] for source in sources}
    right = {source: [f"There are {source[7:9]} boats."] for source in sources}

    class Blocks(Scripted):
        def stream(self, sources, search=None, **settings):
            self.answers.append(wrong if search is None else right)
            return super().stream(sources, search, **settings)

    engine = Blocks([])
    found = list(faithful(engine, sources, PAIR))

    assert [[0], [1], [2], [3], [4]] == [indices for indices, _choice in found]
    assert [right[s][0] for s in sources] == [choice.hypothesis.text for _i, choice in found]
    assert [5, 2, 2, 1] == [len(asked[0]) for asked in engine.asked]


def test_a_context_may_depend_on_the_source():
    """A function of the source gives each its own terms."""
    engine = Scripted([{"Un bateau.": ["A boat."], "Oui.": ["Yes."]}])
    asked = []

    def context(source):
        asked.append(source)
        terms = (Wanted("bateau", ("vessel",)),) if "bateau" in source else ()
        return Context(PAIR.source, PAIR.target, terms)

    found = list(faithful(engine, ["Un bateau.", "Oui."], context, retries=()))

    assert ["Un bateau.", "Oui."] == asked
    assert ["term"] == [f.check for f in found[0][1].findings]
    assert () == found[1][1].findings


def test_an_engine_that_cannot_search_again_is_asked_once():
    """The echo engine's answers are judged and given as they are."""
    found = list(faithful(EchoEngine(), ["Il y a 212 bateaux.", "", "Oui."], PAIR))

    assert [[0], [1], [2]] == [indices for indices, _choice in found]
    assert "[en] Il y a 212 bateaux." == found[0][1].hypothesis.text
    assert found[1][1].hypothesis is None


def test_an_engine_that_only_streams_gets_no_retries():
    """Streaming alone does not tell that other settings are understood."""

    class Plain(EchoEngine):
        def stream(self, sources):
            for index, source in enumerate(sources):
                yield [index], (Hypothesis(f"{source} 5"),)

    ((_indices, choice),) = faithful(Plain(), ["Oui."], PAIR)

    assert "Oui. 5" == choice.hypothesis.text
    assert [Severity.ERROR] == [f.severity for f in choice.findings]


def test_an_engines_failure_is_the_callers():
    """What came before the failure was given; the error is the engine's own."""

    class Broken(Scripted):
        def stream(self, sources, search=None, *, hypotheses=None, window=None):
            yield [0], (Hypothesis("Yes."),)
            raise EngineError("broken")

    results = faithful(Broken([]), ["Oui.", "Non."], PAIR)

    assert [0] == next(results)[0]
    with pytest.raises(EngineError):
        next(results)


def test_the_real_engine_is_searched_again():
    """With the starter, every source is settled once, and none is worse than its first draft."""
    engine = ArgosEngine(choose_package("fr", "en", environment={}))
    sources = [
        "Le fichier mon_fichier_v2.txt pèse 12,4 Mo.",
        "Quatre-vingt-dix-sept élèves sur cent douze ont réussi l'examen.",
        "",
        "Oui.",
        "Quatre-vingt-dix-sept élèves sur cent douze ont réussi l'examen.",
    ]
    first = engine.translate(sources)
    settled = {}
    for indices, choice in faithful(engine, sources, PAIR):
        for index in indices:
            assert index not in settled
            settled[index] = choice

    assert set(range(5)) == set(settled)
    assert settled[1] == settled[4]
    for index, choice in settled.items():
        before = choose(sources[index], first[index], PAIR)
        assert choice.penalty <= before.penalty


def test_the_version_tells_facts_and_selection():
    """One word for the signature, that changes with either."""
    assert select.VERSION.endswith(f".{select.FACTS}")
    assert "|" not in select.VERSION
