"""A text file → an Article: its text whole, its date, headline, paragraphs, credits and signature
as blocks that point into the text.

Two forms are read. *Agency text*: a first line with an optional `date 2026-01-19` and the headline,
paragraphs between blank lines, credits (`Photo : AFP/VNA/CVN`), a last line that is only an agency
signature (`Xinhua/VNA/CVN`). *Plain text*: paragraphs, the first of which may be a headline. A
block is one paragraph: a line break inside it means no more than a space. `structure` says which
paragraphs are sub-headings and items of lists. Segments are another module's work.
"""

from bilingual.article.lines import BULLETS
from bilingual.article.parsing import parse_article
from bilingual.article.reading import read_article, read_text, slug_and_locale
from bilingual.article.structure import BLANKS, Part, Role, structure

__all__ = [
    "BLANKS",
    "BULLETS",
    "Part",
    "Role",
    "parse_article",
    "read_article",
    "read_text",
    "slug_and_locale",
    "structure",
]
