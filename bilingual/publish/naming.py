"""Which file of the site holds which article."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.errors import OutputError
from bilingual.interface import _
from bilingual.model import Bitext


def page_names(bitexts: Sequence[Bitext]) -> tuple[str, ...]:
    """Return the file name of each bitext's page, in the given order.

    `<slug>.html` for the first target of an article, `<slug>.<target>.html` for further ones and
    for a slug that is `index`. Names differ in more than capitals: some disks know no difference.

    Raises: OutputError when two pages would have one name, or a slug cannot name a file.
    """
    names: list[str] = []
    slugs = {"index"}
    for bitext in bitexts:
        slug = bitext.article.slug
        if not slug or slug.startswith(".") or any(char in slug for char in "/\\\0"):
            raise OutputError(
                _("{slug} cannot be the name of a page").format(slug=repr(slug)),
                path=bitext.article.name or None,
                hint=_("Give the article's file another name."),
            )
        is_further = slug.casefold() in slugs
        names.append(f"{slug}.{bitext.target}.html" if is_further else f"{slug}.html")
        slugs.add(slug.casefold())
        if names[-1].casefold() in {name.casefold() for name in names[:-1]}:
            raise OutputError(
                _("two articles would become the page {name}").format(name=names[-1]),
                path=bitext.article.name or None,
                hint=_("Give one of the articles another file name."),
            )
    return tuple(names)
