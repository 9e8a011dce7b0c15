"""Fixtures that the unit tests of several files share."""

from __future__ import annotations

import pytest


@pytest.fixture
def site(work):
    """The review over a workspace with one drafted article."""
    from reviewing import Site, drafted

    made = Site(drafted(work))
    yield made
    made.close()


@pytest.fixture
def browser(site):
    """A browser that has come in."""
    return site.browser()
