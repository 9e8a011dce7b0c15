"""What the publisher says about the site: its title, its address, who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bilingual.errors import WorkspaceError
from bilingual.interface import _


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings of a site.

    `base_url` is where the site will stand (`https://example.org/news`), without a slash at its
    end; without it, pages carry no absolute address (canonical, hreflang, og:url). `publisher` is
    the name under which the site appears. `templates` is a folder whose templates come before the
    shipped ones of the same name.

    Raises: WorkspaceError when `base_url` is not an http(s) address.
    """

    title: str
    base_url: str = ""
    publisher: str = ""
    templates: Path | None = None

    def __post_init__(self) -> None:
        if self.base_url and not self.base_url.startswith(("https://", "http://")):
            raise WorkspaceError(
                _("the address of the site does not begin with https://: {url}").format(
                    url=self.base_url
                ),
                hint=_("Write it whole, as in https://example.org/news, or leave it out."),
            )
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))

    def address(self, page: str) -> str:
        """Return the absolute address of a page, or nothing where the site has none."""
        return f"{self.base_url}/{quote(page)}" if self.base_url else ""
