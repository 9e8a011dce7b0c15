"""From a French article to a reviewed, published bilingual page.

    article → segments → drafts → catalog (PO) → review → page
    article    segment    draft    catalog       (editors)   publish

Import what you need from its module; this one loads nothing heavy.
"""

from __future__ import annotations

__version__ = "0.1.0"
