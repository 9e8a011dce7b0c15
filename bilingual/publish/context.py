"""What each template is given: one frozen dataclass per template, whose fields are its variables.

`page.html` gets a PageContext, `index.html` an IndexContext; `base.html` and the other files that
they extend or include use a part of the same fields. Texts are plain and unescaped: the templates
escape them. Languages are BCP 47 tags, directions `ltr` or `rtl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in a page's `<head>`, for browsers, search engines and link previews.

    `lang` and `dir` are the page's; `title_lang` is the title's own. `properties` are Open Graph
    pairs, `metas` other pairs of name and content, `alternates` pairs of hreflang and address.
    `canonical` and `alternates` are empty on a site without an address. `data` is the JSON-LD.
    """

    lang: str
    dir: str
    title: str
    title_lang: str
    description: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    metas: tuple[tuple[str, str], ...]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """The site that a page belongs to; `home` is the way from the page to the index."""

    title: str
    publisher: str
    home: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence or two of our own, in the language and direction it is written in."""

    text: str
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or what stands between two.

    `number` counts the sentences of a row from 1 and is the same for partners; 0 marks what is no
    sentence. `state` is `original`, `reviewed`, `machine`, `changed`, `draft` or `untranslated`;
    `mark` says in words what a reader has to know (`machine draft`), and is empty where there is
    nothing to say. `lang` and `dir` are set where they are not the side's. `is_stop` marks the
    first sentence of a side: the Tab key stops there.
    """

    text: str
    number: int = 0
    state: str = "original"
    mark: str = ""
    lang: str = ""
    dir: str = ""
    is_stop: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One block of the article, in both languages.

    `kind` is `headline`, `heading` (within the article), `paragraph`, `item`, `credit`,
    `signature` …, a `date` only where it could not be read as one. `is_same` says that both sides
    have the same words, which a narrow screen then shows once. An item of a numbered list has its
    `number` and its `mark`, as the author wrote it. `opens` and `closes` are `ul` or `ol` at the
    first and the last item of a list.
    """

    kind: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    is_same: bool = False
    mark: str = ""
    number: int = 0
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two languages of a page.

    `name` is the language's own name; `role` says whether this is the original or the translation,
    `mark_lang` and `mark_dir` tell in which language our own words stand on this side. `notice`
    is what the page's head says of the translation, None where all is reviewed. `date` is
    the day of publication, written out; empty where it is not known.
    """

    id: str
    lang: str
    dir: str
    name: str
    role: str
    mark_lang: str
    mark_dir: str
    notice: Notice | None
    date: str


@dataclass(frozen=True, slots=True)
class PageContext:
    """The variables of `page.html`.

    `interface` is the language of the page's own controls, `day` the day of publication as
    `YYYY-MM-DD` or empty, `about` what is said at the foot about how the translation was made,
    `most` the highest number of sentences in a row.
    """

    head: Head
    site: Site
    interface: str
    sides: tuple[Side, Side]
    headline: Row
    day: str
    rows: tuple[Row, ...]
    about: tuple[str, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of the index: where its page lies, its headlines, how far its review has come.

    `share` is a whole percentage of reviewed sentences, rounded down: 100 means all of them.
    `target` is empty where the headline is not translated; `mark` as in Piece.
    """

    href: str
    day: str
    date: str
    source: Notice
    target: Notice | None
    mark: str
    languages: str
    status: str
    share: int


@dataclass(frozen=True, slots=True)
class IndexContext:
    """The variables of `index.html`; `entries` begin with the newest."""

    head: Head
    site: Site
    interface: str
    entries: tuple[Entry, ...]
