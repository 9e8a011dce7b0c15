"""Templates: what they may use, and what happens when a user's own has a mistake."""

from __future__ import annotations

from dataclasses import fields

import jinja2
import pytest
from bitexts import rain
from jinja2 import meta

from bilingual.errors import InstallError, WorkspaceError
from bilingual.publish import SiteSettings, render_index, render_page, templating
from bilingual.publish.context import IndexContext, PageContext
from bilingual.resources import data_dir
from bilingual.review.pages import EditorContext, MessageContext, OverviewContext


@pytest.fixture
def shipped(monkeypatch, tmp_path):
    """Put an empty folder in the place of the shipped templates."""
    templating.environment.cache_clear()
    monkeypatch.setattr(templating, "data_dir", lambda _name: tmp_path)
    yield tmp_path
    templating.environment.cache_clear()


def variables(name: str) -> set[str]:
    """Return the names that a template and those it extends or includes take from outside."""
    templates = templating.environment("en")
    found: set[str] = set()
    waiting, seen = [name], set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        tree = templates.parse(templates.loader.get_source(templates, current)[0])
        found |= meta.find_undeclared_variables(tree)
        waiting += [other for other in meta.find_referenced_templates(tree) if other]
    return found


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("page.html", PageContext),
        ("index.html", IndexContext),
        ("review.html", EditorContext),
        ("review-overview.html", OverviewContext),
        ("review-message.html", MessageContext),
    ],
)
def test_a_template_uses_exactly_what_its_context_has(template, context):
    """Each documented field is used, and nothing else; `interface` also chooses the words."""
    names = {field.name for field in fields(context)}

    assert variables(template) | {"interface"} == names


def test_a_user_s_template_comes_before_the_shipped_one(tmp_path):
    """A file of the same name replaces the shipped one; the others stay."""
    (tmp_path / "style.css").write_text("body { color: teal }")
    page = render_page(rain(), SiteSettings("", templates=tmp_path))

    assert "color: teal" in page
    assert "--paper" not in page
    assert "Nantes awaits rain" in page


def test_a_folder_of_templates_that_is_not_there_changes_nothing(tmp_path):
    """A workspace without templates of its own uses the shipped ones."""
    settings = SiteSettings("", templates=tmp_path / "none")

    assert render_page(rain(), settings) == render_page(rain(), SiteSettings(""))


def test_a_user_s_template_escapes_what_it_shows(tmp_path):
    """Autoescape holds in user's templates as well."""
    (tmp_path / "index.html").write_text("{{ site.title }}")

    assert render_index([], SiteSettings("<b>", templates=tmp_path)) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n{% if %}", 2),  # wrong syntax
        ("\n\n{{ nobody }}", 3),  # a name that the context lacks
        ("{{ site.nothing }}", 1),
        ("{{ head.lang() }}", 1),
        ("\n{{ 1 / 0 }}", 2),
        ("{{ entries[0].share + site.title }}", 1),
        ('\n{% include "nowhere.html" %}', 2),
        ("{{ 'x' | unheard }}", 1),
        ('{% include "index.html" %}', 1),  # itself, without end
    ],
)
def test_a_mistake_in_a_user_s_template_is_named_with_its_line(tmp_path, text, line):
    """The error names the file and the line and says what to do; no other exception escapes."""
    (tmp_path / "index.html").write_text(text)

    with pytest.raises(WorkspaceError) as caught:
        render_index([rain()], SiteSettings("", templates=tmp_path))

    assert (str(caught.value.path), caught.value.line) == (str(tmp_path / "index.html"), line)
    assert "Mend it" in caught.value.hint


def test_a_user_s_template_that_is_not_text_is_named(tmp_path):
    """Latin-1 bytes in a template are refused with the file's name."""
    (tmp_path / "style.css").write_bytes(b"/* \xe9t\xe9 */")

    with pytest.raises(WorkspaceError, match="not UTF-8") as caught:
        render_index([], SiteSettings("", templates=tmp_path))

    assert str(caught.value.path) == str(tmp_path / "style.css")


def test_a_missing_shipped_template_is_the_installation_s_fault(shipped):
    """Where the shipped folder lacks a template, the error asks to install again."""
    with pytest.raises(InstallError, match=r"index\.html"):
        render_index([], SiteSettings(""))


def test_a_mistake_in_a_shipped_template_is_a_bug_and_stays_one(shipped):
    """Our own mistakes are not blamed on the user."""
    (shipped / "index.html").write_text("{{ nobody }}")
    with pytest.raises(jinja2.UndefinedError):
        render_index([], SiteSettings(""))


def test_no_python_lies_among_the_templates():
    """A module there would become a package of its own in the wheel."""
    assert list(data_dir("templates").rglob("*.py")) == []
