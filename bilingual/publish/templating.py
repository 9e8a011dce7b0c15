"""Contexts → HTML, by the templates of the installation and those that a user puts before them.

In: a template's name and its context. Out: the page's text. The only file that knows jinja2; a
mistake in a user's template becomes an error of ours that names the file and the line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

import jinja2

from bilingual.errors import InstallError, WorkspaceError
from bilingual.interface import _, translations
from bilingual.resources import data_dir

# HTML allows none of these, not even as a reference (controls, surrogates, noncharacters).
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
# What a wrong expression in a template raises besides jinja2's own errors.
_MISTAKES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)


class _Folders(jinja2.FileSystemLoader):
    """Finds templates in folders, the first one first; names the file that cannot be read."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:  # an OSError too, but not of reading
            raise
        except UnicodeDecodeError as error:
            raise _mistake(self._path(template), None, _("it is not UTF-8 text")) from error
        except OSError as error:
            raise _mistake(self._path(template), None, error.strerror or str(error)) from error

    def _path(self, template: str) -> str:
        paths = [Path(folder) / template for folder in self.searchpath]
        return next((str(path) for path in paths if path.exists()), template)


class Context(Protocol):
    """A frozen dataclass whose fields are a template's variables."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def interface(self) -> str:
        """The language of the page's own controls."""


@lru_cache(maxsize=8)
def environment(interface: str, user: Path | None = None) -> jinja2.Environment:
    """Return the templates' environment: `user`'s folder first, then the shipped ones.

    Its `_` speaks `interface`; a name that the context lacks is an error. Kept, so that a site of
    many pages compiles its templates once; a changed template is read again.
    """
    folders = [str(folder) for folder in (user, data_dir("templates")) if folder is not None]
    made = jinja2.Environment(
        loader=_Folders(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    made.install_gettext_translations(translations(interface), newstyle=True)  # type: ignore[attr-defined]
    return made


def render(name: str, context: Context, user: Path | None = None) -> str:
    """Return the template `name` filled in with `context`.

    What HTML cannot hold (control characters) appears as U+FFFD.

    Raises: WorkspaceError when one of the user's templates has a mistake; InstallError when a
    shipped template is missing.
    """
    try:
        template = environment(context.interface, user).get_template(name)
        text = template.render({f.name: getattr(context, f.name) for f in fields(context)})
    except jinja2.TemplateNotFound as error:
        raise _not_found(error, user) from error
    except jinja2.TemplateSyntaxError as error:
        raise _mistake(error.filename or name, error.lineno, str(error.message)) from error
    except (jinja2.TemplateError, *_MISTAKES) as error:
        where = _place(error, user)
        if where is None:
            raise
        raise _mistake(*where, str(error)) from error
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _place(error: BaseException, user: Path | None) -> tuple[str, int | None] | None:
    """Return the innermost place in one of the user's templates that the error passed through."""
    if user is None:
        return None
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(user):
            return frame.filename, frame.lineno
    return None


def _mistake(path: str, line: int | None, message: str) -> WorkspaceError:
    return WorkspaceError(
        _("the template cannot be used: {reason}").format(reason=message),
        path=path,
        line=line,
        hint=_("Mend it, or take it away: then the template that comes with bilingual is used."),
    )


def _not_found(error: jinja2.TemplateNotFound, user: Path | None) -> InstallError | WorkspaceError:
    """Return whose fault a missing template is: the user's, where their folder asks for it."""
    where = _place(error, user)
    if where is not None:
        return _mistake(*where, _("there is no template {name}").format(name=error.name))
    return InstallError(
        _("the template {name} is missing from this installation of bilingual").format(
            name=error.name
        ),
        hint=_("Install it again: pip install --force-reinstall bilingual-press"),
    )
