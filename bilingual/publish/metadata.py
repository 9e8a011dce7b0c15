"""What a page says to machines: description, Open Graph, hreflang, JSON-LD.

In: a bitext and the site's settings. Out: a Head. What readers are told about unreviewed sentences,
search engines and link previews are told too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bilingual.article import Role, structure
from bilingual.interface import translations
from bilingual.model import Bitext, BlockKind, State
from bilingual.publish import wording
from bilingual.publish.context import Head
from bilingual.publish.languages import spoken
from bilingual.publish.settings import SiteSettings
from bilingual.text import fold_lines

# Where search engines and previews cut a description off.
_DESCRIPTION_CP = 200


def page_head(
    bitext: Bitext, settings: SiteSettings, page: str, alternates: tuple[tuple[str, str], ...]
) -> Head:
    """Return the head of an article's page."""
    title, is_translated = headline_of(bitext)
    language = (bitext.target if is_translated else bitext.article.locale).tag
    shown = _marked(title, bitext) if is_translated else title
    said = wording.notice(bitext, spoken(bitext.target))
    description = _shortened(" ".join(filter(None, (said, _lead(bitext)))))
    url = settings.address(page)
    return Head(
        lang=bitext.target.tag,
        dir="ltr",  # of the page's frame, in our own words; each side has its own
        title=f"{shown} · {settings.title}" if settings.title else shown,
        title_lang=language,
        description=description,
        canonical=url,
        alternates=alternates,
        properties=_properties(bitext, settings, shown, description, url),
        metas=_metas(bitext, said),
        data=_article_data(bitext, settings, title, said, url),
    )


def index_head(bitexts: Sequence[Bitext], settings: SiteSettings, interface: str) -> Head:
    """Return the head of the site's index."""
    languages = dict.fromkeys(tag for b in bitexts for tag in (b.article.locale.tag, b.target.tag))
    url = settings.address("")
    title = settings.title or translations(interface).gettext("Articles")
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "WebSite"}
    data |= {"name": title, "inLanguage": list(languages) or [interface]}
    data |= _publisher(settings) | ({"url": url} if url else {})
    properties = [("og:type", "website"), ("og:title", title)]
    if url:
        properties.append(("og:url", url))
    return Head(
        lang=interface,
        dir="ltr",
        title=title,
        title_lang=interface,
        description="",
        canonical=url,
        alternates=(),
        properties=tuple(properties),
        metas=(),
        data=data,
    )


def headline_of(bitext: Bitext) -> tuple[str, bool]:
    """Return the headline to show and whether it is the translated one.

    A headline of which a sentence is not translated counts as not translated.
    """
    for block, pairs in bitext.blocks():
        if block.kind is not BlockKind.HEADLINE:
            continue
        targets = [fold_lines(unit.target).strip() for _, unit in pairs]
        if targets and all(targets):
            return " ".join(targets), True
        break
    return bitext.article.headline, False


def _marked(title: str, bitext: Bitext) -> str:
    """Return a translated headline as search results and tabs show it: marked until reviewed."""
    for block, pairs in bitext.blocks():
        if block.kind is not BlockKind.HEADLINE:
            continue
        states = {wording.state_of(unit) for _, unit in pairs}
        for state in ("machine", "changed", "draft"):
            if state in states:
                return f"{title} ({wording.mark(state, spoken(bitext.target))})"
    return title


def _lead(bitext: Bitext) -> str:
    """Return the first sentence under the headline that is translated, sub-headings left out."""
    parts = structure(bitext.article)
    for (block, pairs), part in zip(bitext.blocks(), parts, strict=True):
        if block.kind is BlockKind.PARAGRAPH and part.role is not Role.HEADING:
            for _, unit in pairs:
                if unit.target:
                    return fold_lines(unit.target)
    return ""


def _shortened(text: str) -> str:
    """Return `text`, cut off between words where it is too long for a description."""
    if len(text) <= _DESCRIPTION_CP:
        return text
    return text[: _DESCRIPTION_CP - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _properties(
    bitext: Bitext, settings: SiteSettings, title: str, description: str, url: str
) -> tuple[tuple[str, str], ...]:
    day = bitext.article.published
    pairs = (
        ("og:type", "article"),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", bitext.target.posix),
        ("og:locale:alternate", bitext.article.locale.posix),
        ("og:site_name", settings.title),
        ("og:url", url),
        ("article:published_time", "" if day is None else day.isoformat()),
    )
    return tuple((name, value) for name, value in pairs if value)


def _metas(bitext: Bitext, said: str) -> tuple[tuple[str, str], ...]:
    """Return how the translation stands and what drafted it, each where there is something."""
    language = spoken(bitext.target)
    pairs = (
        ("translation-status", said or wording.progress(bitext, language)),
        ("translation-engine", "; ".join(wording.engines(bitext.units, language))),
    )
    return tuple((name, value) for name, value in pairs if value)


def _article_data(
    bitext: Bitext, settings: SiteSettings, title: str, said: str, url: str
) -> dict[str, Any]:
    """Return the JSON-LD of the page: the translation, and the work that it translates."""
    article = bitext.article
    day = {} if article.published is None else {"datePublished": article.published.isoformat()}
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "NewsArticle"}
    data |= {"headline": title, "inLanguage": bitext.target.tag} | day | _publisher(settings)
    if status := said or wording.progress(bitext, spoken(bitext.target)):
        data["creativeWorkStatus"] = status
    if made := wording.about(bitext, spoken(bitext.target)):
        data["creditText"] = " ".join(made)
    if kind := _digital_source(bitext):
        data["digitalSourceType"] = f"https://schema.org/{kind}"
    if url:
        data |= {"url": url, "mainEntityOfPage": url}
    original: dict[str, Any] = {"@type": "NewsArticle", "headline": article.headline}
    original |= {"inLanguage": article.locale.tag} | day
    signed = [b for b in article.blocks if b.kind is BlockKind.SIGNATURE]
    if signed:
        original["creditText"] = fold_lines(article.block_text(signed[-1])).strip()
    return data | {"translationOfWork": original}


def _digital_source(bitext: Bitext) -> str:
    """Return schema.org's name for text that a model wrote, in whole or in part; else nothing."""
    states = [
        wording.state_of(unit) for unit in bitext.units if unit.state is not State.UNTRANSLATED
    ]
    if "machine" not in states:
        return ""
    is_whole = set(states) == {"machine"}
    kind = "TrainedAlgorithmicMediaDigitalSource"
    return kind if is_whole else f"CompositeWith{kind}"


def _publisher(settings: SiteSettings) -> dict[str, Any]:
    if not settings.publisher:
        return {}
    return {"publisher": {"@type": "Organization", "name": settings.publisher}}
