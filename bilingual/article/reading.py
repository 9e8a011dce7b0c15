"""From a file to the text of an article, and from its name to slug and language.

In: a path. Out: the article, or its text alone; errors of the file system become ours here.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from pathlib import Path

from bilingual.article.parsing import parse_article
from bilingual.decoding import decode
from bilingual.errors import ArticleError
from bilingual.interface import _
from bilingual.model import Article, Locale

# Files that hold an article in a form we do not read yet, rather than plain text.
_OTHER_FORMS = frozenset({".docx", ".odt", ".doc", ".rtf", ".pdf", ".html", ".htm", ".md", ".po"})
_MOST_NAMES = 3  # of files that a wrong name may mean
_ALIKE = (
    0.75  # share of letters that are the same: « texe » and « texte », not « gare » and « phare »
)


def read_article(path: Path, *, locale: Locale | None = None, name: str = "") -> Article:
    """Read the article at `path`.

    Its language is that in the file's name (`slug.fr.txt`), else `locale`, else French. `name` is
    how references to it are written; by default the file's own name.

    Raises: ArticleError when the file is missing, a folder, unreadable, empty, not text, or in a
    form that is not read yet.
    """
    if not path.exists():
        _bytes(path)  # says so: better than a complaint about the name of what is not there
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
        raise ArticleError(_("there is no such file"), path=path, hint=_hint(path)) from error
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


def _hint(missing: Path) -> str:
    """Return what to do about a file that is not there: the names it was perhaps meant to have."""
    if names := near(missing):
        return _("Did you mean {names}?").format(names=_(" or ").join(map(str, names)))
    return _("Check the spelling of its name.")


def near(missing: Path) -> tuple[Path, ...]:
    """Return up to three articles whose names are like that of a file that is not there.

    Those in its folder and in `articles/` beside it; the same name with another ending, or in
    another place, comes before a name spelt otherwise.
    """
    found = [
        path for folder in (missing.parent, missing.parent / "articles") for path in _in(folder)
    ]
    stem = _stem(missing)
    same = [path for path in found if _stem(path) == stem]
    if same or not stem:
        return tuple(same[:_MOST_NAMES])
    alike = get_close_matches(stem, {_stem(path) for path in found}, _MOST_NAMES, _ALIKE)
    return tuple(path for one in alike for path in found if _stem(path) == one)[:_MOST_NAMES]


def _in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.txt") if path.is_file())
    except OSError:
        return []


def _stem(path: Path) -> str:
    """Return a file's name without its endings, language and capitals.

    >>> _stem(Path("Texte.fr.txt")), _stem(Path("texte"))
    ('texte', 'texte')
    """
    name = path.name.lower().removesuffix(path.suffix.lower() if path.suffix else "")
    return re.sub(r"(?<=.)\.[a-z]{2}([-_][a-z]{2})?\Z", "", name)


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
