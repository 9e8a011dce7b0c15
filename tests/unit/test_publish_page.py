"""The side-by-side page: what it shows, and in which language it says so."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from bitexts import bitext, rain

from bilingual.model import BlockKind
from bilingual.publish import SiteSettings, render_page

SETTINGS = SiteSettings("La Revue")
STATES = ("reviewed", "machine", "edited", "changed", "bare", "untranslated")
ALL = {state: [state] * 5 for state in STATES}


def json_ld(page: str) -> dict:
    """Return the page's JSON-LD, as a search engine finds it."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


def meta(page: str, name: str) -> str:
    """Return the content of one meta tag."""
    return re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)[1]


def marks(page: str) -> list[str]:
    """Return the words that stand at sentences."""
    return re.findall(r'<small class="mark"[^>]*>([^<]*)</small>', page)


def notices(page: str) -> dict[str, str]:
    """Return what the page's head says, by language."""
    return dict(re.findall(r'class="side \w+ notice" lang="(\w+)" dir="ltr">([^<]*)<', page))


def test_the_same_input_gives_the_same_bytes():
    """The page depends on nothing but what it is given: no time, no order of chance."""
    assert render_page(rain(), SETTINGS) == render_page(rain(), SETTINGS)


def test_a_reviewed_page_has_no_mark_and_says_who_reviewed():
    """Where a person has confirmed every sentence, none is marked and the foot says so."""
    page = render_page(rain(ALL["reviewed"]), SETTINGS)

    assert marks(page) == []
    assert notices(page) == {}
    assert "Every sentence has been reviewed by a human editor." in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("machine", "machine draft"),
        ("edited", "unreviewed draft"),
        ("changed", "to check: the sentence has changed"),
        ("bare", "unreviewed draft"),
        ("untranslated", "not translated"),
    ],
)
def test_each_unreviewed_sentence_says_so_in_words(state, words):
    """Every sentence that no person confirmed carries words, not only a colour."""
    page = render_page(rain(ALL[state]), SETTINGS)

    assert marks(page) == [words] * 5
    assert "Every sentence has been reviewed" not in page


def test_the_head_says_how_many_sentences_nobody_reviewed():
    """The banner counts drafts and untranslated sentences, in the language of each side."""
    said = notices(render_page(rain(), SETTINGS))

    assert said["en"] == (
        "Machine translation into English, reviewed in part. 2 of 5 sentences have not been reviewed by a human "
        "editor. 1 sentence is not translated and appears in French."
    )
    assert said["fr"] == (
        "Traduction automatique en anglais, relue en partie. 2 phrases sur 5 n’ont pas été relues par un "
        "humain. 1 phrase n’est pas traduite et apparaît en français."
    )


@pytest.mark.parametrize(
    ("states", "begins"),
    [
        (ALL["machine"], "Machine translation into English. No sentence has been reviewed"),
        (ALL["edited"], "Draft translation into English. No sentence has been reviewed"),
        (ALL["untranslated"], "Not translated into English yet."),
        (["untranslated", *["reviewed"] * 4], "Incomplete translation into English. 1 sentence"),
        (
            ["changed", *["reviewed"] * 4],
            "Translation into English, to be checked where the article has changed. 1 of 5",
        ),
        (["bare", *["reviewed"] * 4], "Draft translation into English. 1 of 5 sentences has not"),
    ],
)
def test_the_head_calls_the_translation_what_it_is(states, begins):
    """Only a machine's text is called a machine translation."""
    assert notices(render_page(rain(states), SETTINGS))["en"].startswith(begins)


def test_a_translation_of_an_older_sentence_is_not_called_a_machines():
    """Who reads the page, its title or its data hears that it is to be checked, not who wrote it."""
    page = render_page(rain(["changed", *["reviewed"] * 4]), SETTINGS)

    assert "machine draft" not in page
    assert "Machine translation" not in page
    assert "TrainedAlgorithmicMedia" not in page
    assert "Nantes awaits rain (to check: the sentence has changed)" in page


def test_words_a_machine_wrote_are_called_so_also_where_the_sentence_changed():
    """What a person approved to the letter and now is only offered remains a machine's draft."""
    machines = rain(ALL["machine"])
    units = tuple(replace(unit, previous_source="Il pleuvait.") for unit in machines.units)

    assert marks(render_page(replace(machines, units=units), SETTINGS)) == ["machine draft"] * 5


def test_an_untranslated_sentence_appears_in_the_source_and_says_its_language():
    """What is not translated yet is shown as it stands, with the lang of the source."""
    page = render_page(rain(), SETTINGS)

    assert (
        '<span class="s n2 untranslated" tabindex="-1" lang="fr" dir="ltr">'
        '<u>Les barges attendent.</u>&nbsp;<small class="mark" lang="en" dir="ltr">'
        "not translated</small></span>"
    ) in page


