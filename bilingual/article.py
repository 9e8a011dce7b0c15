"""A text file → an Article: its text whole, its date, headline, paragraphs, credits and signature
as blocks that point into the text.

Two forms are read. *Agency text*: a first line with an optional `date 2026-01-19` and the headline,
paragraphs between blank lines, credits (`Photo : AFP/VNA/CVN`), a last line that is only an agency
signature (`Xinhua/VNA/CVN`). *Plain text*: paragraphs alone. Segments are another module's work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bilingual.decoding import decode
from bilingual.errors import ArticleError
from bilingual.interface import _
from bilingual.model import Article, Block, BlockKind, Locale, Span, line_numbers

# Files that hold an article in a form we do not read yet, rather than plain text.
_OTHER_FORMS = frozenset({".docx", ".odt", ".doc", ".rtf", ".pdf", ".html", ".htm", ".md", ".po"})
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_DATE = re.compile(r"date\s*:?\s+(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)\s*", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:photos?|cr[ée]dits?(?:\s+photos?)?|images?|illustrations?|dessins?|vid[ée]os?|infographies?)"
    r"\s*:\s*(\S.*)",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;]\s*[»”\"’')\]]*$")
_SMALL_WORDS = frozenset(
    ["de", "du", "des", "la", "le", "les", "l", "d", "et", "par", "via", "of", "by"]
)
_LIST_MARK = re.compile(r"[-–—•*·]\s+\S")
_ACRONYM = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9.&]{1,9}")
_LONGEST_MARK = 100  # code points: a credit or a signature is short
_LONGEST_HEADLINE = 300
_LONG_LINE = 120  # nobody wraps lines by hand beyond this: such lines are paragraphs


def read_article(path: Path, *, locale: Locale | None = None, name: str = "") -> Article:
    """Read the article at `path`.

    Its language is that in the file's name (`slug.fr.txt`), else `locale`, else French. `name` is
    how references to it are written; by default the file's own name.

    Raises: ArticleError when the file is missing, a folder, unreadable, empty, not text, or in a
    form that is not read yet.
    """
    slug, named = slug_and_locale(path)
    if path.suffix.lower() in _OTHER_FORMS:
        raise ArticleError(
            _("articles of the form {form} are not read yet").format(form=path.suffix),
            path=path,
            hint=_("Save it as plain text (.txt, UTF-8)."),
        )
    return parse_article(
        read_text(path),
        slug=slug,
        locale=named or locale or Locale("fr"),
        name=name or path.name,
        path=path,
    )


def read_text(path: Path) -> str:
    """Return the text of a file, whatever its form: decoded, line ends as they were.

    Raises: ArticleError as `read_article`, but for the form.
    """
    return decode(_bytes(path), path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(
            _("there is no such file"), path=path, hint=_("Check the spelling of its name.")
        ) from error
    except IsADirectoryError as error:
        raise ArticleError(
            _("this is a folder, not an article"), path=path, hint=_("Name the files in it.")
        ) from error
    except OSError as error:
        raise ArticleError(
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check that you may read it."),
        ) from error


def slug_and_locale(path: Path) -> tuple[str, Locale | None]:
    """Return the article's name in file names and addresses, and the language its file name states.

    >>> slug_and_locale(Path("articles/Été à Hué.fr.txt"))
    ('ete-a-hue', Locale(tag='fr'))

    Raises: ArticleError when nothing of the name is left, or the site needs it for itself.
    """
    stem, named = path.name, None
    if path.suffix and not path.name.startswith("."):
        stem = path.stem
    if re.fullmatch(r".+\.[a-z]{2}([-_][A-Za-z]{2})?", stem):
        stem, _dot, tag = stem.rpartition(".")
        named = Locale.parse(tag)
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", stem).lower() if not unicodedata.combining(c)
    )
    bare = bare.replace("œ", "oe").replace("æ", "ae")
    slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", bare)).strip("-")
    if slug in ("", "index"):
        raise ArticleError(
            _("an article cannot be called “{name}”").format(name=path.name),
            path=path,
            hint=_("Rename the file, to headline-words.fr.txt for example."),
        )
    return slug, named


def parse_article(
    text: str, *, slug: str, locale: Locale, name: str = "", path: Path | str | None = None
) -> Article:
    """Return the article that `text` holds; see the module's docstring for the forms.

    `path` is for messages only. Linear in the length of the text.

    Raises: ArticleError when there is nothing but white space, or the date is no day of the
    calendar.
    """
    groups = list(_groups(text))
    published, dated = _date(text, groups[0][0], path or name) if groups else (None, None)
    spans: list[Span] = []
    if dated is not None:
        spans, groups[0] = _dated_headline(text, groups[0], dated)
    spans += [span for group in groups if group for span in _paragraphs(text, group)]
    if not spans:
        raise ArticleError(
            _("the article is empty"), path=path or name, hint=_("Write a sentence into it.")
        )
    kinds = _kinds(text, spans, is_dated=dated is not None)
    marked = [] if dated is None else [Block(BlockKind.DATE, dated)]
    marked += [Block(kind, span) for kind, span in zip(kinds, spans, strict=True)]
    return Article(slug, locale, text, tuple(marked), published, name)


def _groups(text: str) -> Iterator[list[Span]]:
    """Give the lines of each group that blank lines set apart, as spans without outer blanks."""
    group: list[Span] = []
    last_end = 0
    for line in _LINE.finditer(text):
        between = text[last_end : line.start()]
        if group and len(between) > 1 and between != "\r\n":
            yield group
            group = []
        last_end = line.end()
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        end = line.start() + len(line.group().rstrip())
        if start < end:
            group.append(Span(start, end))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _paragraphs(text: str, lines: list[Span]) -> Iterator[Span]:
    """Give the paragraphs of one group of lines.

    Lines that were wrapped by hand belong together; lines that are paragraphs of their own (one
    is too long to have been wrapped), list items, dialogue and credits stand alone.
    """
    if any(len(line) > _LONG_LINE for line in lines):
        yield from lines
        return
    first = lines[0]
    start, end = first.start, first.end
    alone = _is_mark(text, first)
    for line in lines[1:]:
        mark = _is_mark(text, line)
        if alone or mark or _LIST_MARK.match(text, line.start, line.end):
            yield Span(start, end)
            start = line.start
        end, alone = line.end, mark
    yield Span(start, end)


def _is_mark(text: str, line: Span) -> bool:
    """Whether the line stands alone whatever is around it: a credit or a signature."""
    words = line.of(text)
    return _is_credit(words) or _is_signature(words)


def _date(text: str, line: Span, path: Path | str | None) -> tuple[date | None, Span | None]:
    """Return the day that the article's first line begins with, and where it stands."""
    found = _DATE.match(text, line.start, line.end)
    if found is None:
        return None, None
    year, month, day = (int(part) for part in found.groups())
    try:
        published = date(year, month, day)
    except ValueError as error:
        raise ArticleError(
            _("{date} is no day of the calendar").format(date=found.group().strip()),
            path=path,
            line=line_numbers(text, [found.start()])[0],
            hint=_("Write the date as year-month-day: date 2026-01-19."),
        ) from error
    return published, Span(found.start(), found.start() + len(found.group().rstrip()))


