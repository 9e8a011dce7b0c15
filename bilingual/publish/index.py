"""Bitexts → what the site's index shows: every article, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from bilingual.model import Bitext, BlockKind, Locale
from bilingual.publish import wording
from bilingual.publish.breaks import unbroken
from bilingual.publish.context import Entry, IndexContext, Notice, Site
from bilingual.publish.languages import capitalised, direction, name_of, written_date
from bilingual.publish.metadata import headline_of, index_head
from bilingual.publish.settings import SiteSettings


def index_context(
    pages: Sequence[tuple[str, Bitext]], settings: SiteSettings, interface: str
) -> IndexContext:
    """Return all that the index shows of `pages`, pairs of file name and bitext.

    Newest first; articles without a date come last; those of one day stay in the given order.
    """
    newest = sorted(pages, key=lambda page: page[1].article.published or date.min, reverse=True)
    return IndexContext(
        head=index_head([bitext for _, bitext in newest], settings, interface),
        site=Site(settings.title, settings.publisher, "index.html"),
        interface=interface,
        entries=tuple(_entry(name, bitext, interface) for name, bitext in newest),
    )


def _entry(name: str, bitext: Bitext, interface: str) -> Entry:
    article = bitext.article
    day = article.published
    title, is_translated = headline_of(bitext)
    languages = (capitalised(name_of(locale)) for locale in (article.locale, bitext.target))
    return Entry(
        href=quote(name),
        day="" if day is None else day.isoformat(),
        date="" if day is None else written_date(day, Locale(interface)),
        source=_notice(article.headline, article.locale),
        target=_notice(title, bitext.target) if is_translated else None,
        mark=_headline_mark(bitext, interface),
        languages=" – ".join(languages),
        status=wording.progress(bitext, interface),
        share=wording.share_reviewed(bitext),
    )


def _notice(headline: str, locale: Locale) -> Notice:
    return Notice(unbroken(headline, locale), locale.tag, direction(locale))


def _headline_mark(bitext: Bitext, interface: str) -> str:
    """Return what is to be said of the translated headline: of its least reviewed sentence."""
    states = [
        wording.state_of(unit)
        for block, pairs in bitext.blocks()
        if block.kind is BlockKind.HEADLINE
        for _, unit in pairs
    ]
    for state in ("untranslated", "machine", "changed", "draft"):
        if state in states:
            return wording.mark(state, interface)
    return ""