def test_the_title_is_the_translated_headline():
    """The browser's title and the metadata use the translated headline."""
    page = render_page(rain(), SETTINGS)

    assert "<title>Nantes awaits rain · La Revue</title>" in page
    assert meta(page, "og:title") == json_ld(page)["headline"] == "Nantes awaits rain"


def test_the_title_falls_back_on_the_source_and_says_its_language():
    """An untranslated headline leaves the source's as the title, marked as French."""
    page = render_page(rain(ALL["untranslated"]), SETTINGS)

    assert '<title lang="fr">Nantes attend la pluie · La Revue</title>' in page


def test_an_article_without_headline_is_headed_by_its_slug():
    """The slug heads the page, once in each language, rather than an invented title."""
    page = render_page(
        bitext([(BlockKind.PARAGRAPH, [("Oui.", "Yes.", "reviewed")])], slug="note-3"), SETTINGS
    )

    assert re.findall(r"<h1.*?</h1>", page, re.DOTALL)[0].count("note-3") == 2


def test_there_is_one_h1_and_it_holds_both_headlines():
    """The page has a single first heading: French headline, then English."""
    page = render_page(rain(), SETTINGS)
    heads = re.findall(r"<h1.*?</h1>", page, re.DOTALL)

    assert len(heads) == 1
    assert heads[0].index("Nantes attend la pluie") < heads[0].index("Nantes awaits rain")


def test_the_date_is_written_in_each_language_s_form():
    """One day, two forms; the raw date line is not shown."""
    page = render_page(rain(), SETTINGS)

    assert '<time datetime="2026-03-05">5 mars 2026</time>' in page
    assert '<time datetime="2026-03-05">March 5, 2026</time>' in page
    assert "date 2026-03-05" not in page


def test_a_date_that_nobody_could_read_stays_as_it_stands():
    """A date line without a known day is shown as text, not dropped."""
    page = render_page(rain(published=None), SETTINGS)

    assert page.count("date 2026-03-05") == 2
    assert "<time" not in page
    assert "datePublished" not in page


def test_the_credit_is_localised_and_the_signature_kept():
    """`Photo :` is put as English has it; agencies' names are left alone, each in its place."""
    page = render_page(rain(), SETTINGS)

    assert ">Photo\N{NO-BREAK SPACE}: OUEST/LDR</p>" in page
    assert ">Photo: OUEST/LDR</p>" in page
    assert page.index("OUEST/LDR") < page.index("La Loire est basse.") < page.index(">Ouest/LDR<")
    assert page.count(">Ouest/LDR</p>") == 2


def test_a_credit_of_another_form_is_kept_as_it_is():
    """A credit that is not understood is shown word for word on both sides, in its language."""
    page = render_page(bitext([(BlockKind.CREDIT, "© Ville de Nantes")]), SETTINGS)

    assert page.count(">© Ville de Nantes</") == 2
    assert '<span lang="fr" dir="ltr">© Ville de Nantes</span>' in page


def test_every_side_says_its_language_and_direction():
    """Right-to-left targets are marked as such; our own English words there as English."""
    page = render_page(rain(target="ar"), SETTINGS)

    assert '<p class="side target" lang="ar" dir="rtl">' in page
    assert '<p class="side source" lang="fr" dir="ltr">' in page
    assert 'lang="en" dir="ltr">machine draft</small>' in page
    assert page.count("<html") == page.count('<html lang="ar" dir="ltr">') == 1


def test_marks_speak_the_target_s_language():
    """On a page into French, marks, banner and controls are French."""
    page = render_page(rain(source="en", target="fr"), SETTINGS)

    assert marks(page) == ["traduction automatique", "version non relue", "non traduit"]
    assert "Aller à l’article" in page
    assert "Photo\N{NO-BREAK SPACE}: OUEST/LDR" in page


def test_the_interface_can_be_chosen():
    """A French newsroom may have French controls on a page into English; marks stay English."""
    page = render_page(rain(), SETTINGS, interface="fr")

    assert "Langues affichées" in page
    assert marks(page)[0] == "machine draft"


def test_both_sides_are_told_once_where_we_speak_neither_language():
    """Between two languages we do not speak, the English notice stands once."""
    page = render_page(rain(source="de", target="ar"), SETTINGS)

    assert (
        page.count('notice" lang="en" dir="ltr">Machine translation into Arabic, reviewed in part.')
        == 1
    )
    assert list(notices(page)) == ["en"]


