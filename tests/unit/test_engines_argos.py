"""The Argos engine over tiny packages and over the starter."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tiny_package import make_archive, make_folder, pieces

from bilingual.engines import decoding
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.decoding import Candidate, Search
from bilingual.errors import EngineError, PackageError
from bilingual.packages import Package, choose, read_package


@pytest.fixture(scope="module")
def starter() -> ArgosEngine:
    """The starter, with three hypotheses."""
    return ArgosEngine(choose("fr", "en", environment={}), hypotheses=3)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """A package es → de whose model knows 64 positions."""
    return read_package(make_archive(tmp_path_factory.mktemp("tiny")))


FRENCH = (
    "Le Parlement européen a adopté la résolution hier à Strasbourg.",
    "Il pleut.",
    "La commission demande aux États membres de présenter un rapport avant la fin de l'année.",
)


def test_the_starter_translates(starter: ArgosEngine) -> None:
    """Words that every French-English model knows come out as they should."""
    text = starter.translate([FRENCH[0]])[0][0].text

    assert "European Parliament" in text
    assert "resolution" in text


def test_log_prob_is_the_mean_natural_log_probability_per_token(starter: ArgosEngine) -> None:
    """Scoring each hypothesis anew, token by token, gives the same number.

    For several length penalties, which bend CTranslate2's own scores.
    """
    sources = [starter._tokenizer.encode(text) for text in FRENCH]
    for penalty in (0.0, 0.2, 1.0, 1.5):
        for batch in starter._decoder.decode(sources, Search(length_penalty=penalty), 3):
            for index, candidates in batch:
                again = starter._decoder._translator.score_batch(
                    [sources[index]] * 3, [candidate.tokens for candidate in candidates]
                )
                for candidate, scored in zip(candidates, again, strict=True):
                    assert candidate.steps == len(scored.log_probs)
                    assert candidate.total == pytest.approx(sum(scored.log_probs), abs=0.02)


@pytest.mark.parametrize(
    "search",
    [
        Search(coverage_penalty=0.2),
        Search(repetition_penalty=1.3),
        Search(no_repeat_ngram_size=2),
    ],
)
def test_log_prob_is_the_models_own_under_any_search(starter: ArgosEngine, search: Search) -> None:
    """Penalties change which hypotheses are found, not what they are said to be worth."""
    source = starter._tokenizer.encode(FRENCH[0])
    [[(_index, candidates)]] = starter._decoder.decode([source], search, 2)
    scored = starter._decoder._translator.score_batch(
        [source] * 2, [candidate.tokens for candidate in candidates]
    )

    assert [pytest.approx(sum(s.log_probs), abs=0.02) for s in scored] == [
        candidate.total for candidate in candidates
    ]


def test_a_target_prefix_is_given_to_the_model_and_taken_off_again(tmp_path: Path) -> None:
    """The prefix is not in the text, and its certain token not in the log-probability."""
    prefix = pieces()[-1]
    package = read_package(make_archive(tmp_path, target_prefix=prefix))
    plain = ArgosEngine(read_package(make_archive(tmp_path / "plain")))
    engine = ArgosEngine(package)
    source = engine._tokenizer.encode("bala mola.")
    [[(_index, [candidate])]] = engine._decoder.decode([source], Search())
    scored = engine._decoder._translator.score_batch([source], [[prefix, *candidate.tokens]])[0]

    assert candidate.tokens[0] != prefix
    assert candidate.total == pytest.approx(
        sum(scored.log_probs[1 : candidate.steps + 1]), abs=0.02
    )
    assert plain.translate(["bala mola."]) != engine.translate(["bala mola."])


def test_hypotheses_are_best_first_and_distinct(starter: ArgosEngine) -> None:
    """As many as asked for, no two alike, the model's favourite in front."""
    for hypotheses in starter.translate(FRENCH):
        assert len(hypotheses) == 3
        assert len({hypothesis.text for hypothesis in hypotheses}) == 3
        scores = [hypothesis.log_prob for hypothesis in hypotheses]
        assert scores == sorted(scores, key=lambda score: -(score or 0))


