"""Where things lie: the workspace, its settings in `bilingual.toml`, and the paths in it.

A workspace is any folder with a `bilingual.toml` (every key may be left out). Without one, the
folder of an article serves: catalogs and pages are made beside it; of an article in a folder called
`articles`, the folder that this one lies in.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilingual.article import slug_and_locale
from bilingual.errors import ArticleError, WorkspaceError
from bilingual.interface import _
from bilingual.model import Locale

SETTINGS = "bilingual.toml"
LOCK = "bilingual.lock"
# Every key of the file, with the type its value must have.
_KEYS: dict[str, dict[str, type]] = {
    "": {"source": str, "targets": list},
    "draft": {"package": str, "beam": int, "fast": bool, "quotes": str, "trust_memory": bool},
    "site": {"title": str, "publisher": str, "base_url": str},
}
FRENCH, ENGLISH = Locale("fr"), Locale("en")
_ARTICLE_SUFFIXES = (".txt", ".text")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder and its settings. `root` is absolute; `has_settings` tells whether it has a file.

    `package` names the model package for drafts (empty: the best there is), `beam` is the beam size
    (None: the engine's own). `fast` gives up looking for a better draft where the first candidates
    have a fact wrong. `quotes` are the quotation marks of the drafts, empty for the language's own.
    `trust_memory` takes over what was reviewed elsewhere in the workspace as reviewed.
    """

    root: Path
    source: Locale = FRENCH
    targets: tuple[Locale, ...] = (ENGLISH,)
    package: str = ""
    beam: int | None = None
    fast: bool = False
    quotes: str = ""
    trust_memory: bool = False
    title: str = ""
    publisher: str = ""
    base_url: str = ""
    has_settings: bool = False

    @property
    def articles(self) -> Path:
        """The folder of the sources."""
        return self.root / "articles"

    @property
    def site(self) -> Path:
        """The folder that `publish` writes."""
        return self.root / "site"

    @property
    def templates(self) -> Path:
        """The folder of the user's own templates; it need not be there."""
        return self.root / "templates"

    @property
    def memory(self) -> Path:
        """The folder of imported translation memories; it need not be there."""
        return self.root / "memory"

    @property
    def cache(self) -> Path:
        """The folder of what can be made again at any time."""
        return self.root / ".bilingual"

    @property
    def lock(self) -> Path | None:
        """The file that pins the model packages; a folder without settings has none."""
        return self.root / LOCK if self.has_settings else None

    def terms_path(self, target: Locale) -> Path | None:
        """Return the termbase for a target: `terms.<language>.csv`, else `terms.csv`.

        The file without a language holds words of the workspace's first target only: put into
        drafts of another language they would be wrong.
        """
        own = self.root / f"terms.{target.language}.csv"
        if own.exists():
            return own
        is_first = target.language == self.targets[0].language
        return self.root / "terms.csv" if is_first else None

    def catalog_path(self, slug: str, target: Locale) -> Path:
        """Return where the catalog of an article in one language lies."""
        return self.root / "locales" / target.posix / "LC_MESSAGES" / f"{slug}.po"

    def name_of(self, path: Path) -> str:
        """Return how references name a file: its path from the workspace, `/` between parts."""
        resolved = path.resolve()
        if resolved.is_relative_to(self.root):
            return resolved.relative_to(self.root).as_posix()
        return path.name

    def article_paths(self) -> tuple[Path, ...]:
        """Return the workspace's articles, by name; hidden files left out.

        They are the text files in `articles/` and the folders below it; in a folder without
        settings, those in it that have a catalog already: other text files there are not ours to
        draft.

        Raises: WorkspaceError where there are none; ArticleError where two have one slug.
        """
        found = [path for path in _files(self.articles) if _is_text(path)]
        if not found and not self.has_settings:
            found = [path for path in self._texts_beside() if self.has_catalog(path)]
        if not found:
            hint = _("Put a text file into it, or name one: bilingual build ARTICLE.fr.txt")
            if not self.has_settings:
                hint = _("Name one: bilingual build ARTICLE.fr.txt; or begin with: bilingual init")
            raise WorkspaceError(
                _("there are no articles here"),
                path=self.articles if self.has_settings else self.root,
                hint=hint,
            )
        check_slugs(found)
        return tuple(found)

    def unread(self) -> tuple[Path, ...]:
        """Return the files in `articles/` that are no text files, which nothing reads."""
        return tuple(path for path in _files(self.articles) if not _is_text(path))

    def orphans(self, target: Locale) -> tuple[Path, ...]:
        """Return the catalogs of a language whose article is not in the workspace any more."""
        texts = [path for path in _files(self.articles) if _is_text(path)]
        slugs = {_slug(path) for path in [*texts, *self._texts_beside()]}
        folder = self.catalog_path("x", target).parent
        return tuple(path for path in sorted(folder.glob("*.po")) if path.stem not in slugs)

    def _texts_beside(self) -> list[Path]:
        """Return the text files in the workspace's own folder."""
        return sorted(p for p in _entries(self.root) if _is_text(p) and p.is_file())

    @property
    def has_catalogs(self) -> bool:
        """Whether there is a folder of catalogs."""
        return (self.root / "locales").is_dir()

    def has_catalog(self, path: Path) -> bool:
        """Whether an article has a catalog here, in any language."""
        return any(self.root.glob(f"locales/*/LC_MESSAGES/{_slug(path)}.po"))