def test_partners_share_a_number_and_only_their_row_is_marked():
    """Partners have one number in their row; the style sheet marks them without a script."""
    page = render_page(rain(), SETTINGS)

    assert page.count('class="s n2 ') == 4
    assert (
        ".row:has(.n1:is(:hover,:focus)) .n1,.row:has(.n2:is(:hover,:focus)) .n2{background:"
        in page
    )
    assert ".n3" not in page


def test_each_language_is_one_stop_of_the_tab_key():
    """Of all sentences, the first of each side is in the tab order."""
    page = render_page(rain(), SETTINGS)

    assert page.count('tabindex="0"') == 2
    assert page.count('tabindex="-1"') == 8 + 1  # the other sentences, and <main> for the skip link


def test_text_between_sentences_is_kept():
    """A dash before a sentence stands on both sides; white space becomes one space."""
    given = bitext([(BlockKind.PARAGRAPH, [("— Oui.", "Yes.", "reviewed")])])
    shifted = type(given)(
        given.article,
        given.target,
        (
            type(given.segments[0])(
                given.segments[0].key, "Oui.", type(given.segments[0].span)(2, 6)
            ),
        ),
        given.units,
    )
    page = render_page(shifted, SETTINGS)

    assert page.count(">— <span") == 2


def test_the_engine_is_named_in_plain_words():
    """Foot and metadata name the engine; the starter package is called a small starter model."""
    page = render_page(rain(), SETTINGS)
    engine = "Argos Translate, package fr_en-starter, version 0.3, a small starter model"

    assert f"Machine drafts made with {engine}." in page
    assert meta(page, "translation-engine") == engine
    assert json_ld(page)["creditText"] == f"Machine drafts made with {engine}."


def test_another_package_is_not_called_a_starter():
    """Only the shipped package is a small starter model; percent signs are read back."""
    page = render_page(rain(signature="argos|package:translate%20fr|version:1.9"), SETTINGS)

    assert meta(page, "translation-engine") == "Argos Translate, package translate fr, version 1.9"


def test_the_metadata_are_as_honest_as_the_page():
    """Description, status and JSON-LD say what has not been reviewed."""
    page = render_page(rain(), SETTINGS)
    said = notices(page)["en"]

    assert meta(page, "description").startswith(
        "Machine translation into English, reviewed in part. 2 of 5"
    )
    assert meta(page, "og:description").startswith(
        "Machine translation into English, reviewed in part. 2 of 5"
    )
    assert meta(page, "translation-status") == json_ld(page)["creativeWorkStatus"] == said
    assert json_ld(page)["digitalSourceType"].endswith(
        "/CompositeWithTrainedAlgorithmicMediaDigitalSource"
    )
    assert "digitalSourceType" not in json_ld(render_page(rain(ALL["reviewed"]), SETTINGS))


def test_json_ld_names_the_work_it_translates():
    """The translation points to the original, each with its language, headline and day."""
    data = json_ld(render_page(rain(), SiteSettings("La Revue", publisher="LDR")))

    assert data["@type"] == "NewsArticle"
    assert (data["inLanguage"], data["datePublished"]) == ("en", "2026-03-05")
    assert data["publisher"] == {"@type": "Organization", "name": "LDR"}
    assert data["translationOfWork"] == {
        "@type": "NewsArticle",
        "headline": "Nantes attend la pluie",
        "inLanguage": "fr",
        "datePublished": "2026-03-05",
        "creditText": "Ouest/LDR",
    }


def test_absolute_addresses_appear_only_on_a_site_with_an_address():
    """Without base_url there is no canonical, hreflang or og:url; with it they name the page."""
    plain = render_page(rain(), SETTINGS)
    placed = render_page(rain(), SiteSettings("La Revue", "https://example.org/news/"))
    page = "https://example.org/news/pluie.html"

    assert all(word not in plain for word in ("canonical", "hreflang", "og:url", '"url"'))
    assert f'<link rel="canonical" href="{page}">' in placed
    for language in ("fr", "en", "x-default"):
        assert f'<link rel="alternate" hreflang="{language}" href="{page}">' in placed
    assert meta(placed, "og:url") == json_ld(placed)["url"] == page


def test_an_article_with_nothing_in_it_is_still_a_page():
    """An article without a block does not fail: its slug is all there is to show."""
    page = render_page(bitext([], published=date(2026, 1, 2)), SETTINGS)

    assert "<h1" in page
    assert notices(page) == {}


def test_a_page_is_one_small_file_that_fetches_nothing():
    """No address that a browser would load appears; thirty sentences stay under 100 KB."""
    sentences = [("Il pleut. " * 12, "It rains. " * 12, "machine")] * 30
    page = render_page(bitext([(BlockKind.PARAGRAPH, sentences)]), SETTINGS)

    assert len(page.encode()) < 100_000
    assert re.findall(r'(?:src|srcset)=|url\(|@import|<link rel="(?!icon)', page) == []