def _dated_headline(text: str, group: list[Span], dated: Span) -> tuple[list[Span], list[Span]]:
    """Return the headline that follows the date in its group of lines, and the lines after it.

    It is the rest of the date's line, else the next line; where the whole group is short and ends
    no sentence, all of it: a headline wrapped by hand.
    """
    rest = text[dated.end : group[0].end]
    start = group[0].end - len(rest.lstrip())
    lines = [Span(start, group[0].end), *group[1:]] if start < group[0].end else group[1:]
    if not lines:
        return [], []
    whole = Span(lines[0].start, lines[-1].end)
    if len(whole) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(whole.of(text)):
        return [whole], []
    return [lines[0]], lines[1:]


def _kinds(text: str, spans: list[Span], *, is_dated: bool) -> list[BlockKind]:
    """Return what each block is; a lone undated block is a paragraph, whatever it looks like."""
    kinds = [BlockKind.PARAGRAPH] * len(spans)
    for i, span in enumerate(spans):
        if _is_credit(span.of(text)):
            kinds[i] = BlockKind.CREDIT
    last = len(spans) - 1
    if last > 0 and kinds[last] is BlockKind.PARAGRAPH and _is_signature(spans[last].of(text)):
        kinds[last] = BlockKind.SIGNATURE
    if spans and kinds[0] is BlockKind.PARAGRAPH:
        words = spans[0].of(text)
        looks_like_one = (
            len(spans) > 1 and _LINE.fullmatch(words) and not _ENDS_SENTENCE.search(words)
        )
        if len(words) <= _LONGEST_HEADLINE and (is_dated or looks_like_one):
            kinds[0] = BlockKind.HEADLINE
    return kinds


def _is_credit(words: str) -> bool:
    """Whether a line only says whose picture it is: `Photo : AFP/VNA/CVN`.

    A caption (`Photo : le maire serre des mains.`) is a sentence to translate, not a credit.
    """
    found = _CREDIT.fullmatch(words)
    if found is None or len(words) > _LONGEST_MARK:
        return False
    names = re.findall(r"[^\W\d_]+", found.group(1))
    ends = _ENDS_SENTENCE.search(words) and not _ACRONYM.search(words.rsplit(maxsplit=1)[-1])
    return not ends and all(n[0].isupper() or n.lower() in _SMALL_WORDS for n in names)


def _is_signature(words: str) -> bool:
    """Whether a line is only an agency's signature: `Xinhua/VNA/CVN`, `(AFP)`, `Hà Minh/CVN`."""
    bare = words.strip("()[] ")
    if not bare or len(bare) > _LONGEST_MARK or bare[-1] in "!?…,;:»":
        return False
    parts = [part.strip() for part in re.split(r"/|\s[-–—]\s", bare)]
    if not all(parts):
        return False
    acronyms = [bool(_ACRONYM.fullmatch(part)) for part in parts]
    if len(parts) == 1:
        return acronyms[0] and len(parts[0]) <= 6
    words_capital = all(
        w[0].isupper() or w.lower() in _SMALL_WORDS
        for part in parts
        for w in re.findall(r"[^\W\d_]+", part)
    )
    return any(acronyms) and words_capital and all(len(p.split()) <= 4 for p in parts)