def _slug(path: Path) -> str:
    try:
        return slug_and_locale(path)[0]
    except ArticleError:
        return ""


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in _ARTICLE_SUFFIXES


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder and those below it, by name; nothing hidden."""
    found = []
    for path in sorted(_entries(folder)):
        found += _files(path) if path.is_dir() else [path]
    return found


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise WorkspaceError(
            _("the folder cannot be read: {reason}").format(reason=error.strerror or error),
            path=folder,
            hint=_("Check that you may read it."),
        ) from error


def check_slugs(paths: list[Path] | tuple[Path, ...]) -> None:
    """Raise ArticleError when two articles would share a catalog and a page."""
    seen: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            continue  # reading it will say so, better than a complaint about its name
        slug = slug_and_locale(path)[0]
        if slug in seen and seen[slug].resolve() != path.resolve():
            raise ArticleError(
                _("this article and {other} would have the same name, “{slug}”").format(
                    other=seen[slug], slug=slug
                ),
                path=path,
                hint=_("Rename one of the two."),
            )
        seen[slug] = path


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that `start` (a folder, or an article) lies in.

    The nearest folder at or above it with a `bilingual.toml`. Where there is none: the folder
    itself, or, where it is called `articles`, the one above, whose articles lie there. So it is one
    place, whether an article is named or none, and wherever the command is run.

    Raises: WorkspaceError when the settings are wrong.
    """
    place = start.resolve()
    folder = place if place.is_dir() else place.parent
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS).is_file():
            return read_settings(candidate / SETTINGS)
    own = Workspace(folder)
    if own.has_catalogs if place == folder else own.has_catalog(place):
        return own
    for above in (folder, *folder.parents):
        # Further below, such a folder is a workspace's only if catalogs say so.
        if above.name == own.articles.name:
            workspace = Workspace(above.parent)
            if above == folder or workspace.has_catalogs:
                return workspace
    return own


