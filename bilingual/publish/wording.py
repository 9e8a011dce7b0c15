"""What a page says about its translation: at the sentence, at its head, at its foot.

In: units, and the language to speak. Out: plain text. Nothing here may make a machine's sentence
look like a person's: what no person has confirmed is never called reviewed.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from bilingual.catalog import is_offer
from bilingual.interface import translations
from bilingual.model import Bitext, State, Unit
from bilingual.publish.languages import name_of

# Makers that have a name of their own; others appear as they sign.
_MAKERS = {"argos": "Argos Translate"}


def state_of(unit: Unit) -> str:
    """Return `reviewed`, `machine`, `changed`, `draft` or `untranslated`.

    `changed` is what a person wrote for an older version of the sentence; `draft` is a person's
    draft, or nobody knows whose; what a machine wrote to the letter is `machine` in any case.
    A sentence reused from the memory is a `draft`: a person wrote it, and nobody confirmed it here.

    >>> state_of(Unit("k", "Oui.", "Yes.", State.DRAFT))
    'draft'
    """
    if unit.state is State.DRAFT and unit.is_machine:
        return "machine"
    return "changed" if is_offer(unit) else unit.state.value


def mark(state: str, language: str) -> str:
    """Return the words that stand at a sentence in `state`; none where it was reviewed.

    >>> mark("machine", "en"), mark("reviewed", "en")
    ('machine draft', '')
    """
    say = translations(language).gettext
    if state == "machine":
        return say("machine draft")
    if state == "changed":
        return say("to check: the sentence has changed")
    if state == "draft":
        return say("unreviewed draft")
    return say("not translated") if state == "untranslated" else ""


def notice(bitext: Bitext, language: str) -> str:
    """Return what the page's head says of the translation; empty where all is reviewed."""
    drafts, missing = bitext.count(State.DRAFT), bitext.count(State.UNTRANSLATED)
    if not drafts and not missing:
        return ""
    parts = [_kind(bitext, language)]
    if drafts:
        parts.append(_unreviewed(drafts, len(bitext.units), bitext.count(State.REVIEWED), language))
    if missing and missing < len(bitext.units):
        say = translations(language).ngettext
        parts.append(
            say(
                "{count} sentence is not translated and appears in {language}.",
                "{count} sentences are not translated and appear in {language}.",
                missing,
            ).format(count=missing, language=name_of(bitext.article.locale, language))
        )
    return " ".join(parts)


def _kind(bitext: Bitext, language: str) -> str:
    """Return in a few words what kind of translation this is."""
    say = translations(language).gettext
    states = {state_of(unit) for unit in bitext.units}
    if states >= {"machine", "reviewed"}:
        text = say("Machine translation into {language}, reviewed in part.")
    elif "machine" in states:
        text = say("Machine translation into {language}.")
    elif states == {"untranslated"}:
        text = say("Not translated into {language} yet.")
    elif "draft" in states:
        text = say("Draft translation into {language}.")
    elif "changed" in states:
        text = say("Translation into {language}, to be checked where the article has changed.")
    else:
        text = say("Incomplete translation into {language}.")
    return text.format(language=name_of(bitext.target, language))


def _unreviewed(drafts: int, total: int, reviewed: int, language: str) -> str:
    speech = translations(language)
    if not reviewed:
        return speech.gettext("No sentence has been reviewed by a human editor.")
    return speech.ngettext(
        "{count} of {total} sentences has not been reviewed by a human editor.",
        "{count} of {total} sentences have not been reviewed by a human editor.",
        drafts,
    ).format(count=drafts, total=total)


def progress(bitext: Bitext, language: str) -> str:
    """Return how far the review has come, in words; empty where there is nothing to review."""
    say = translations(language).gettext
    reviewed, total = bitext.count(State.REVIEWED), len(bitext.units)
    if not total:
        return ""
    if reviewed == total:
        return say("All sentences reviewed")
    return say("Sentences reviewed: {count} of {total}").format(count=reviewed, total=total)


def share_reviewed(bitext: Bitext) -> int:
    """Return the percentage of sentences reviewed, rounded down: 100 only where all are."""
    return 100 * bitext.count(State.REVIEWED) // max(1, len(bitext.units))


def about(bitext: Bitext, language: str) -> tuple[str, ...]:
    """Return what the page's foot says of how the translation was made."""
    say = translations(language).gettext
    parts = [
        say("Machine drafts made with {engine}.").format(engine=words)
        for words in engines(bitext.units, language)
    ]
    reused = sum(unit.origin is not None and unit.origin.is_memory for unit in bitext.units)
    if reused:
        parts.append(
            translations(language)
            .ngettext(
                "{count} sentence was taken from earlier translations.",
                "{count} sentences were taken from earlier translations.",
                reused,
            )
            .format(count=reused)
        )
    if bitext.units and bitext.count(State.REVIEWED) == len(bitext.units):
        parts.append(say("Every sentence has been reviewed by a human editor."))
    return tuple(parts)


def engines(units: Sequence[Unit], language: str) -> tuple[str, ...]:
    """Return in plain words what made the machine's drafts, each maker once, in order."""
    origins = (u.origin for u in units if u.origin is not None and not u.origin.is_memory)
    signatures = dict.fromkeys(origin.signature for origin in origins)
    words = (engine_in_words(signature, language) for signature in signatures)
    return tuple(dict.fromkeys(text for text in words if text))


def engine_in_words(signature: str, language: str) -> str:
    """Return the maker, its package and version from a signature; settings are left out.

    >>> engine_in_words("argos|package:translate-fr_en|version:1.9|beam:4", "en")
    'Argos Translate, package translate-fr_en, version 1.9'
    """
    say = translations(language).gettext
    maker, *rest = signature.split("|")
    fields = {name: unquote(value) for name, _, value in (part.partition(":") for part in rest)}
    words = [_MAKERS.get(maker, maker)]
    if package := fields.get("package") or fields.get("model", ""):
        words.append(say("package {name}").format(name=package))
    if version := fields.get("version", ""):
        words.append(say("version {version}").format(version=version))
    if "fr_en-starter" in signature:
        words.append(say("a small starter model"))
    return ", ".join(word for word in words if word)