def test_equal_sources_are_translated_once(tiny: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a source stands in the input, the model sees it once."""
    engine = ArgosEngine(tiny)
    seen: list[list[str]] = []
    decode = engine._decoder.decode

    def counted(sources: Iterable[list[str]], search: Search, hypotheses: int) -> object:
        given = list(sources)
        seen.extend(given if search == engine.search else [])
        return decode(given, search, hypotheses)

    monkeypatch.setattr(engine._decoder, "decode", counted)
    made = engine.translate(["bala.", "mola.", "bala.", "ba\nla.", "ba la.", "bala. "])

    assert len(seen) == 3
    assert made[0] == made[2] == made[5]
    assert made[3] == made[4]


def test_a_source_is_translated_alike_alone_and_among_others(tiny: Package) -> None:
    """Neither batch nor neighbours nor number of threads change a text by more than rounding.

    Processors without VNNI multiply batches of other sizes in another order: there another text may
    win, which the model finds as likely.
    """
    sources = [" ".join(["bala", "mo", "kidu", "6"][: n % 5]) + "." for n in range(1, 9)]
    alone = [ArgosEngine(tiny, threads=1).translate([source])[0] for source in sources]

    for threads, tokens in itertools.product((1, 3), (8, 64, 1024)):
        together = ArgosEngine(tiny, threads=threads, batch_tokens=tokens).translate(sources)
        for (one, *_), (other, *_) in zip(alone, together, strict=True):
            assert one.text == other.text or one.log_prob == pytest.approx(other.log_prob, abs=0.02)


def test_a_long_source_is_cut_and_nothing_is_left_out(
    starter: ArgosEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the window: every word reaches the model, in parts that fit."""
    clause = "la commission a présenté un rapport au Parlement ; "
    source = clause * (10 * starter.window // len(clause.split()))
    seen: list[list[str]] = []
    decode = starter._decoder.decode

    def watched(sources: Iterable[list[str]], search: Search, hypotheses: int) -> object:
        given = list(sources)
        seen.extend(given)
        return decode(given, search, hypotheses)

    monkeypatch.setattr(starter._decoder, "decode", watched)
    [[best, *_others]] = starter.translate([source])

    assert all(len(tokens) <= starter.limit for tokens in seen)
    assert sum(map(len, seen)) >= len(starter._tokenizer.encode(source))
    assert len(best.text) > len(source) / 2


@pytest.mark.parametrize("source", ["ba" * 300, "ba, " * 200, "日本" * 100, "x" * 1000])
def test_a_model_with_few_positions_gets_no_more(tiny: Package, source: str) -> None:
    """Whatever is sent, the model's own limit is never passed, so nothing fails or is dropped."""
    engine = ArgosEngine(tiny, window=10_000)

    assert engine.window == engine.limit == 62
    assert engine.translate([source])[0][0].text


def test_a_loop_is_searched_for_again(tiny: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second search forbids repetitions, and its result is taken where it is sound."""
    engine = ArgosEngine(tiny)
    loop = Candidate(pieces()[4:6] * 9, -9.0, 18, is_sound=False)
    sound = Candidate(pieces()[4:6], -1.0, 3, is_sound=True)
    searches: list[Search] = []

    def fake(
        sources: Iterable[list[str]], search: Search, _hypotheses: int
    ) -> list[list[tuple[int, list[Candidate]]]]:
        searches.append(search)
        found = sound if search.no_repeat_ngram_size else loop
        return [[(index, [found])] for index, _tokens in enumerate(sources)]

    monkeypatch.setattr(engine._decoder, "decode", fake)
    [[hypothesis]] = engine.translate(["bala."])

    assert [0, 3] == [search.no_repeat_ngram_size for search in searches]
    assert engine._tokenizer.decode(sound.tokens) == hypothesis.text
    assert hypothesis.log_prob == pytest.approx(-1 / 3)


def test_a_stopped_search_counts_as_unsound(tiny: Package) -> None:
    """A target without its end is not taken for a whole one."""
    engine = ArgosEngine(tiny)
    sources = [engine._tokenizer.encode("ba" * n) for n in range(1, 30)]
    found = [
        candidate
        for batch in engine._decoder.decode(sources, Search())
        for _index, candidates in batch
        for candidate in candidates
    ]
    stopped = [candidate for candidate in found if candidate.steps == len(candidate.tokens)]

    assert stopped
    assert not any(candidate.is_sound for candidate in stopped)


def test_a_source_without_tokens_has_no_hypotheses(starter: ArgosEngine) -> None:
    """Characters of no width are nothing to translate."""
    assert [()] == starter.translate(["\u200b\u200b"])


def test_stream_gives_each_position_once(tiny: Package) -> None:
    """Blank, repeated and long sources: every position comes exactly once."""
    sources = ["bala.", "", "ba, " * 100, "bala.", " ", "mola."]
    given = [index for indices, _h in ArgosEngine(tiny).stream(sources) for index in indices]

    assert sorted(given) == list(range(len(sources)))


def test_sources_are_read_while_the_model_is_at_work(starter: ArgosEngine) -> None:
    """The first answer comes before the last source is asked for, and none is lost or twice."""
    number = 5 * decoding.SLICE
    read: list[int] = []

    def sources() -> Iterator[str]:
        for index in range(number):
            read.append(index)
            yield "Il pleut." if index % 7 else ""

    answers = starter.stream(sources(), hypotheses=1)
    first = next(answers)
    before = len(read)
    rest = list(answers)

    assert before < number
    assert list(range(number)) == sorted(i for indices, _made in [first, *rest] for i in indices)
    assert {i for [i], made in [first, *rest] if not made} == set(range(0, number, 7))


def test_blank_sources_load_no_model(tiny: Package) -> None:
    """Where there is nothing to translate, nothing is loaded."""
    engine = ArgosEngine(tiny)

    assert [([0], ()), ([1], ())] == list(engine.stream(["", " "]))
    assert "_decoder" not in vars(engine)


def test_signature_tells_all_that_could_change_the_text(tiny: Package, tmp_path: Path) -> None:
    """Another setting, another signature; the number of threads is no such setting."""
    other = read_package(make_archive(tmp_path, version="1.1"))
    engines = [
        ArgosEngine(tiny),
        ArgosEngine(other),
        ArgosEngine(tiny, search=Search(beam_size=2)),
        ArgosEngine(tiny, search=Search(length_penalty=0.2)),
        ArgosEngine(tiny, search=Search(coverage_penalty=0.2)),
        ArgosEngine(tiny, search=Search(repetition_penalty=1.2)),
        ArgosEngine(tiny, search=Search(no_repeat_ngram_size=4)),
        ArgosEngine(tiny, hypotheses=2),
        ArgosEngine(tiny, window=20),
        ArgosEngine(tiny, compute_type="float32"),
    ]
    signatures = [engine.signature for engine in engines]

    assert len(set(signatures)) == len(signatures)
    assert engines[0].signature == ArgosEngine(tiny, threads=7, batch_tokens=99).signature
    assert f"sha256:{tiny.sha256[:12]}" in signatures[0]
    assert "version:1.0" in signatures[0]


@pytest.mark.parametrize("make", [make_archive, make_folder])
def test_a_search_by_shortlist_looks_at_nothing_else(
    tmp_path: Path, make: Callable[..., Path]
) -> None:
    """Neither from a folder nor from an archive; the signature says so, as it changes the text.

    In 32 bits: for whole numbers CTranslate2 fills the list up to a size that the processor likes.
    """
    few = ["▁", "b", "a", "▁ba", "▁ku"]
    package = read_package(make(tmp_path, shortlist=f"\t{' '.join(few)}\n"))
    listed = ArgosEngine(
        package, search=Search(shortlist=True), hypotheses=4, compute_type="float32"
    )
    whole = ArgosEngine(package, hypotheses=4, compute_type="float32")

    (short,), (free,) = listed.translate(["ku li ma"]), whole.translate(["ku li ma"])

    allowed = set("".join(few)) - {"▁"} | {" "}
    assert all(set(hypothesis.text) <= allowed for hypothesis in short)
    assert not all(set(hypothesis.text) <= allowed for hypothesis in free)
    assert "|shortlist|" in listed.signature
    assert "shortlist" not in whole.signature


def test_a_package_without_a_shortlist_is_searched_as_ever(tiny: Package) -> None:
    """And the signature is that of such a search."""
    asked, usual = ArgosEngine(tiny, search=Search(shortlist=True)), ArgosEngine(tiny)

    assert asked.translate(["ba be"]) == usual.translate(["ba be"])
    assert asked.signature == usual.signature


def test_the_starter_has_a_shortlist(starter: ArgosEngine) -> None:
    """By which it translates nearly as without."""
    listed = ArgosEngine(starter.package, search=Search(shortlist=True))

    ((best,), *_others) = listed.translate(FRENCH)

    assert "|shortlist|" in listed.signature
    assert "European Parliament" in best.text


def test_a_strange_package_name_keeps_the_signature_readable(tmp_path: Path) -> None:
    """A name with bars, blanks and line breaks stays one field on one line."""
    package = read_package(make_folder(tmp_path, name="a|b:c d\ne"))

    assert "|package:a%7Cb%3Ac%20d%0Ae|" in ArgosEngine(package).signature


def test_a_bpe_package_translates(tmp_path: Path) -> None:
    """Older packages with bpe.model work from the archive and from the folder."""
    folder = ArgosEngine(read_package(make_folder(tmp_path, bpe=True)))
    archive = ArgosEngine(read_package(make_archive(tmp_path / "a", bpe=True)))
    made = folder.translate(["la balu."])

    assert made == archive.translate(["la balu."])
    assert "<s>" not in made[0][0].text


def test_folder_and_archive_translate_alike(tiny: Package, tmp_path: Path) -> None:
    """An installed package makes the drafts that its file makes."""
    folder = read_package(make_folder(tmp_path))

    assert ArgosEngine(tiny).translate(["bala 6."]) == ArgosEngine(folder).translate(["bala 6."])


def test_an_unpaired_surrogate_is_reported(tiny: Package) -> None:
    """A segment that is no text is refused with its beginning, not with a stack trace."""
    with pytest.raises(EngineError, match="cannot read the segment"):
        ArgosEngine(tiny).translate(["bala", "\ud800"])


@pytest.mark.parametrize(
    ("failure", "expected"),
    [(MemoryError(), EngineError), (RuntimeError("no\nluck"), PackageError)],
)
def test_a_failing_model_is_reported(
    tiny: Package,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    expected: type[EngineError],
) -> None:
    """Out of memory, or an error inside CTranslate2: one line, the package, a hint."""
    engine = ArgosEngine(tiny)

    def fail(*_arguments: object) -> None:
        raise failure

    monkeypatch.setattr(engine._decoder, "decode", fail)
    with pytest.raises(expected) as caught:
        engine.translate(["bala"])

    assert "\n" not in caught.value.message
    assert tiny.path == caught.value.path
    assert caught.value.hint


def test_an_unsupported_compute_type_is_reported(tiny: Package) -> None:
    """A compute type that CTranslate2 does not know ends in our error."""
    with pytest.raises(PackageError, match="compute type"):
        ArgosEngine(tiny, compute_type="int7").translate(["bala"])


def test_loading_now_finds_the_damage_now(tmp_path: Path) -> None:
    """`load` reports what the first translation would."""
    folder = make_folder(tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"")

    with pytest.raises(PackageError):
        ArgosEngine(read_package(folder)).load()


QUIET = """
import sys
from bilingual import engines
from bilingual.packages import choose

engine = engines.get("argos", package=choose("fr", "en"))
assert engine.translate(["Il pleut."])[0][0].text
print(" ".join(sys.modules))
"""


def test_translating_touches_nothing_and_imports_no_splitter(tmp_path: Path) -> None:
    """In a fresh home no folder appears; Argos's settings, MiniSBD and torch stay out."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith(("PATH", "PYTHON"))}
    kept["BILINGUAL_NETWORK_LOG"] = os.environ["BILINGUAL_NETWORK_LOG"]
    environment = {**kept, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-B", "-c", QUIET],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())

    assert [] == list(tmp_path.iterdir())
    assert "argostranslate.tokenizer" in loaded
    forbidden = {
        "argostranslate.settings",
        "argostranslate.translate",
        "minisbd",
        "torch",
        "stanza",
    }
    assert set() == loaded & forbidden


def test_importing_bilingual_loads_nothing_heavy() -> None:
    """`import bilingual` is light: engines, templates and the command line come when needed."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, bilingual; print(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"ctranslate2", "sentencepiece", "argostranslate", "numpy", "click", "jinja2"}

    assert set() == set(done.stdout.split()) & (heavy | {"polib", "rich", "babel"})