def read_settings(path: Path) -> Workspace:
    """Return the workspace whose settings are at `path`.

    Raises: WorkspaceError, with the line, for what is not TOML, an unknown key, or a wrong value.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        settings = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            _("the settings cannot be read: {reason}").format(reason=error),
            path=path,
            hint=_("Save the file as UTF-8 text, where you may read it."),
        ) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise WorkspaceError(
            _("this is not TOML: {reason}").format(reason=str(error).split(" (at")[0]),
            path=path,
            line=int(line.group(1)) if line else None,
            hint=_('Texts stand in quotation marks: title = "My newspaper"'),
        ) from error
    flat = _checked(settings, text, path)
    root = path.resolve().parent
    if flat.get("base_url") and not flat["base_url"].startswith(("https://", "http://")):
        raise _wrong_value("base_url", "address", text, path)
    return Workspace(
        root=root,
        source=_locale(flat.pop("source", "fr"), "source", text, path),
        targets=tuple(
            _locale(tag, "targets", text, path) for tag in flat.pop("targets", None) or ["en"]
        ),
        has_settings=True,
        **flat,
    )


def _checked(settings: dict[str, Any], text: str, path: Path) -> dict[str, Any]:
    """Return the settings as one flat mapping, each key known and each value of its type."""
    flat: dict[str, Any] = {}
    for table, keys in _KEYS.items():
        values = settings if not table else settings.get(table, {})
        if not isinstance(values, dict):
            raise _wrong_value(table, "[table]", text, path)
        known = set(keys) | (set(_KEYS) if not table else set())
        for key, value in values.items():
            if key not in known:
                raise _unknown_key(key, sorted(known - {""}), text, path)
            if key in keys:
                if type(value) is not keys[key]:  # true is no number, though Python says so
                    raise _wrong_value(key, keys[key].__name__, text, path)
                if isinstance(value, int) and not isinstance(value, bool) and value < 1:
                    raise _wrong_value(key, "positive", text, path)
                flat[key] = value
    return flat


def _line(key: str, text: str) -> int | None:
    found = re.search(rf"(?m)^\s*\[?\s*{re.escape(key)}\s*[\]=]", text)
    return None if found is None else text.count("\n", 0, found.end()) + 1


def _unknown_key(key: str, known: list[str], text: str, path: Path) -> WorkspaceError:
    near = difflib.get_close_matches(key, known, 1)
    hint = _("Did you mean “{key}”?").format(key=near[0]) if near else ""
    return WorkspaceError(
        _("there is no setting “{key}”").format(key=key),
        path=path,
        line=_line(key, text),
        hint=hint or _("The settings are: {names}.").format(names=", ".join(known)),
    )


def _wrong_value(key: str, wanted: str, text: str, path: Path) -> WorkspaceError:
    kinds = {"str": _("a text in quotation marks"), "int": _("a whole number")}
    kinds |= {"bool": _("true or false")}
    kinds |= {
        "positive": _("1 or more"),
        "address": _("an address such as https://example.org/bilingual"),
    }
    kinds |= {"list": _('a list such as ["en"]'), "[table]": _("a table such as [draft]")}
    return WorkspaceError(
        _("the setting “{key}” must be {kind}").format(key=key, kind=kinds[wanted]),
        path=path,
        line=_line(key, text),
    )


def _locale(tag: object, key: str, text: str, path: Path) -> Locale:
    try:
        return Locale.parse(str(tag))
    except ValueError as error:
        raise WorkspaceError(
            _("“{tag}” is no language").format(tag=tag),
            path=path,
            line=_line(key, text),
            hint=_("Write languages as fr, en or en-GB."),
        ) from error


SAMPLE_SETTINGS = """\
# Settings of this bilingual workspace. Every line may be left out; these are the usual values.

source = "fr"              # the language of the articles, where a file's name does not say it
targets = ["en"]           # the languages they are brought out in

[draft]
# package = "translate-fr_en-1_9"   # the model package for drafts: a name, a folder or a file
# beam = 4                          # how many candidates are weighed at once
# fast = true                       # do not search again where a fact is wrong: quicker drafts
# quotes = "“ ” ‘ ’"                # quotation marks of the drafts, outer and inner
# trust_memory = true               # a sentence reviewed elsewhere counts as reviewed here too

[site]
title = ""                 # the name over the list of articles
publisher = ""             # who publishes: your newspaper's name
base_url = ""              # where the site will stand: https://example.org/bilingual
"""
