"""The HTML of the review editor: its own pages, and the preview of the published one.

In: articles on the desk. Out: pages by the shipped templates; never by the user's own, which are
for the site. The preview is what `publish` would write, to the letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bilingual import interface
from bilingual.model import Bitext, Locale
from bilingual.publish import SiteSettings, render_page
from bilingual.publish.languages import capitalised, direction, name_of
from bilingual.publish.naming import page_names
from bilingual.publish.templating import render
from bilingual.review.opened import Progress
from bilingual.works import Work

# Under which a published page is shown in the preview. Nothing runs in it and it reaches nothing,
# whatever the user's templates hold; its origin stays ours, so that the editor beside it can bring
# it back to where it was scrolled to when it is loaded again. Styles apply as they will.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin"
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language for a page: its tag, its direction, its own name."""

    lang: str
    dir: str
    name: str

    @classmethod
    def of(cls, locale: Locale) -> Language:
        """Return what a page says of a locale."""
        return cls(locale.tag, direction(locale), capitalised(name_of(locale)))


@dataclass(frozen=True, slots=True)
class EditorContext:
    """The variables of `review.html`; `locale` is the target's as addresses have it."""

    interface: str
    token: str
    slug: str
    headline: str
    source: Language
    target: Language


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the overview. `next_key` is its riskiest open sentence, empty for none.

    `wrong` are how many of its reviewed sentences have an error, `wrong_key` is the first of them.

    `problem` says why the article cannot be opened; then there is nothing else to be said of it.
    """

    href: str
    headline: str
    lang: str
    dir: str
    languages: str
    name: str
    total: int = 0
    reviewed: int = 0
    draft: int = 0
    untranslated: int = 0
    next_key: str = ""
    next_source: str = ""
    wrong: int = 0
    wrong_key: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OverviewContext:
    """The variables of `review-overview.html`."""

    interface: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class MessageContext:
    """The variables of `review-message.html`: what is wrong, or the question for the password.

    `again` is the address to try again at, empty for none.
    """

    interface: str
    message: str
    hint: str
    again: str = ""
    asks_password: bool = False


def editor_page(work: Work, slug: str, token: str) -> str:
    """Return the editor's page for an article; its units are fetched by the script."""
    return render(
        "review.html",
        EditorContext(
            interface=interface.current(),
            token=token,
            slug=slug,
            headline=work.article.headline,
            source=Language.of(work.article.locale),
            target=Language.of(work.target),
        ),
    )


def entry_of(
    work: Work,
    name: tuple[str, str],
    progress: Progress,
    next_risky: tuple[str, str],
    wrong: Sequence[str] = (),
) -> Entry:
    """Return an article's line in the overview; `next_risky` is a key and a source, or empty.

    `wrong` are the keys of reviewed sentences that have an error.
    """
    source, target = Language.of(work.article.locale), Language.of(work.target)
    return Entry(
        href=address(*name),
        headline=work.article.headline,
        lang=source.lang,
        dir=source.dir,
        languages=f"{source.name} → {target.name}",
        name=work.article.name,
        total=progress.total,
        reviewed=progress.reviewed,
        draft=progress.draft,
        untranslated=progress.untranslated,
        next_key=next_risky[0],
        next_source=next_risky[1],
        wrong=len(wrong),
        wrong_key=next(iter(wrong), ""),
    )


def address(slug: str, locale: str) -> str:
    """Return the path of an article's page."""
    return f"/a/{quote(slug, safe='')}/{quote(locale, safe='')}"


def overview_page(entries: Sequence[Entry]) -> str:
    """Return the list of all articles."""
    return render("review-overview.html", OverviewContext(interface.current(), tuple(entries)))


def message_page(
    message: str, hint: str = "", *, again: str = "", asks_password: bool = False
) -> str:
    """Return a page that says something, or asks for the password."""
    message = f"{message[:1].upper()}{message[1:]}"  # an error's text, alone on a page
    context = MessageContext(interface.current(), message, hint, again, asks_password)
    return render("review-message.html", context)


def preview_page(bitext: Bitext, siblings: Sequence[Bitext], settings: SiteSettings) -> str:
    """Return the page that `publish` would write of `bitext` now.

    `siblings` are the article's bitexts in all its targets, in the workspace's order.
    """
    named = tuple(zip(page_names(siblings), siblings, strict=True))
    return render_page(bitext, settings, siblings=named)
