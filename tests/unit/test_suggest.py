"""Proposals while a target is typed: to the letter, in the target's form, with the house's words."""

from __future__ import annotations

import threading

import pytest
from tiny_package import make_archive

from bilingual import suggest
from bilingual.draft import Form
from bilingual.draft.formed import Formed
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.echo import EchoEngine
from bilingual.engines.pivot import PivotEngine
from bilingual.errors import PackageError
from bilingual.model import Locale
from bilingual.packages import choose, read_package
from bilingual.suggest import Completer, Completion
from bilingual.suggest.writing import following, without
from bilingual.terms import Term, Termbase

PAIR = Form(Locale("fr"), Locale("en"))
SOURCE = "Le chef du parti a quitté la ville mardi soir."


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    """The starter, as the editor has it."""
    return ArgosEngine(choose("fr", "en", environment={}), hypotheses=4)


@pytest.fixture
def completer(engine: ArgosEngine) -> Completer:
    """What completes with the starter; nothing is known to it yet."""
    made = Completer.of(engine, PAIR)
    assert made is not None
    return made


def asked(completer: Completer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that each beginning for which the model is asked will be added to."""
    completer.load()
    continuing = completer._continuing
    assert continuing is not None
    seen: list[str] = []
    continued = continuing.continued

    def counted(source, begun, **more):  # type: ignore[no-untyped-def]
        seen.append(begun)
        return continued(source, begun, **more)

    monkeypatch.setattr(continuing, "continued", counted)
    return seen


def test_the_rest_of_the_sentence_is_proposed_from_any_letter(completer: Completer) -> None:
    """Within a word, behind one, behind a blank."""
    whole = "The leader of the party"
    for at in range(len("The le"), len(whole)):
        text = completer.complete(SOURCE, whole[:at]).text
        assert text.startswith(whole[at : whole.find(" ", at + 1)])
        assert text.endswith(".")


def test_nothing_typed_is_answered_with_a_draft(completer: Completer, engine: ArgosEngine) -> None:
    """The proposal for an empty field is what drafting would take, formed."""
    best = completer.hypotheses(SOURCE, 4)[0].text

    assert best == completer.complete(SOURCE, "").text
    assert best in [h.text for h in Formed(engine, PAIR).translate([SOURCE])[0]]


def test_a_whole_sentence_is_left_at_that(completer: Completer) -> None:
    """At its end there is nothing more to propose, or the full stop."""
    whole = "The leader of the party left the city on Tuesday evening"

    assert "." == completer.complete(SOURCE, whole).text
    assert "" == completer.complete(SOURCE, f"{whole}.").text
    assert "" == completer.complete(SOURCE, f"{whole}. ").text


@pytest.mark.parametrize(
    "prefix", ["The\u00a0leader", "The  leader ", "the leader\n", "The leader’"]
)
def test_what_the_engine_would_write_otherwise_stays_as_typed(
    completer: Completer, prefix: str
) -> None:
    """Blanks, apostrophes and capitals of the reviewer's; the proposal goes on behind them."""
    text = completer.complete(SOURCE, prefix).text

    assert text.split()[-1].endswith(".")
    assert not (prefix[-1].isspace() and text[0].isspace())


def test_dash_and_quotation_marks_are_in_the_form_of_the_language(completer: Completer) -> None:
    """The dash of a dialogue and English quotation marks, whether typed already or not."""
    source = "— « Nous ne quitterons jamais cette ville », a déclaré le maire."

    assert completer.complete(source, "").text.startswith("— “")
    assert "”" in completer.complete(source, "— “We will ").text
    behind = completer.complete(source, "— “We will never leave this city,” said ").text
    assert behind.startswith("the ")
    assert "”" not in behind
    assert completer.complete(source, "We will never").text  # the dash was left out


def test_addresses_and_strange_names_are_completed_to_the_letter(completer: Completer) -> None:
    """What no model can spell is taken from the source."""
    source = "Écrivez à jean.dupont@exemple.fr avant le 12 mai."
    for typed in ("Write to jea", "Write to jean.dupont@ex"):
        text = completer.complete(source, typed).text
        assert (typed + text).startswith("Write to jean.dupont@exemple.fr before ")

    vietnamese = "La visite de Nguyễn Văn Hùng a duré trois jours."
    text = completer.complete(vietnamese, "The visit of Nguy").text
    assert text.startswith("ễn Văn Hùng ")


def test_amounts_are_continued_behind_the_sign(completer: Completer) -> None:
    """The euro sign, which the model reads in words, may be typed."""
    source = "L’entreprise a payé 4,3 M€ pour la maison."

    assert completer.complete(source, "The company paid €").text.startswith("4.3 million ")


def test_half_an_emoji_and_a_blank_source_have_no_proposal(completer: Completer) -> None:
    """A browser may send half a character; it is no error."""
    assert Completion() == completer.complete(SOURCE, "The \ud83d")
    assert () == completer.words_at(SOURCE, "The \ud83d")
    assert Completion() == completer.complete(" ", "The")
    assert () == completer.words_at("", "The") == completer.hypotheses("\n")


def test_proposals_obey_the_termbase(engine: ArgosEngine) -> None:
    """The wanted word is proposed, a forbidden one never, not even where its letters are typed."""
    party = Term("parti", ("organisation",), ("party",))
    completer = Completer.of(engine, Form(Locale("fr"), Locale("en"), terms=Termbase((party,))))
    assert completer is not None

    assert completer.complete(SOURCE, "The leader of the ").text.startswith("organisation ")
    for typed in ("", "The leader of the p", "The leader of the party "):
        assert "party" not in (typed + completer.complete(SOURCE, typed).text)[len(typed) - 1 :]
    assert "party" not in completer.words_at(SOURCE, "The leader of the ")


def test_typing_what_was_proposed_asks_the_model_nothing(
    completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the proposal is shown from memory; another letter asks anew."""
    seen = asked(completer, monkeypatch)
    first = completer.complete(SOURCE, "The leader ")
    for at in range(1, len(first.text) + 1):
        typed = "The leader " + first.text[:at]
        assert first.text[at:] == completer.complete(SOURCE, typed).text
    assert ["The leader "] == seen

    completer.complete(SOURCE, "The leader x")
    assert ["The leader ", "The leader x"] == seen


def test_a_call_that_waits_is_dropped_when_its_client_has_gone_on(
    completer: Completer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those that wait for the model, only the latest of each client asks it."""
    seen = asked(completer, monkeypatch)
    made: dict[tuple[str, int], Completion] = {}

    def call(client: str, serial: int) -> None:
        typed = f"The leader {client}"[: 11 + serial]
        made[client, serial] = completer.complete(SOURCE, typed, client=client, serial=serial)

    calls = [("of the", 1), ("of the", 2), ("of the", 3), ("has", 1)]
    threads = [threading.Thread(target=call, args=one) for one in calls]
    with completer._turn:
        for thread in threads:
            thread.start()
        while sum(map(len, completer._waiting.values())) < len(calls):
            pass
    for thread in threads:
        thread.join()

    assert {"The leader of ", "The leader h"} == set(seen)
    assert Completion() == made["of the", 1] == made["of the", 2]
    assert made["of the", 3].text
    assert {} == completer._waiting
    # A page that was loaded anew counts from the beginning, and is answered.
    assert completer.complete(SOURCE, "The head of", client="of the", serial=1).text


def test_many_threads_get_the_answers_that_one_gets(engine: ArgosEngine) -> None:
    """Answers do not depend on who else asks."""
    one, many = Completer.of(engine, PAIR), Completer.of(engine, PAIR)
    assert one is not None
    assert many is not None
    typed = [f"The {word}" for word in ("head", "leader", "party", "chief", "city", "man")]
    made: dict[str, Completion] = {}

    def call(prefix: str) -> None:
        made[prefix] = many.complete(SOURCE, prefix)

    threads = [threading.Thread(target=call, args=[prefix]) for prefix in typed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == {prefix: one.complete(SOURCE, prefix) for prefix in typed}


def test_hypotheses_are_formed_distinct_and_best_first(completer: Completer) -> None:
    """The other hypotheses for a whole sentence: the first is the one that drafting takes."""
    source = "— « Il y a 12 bateaux », a dit le maire."
    made = completer.hypotheses(source, 5)

    assert 1 < len(made) <= 5
    assert len(made) == len({h.text for h in made})
    assert all(h.text.startswith("— “") for h in made)
    assert "12" in made[0].text


def test_engines_that_cannot_continue_complete_nothing_but_have_hypotheses(
    engine: ArgosEngine,
) -> None:
    """Without such an engine the editor works as before."""
    echo = EchoEngine("en", "es")

    assert Completer.of(echo, PAIR) is None
    assert Completer.of(PivotEngine([engine, echo]), PAIR) is None
    assert Completer.of(PivotEngine([EchoEngine("es", "fr"), engine]), PAIR) is not None
    assert ["[En] Oui."] == [h.text for h in suggest.hypotheses(EchoEngine(), PAIR, "Oui.")]
    assert () == suggest.hypotheses(EchoEngine(), PAIR, " ")


def test_a_damaged_package_is_our_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    """It is said when the model is loaded; nothing waits for ever."""
    path = make_archive(tmp_path_factory.mktemp("tiny"))
    package = read_package(path)
    path.write_bytes(path.read_bytes()[:2000])
    completer = Completer.of(ArgosEngine(package), Form(Locale("es"), Locale("de")))
    assert completer is not None

    for _time in range(2):
        with pytest.raises(PackageError):
            completer.complete("bala", "mo")
    assert {} == completer._waiting


def test_what_follows_is_found_behind_other_marks() -> None:
    """Marks between the words may differ; those typed last are not proposed again."""
    assert " Yes.”" == following("He said:", "He said: Yes.”")
    assert "and" == following("oui", "ouiand")
    assert None is following("He left.", "He left, and")
    assert None is following("He leaves", "He left")


def test_a_forbidden_word_ends_the_proposal_before_it() -> None:
    """Also where it has two words, or was begun by the reviewer."""
    assert "of the" == without(["prime minister"], "The ", "of the Prime  Minister.")
    assert "" == without(["party"], "The par", "ty left.")
    assert " left." == without(["party"], "The party", " left.")
    assert "ties" == without(["party"], "The par", "ties")
