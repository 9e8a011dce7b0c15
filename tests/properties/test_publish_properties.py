"""Whatever the texts hold, a page shows every word, in order, and never as markup."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from bitexts import bitext
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import Bitext, BlockKind, State, Unit
from bilingual.publish import SiteSettings, render_index, render_page

MEAN = ["</script>", "<!--", "]]>", "<b>", "&amp;", '"', "'", "{{ 7 * 7 }}", "{% raw %}", "\u202e"]
TEXT = st.one_of(
    st.text(min_size=1), st.sampled_from(MEAN), st.lists(st.sampled_from(MEAN)).map(str)
)
STATES = st.sampled_from(["reviewed", "machine", "edited", "changed", "bare", "untranslated"])
SENTENCES = st.lists(st.tuples(TEXT, TEXT, STATES), min_size=1, max_size=4)
PARTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([BlockKind.HEADLINE, BlockKind.PARAGRAPH]), SENTENCES),
        st.tuples(st.sampled_from([BlockKind.CREDIT, BlockKind.SIGNATURE]), TEXT),
    ),
    max_size=4,
)
BITEXTS = st.builds(
    bitext,
    PARTS,
    target=st.sampled_from(["en", "fr", "ar", "zh-Hant-TW", "xx"]),
    signature=TEXT.map("engine|package:{}".format),
    published=st.one_of(st.none(), st.dates()),
)
SETTINGS = st.builds(SiteSettings, TEXT, publisher=TEXT)


class Reader(HTMLParser):
    """Reads a page as a browser does: its tags, and the words of each sentence."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.sides: dict[str, list[str]] = {"source": [], "target": []}
        self._side = ""
        self._depth = 0
        self._is_mark = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag; begin a side, a sentence or a mark."""
        self.tags.append(tag)
        names = (dict(attrs).get("class") or "").split()
        if "side" in names:
            self._side = "source" if "source" in names else "target"
        if self._depth:
            self._depth += tag in {"span", "u", "small"}
            self._is_mark = self._is_mark or tag == "small"
        elif tag == "span" and "s" in names:
            self._depth = 1
            self.sides[self._side].append("")

    def handle_endtag(self, tag: str) -> None:
        """End a sentence or a mark."""
        self._depth -= bool(self._depth)
        self._is_mark = self._is_mark and tag != "small"

    def handle_data(self, data: str) -> None:
        """Take the words of a sentence, without those of its mark."""
        if self._depth and not self._is_mark:
            self.sides[self._side][-1] += data


def squeezed(text: str) -> str:
    """Return the text without white space and without what HTML cannot hold."""
    kept = re.sub(r"[\x00-\x1f\x7f-\x9f\N{REPLACEMENT CHARACTER}]", "", text)
    kept = re.sub(r"[\ufdd0-\ufdef]", "", kept)
    return "".join(char for char in kept if not char.isspace() and ord(char) & 0xFFFE != 0xFFFE)


def shown_order(given_bitext: Bitext) -> list:
    """Return the units in the order of the page: the first headline comes first."""
    blocks = [(block.kind, pairs) for block, pairs in given_bitext.blocks()]
    heads = [at for at, (kind, _) in enumerate(blocks) if kind is BlockKind.HEADLINE]
    if heads:
        blocks.insert(0, blocks.pop(heads[0]))
    return [unit for _, pairs in blocks for _, unit in pairs]


@given(BITEXTS, SETTINGS)
def test_a_page_shows_every_sentence_in_order_on_both_sides(made, settings):
    """Sources left, targets right, each whole; what is not translated shows its source."""
    read = Reader(render_page(made, settings))
    units = shown_order(made)

    assert [squeezed(text) for text in read.sides["source"]] == [squeezed(u.source) for u in units]
    assert [squeezed(text) for text in read.sides["target"]] == [
        squeezed(u.source if u.state is State.UNTRANSLATED else u.target) for u in units
    ]


# What is a sub-heading or a list depends on the words; that they become no markup does not.
PLAIN = {"h2": "p", "li": "div"}


def plain(tags: list[str]) -> list[str]:
    """Return a page's tags as they would be if all paragraphs were text, but for meta.

    A description or an engine's name is left out where it would be empty.
    """
    return [PLAIN.get(tag, tag) for tag in tags if tag not in {"meta", "ul", "ol"}]


def harmless(made: Bitext) -> Bitext:
    """Return a bitext of the same shape and states, its words replaced by harmless ones."""

    def state(unit: Unit) -> str:
        if unit.is_machine and unit.state is State.DRAFT:
            return "machine"
        if unit.state is State.DRAFT and unit.previous_source:
            return "changed"
        if unit.state is State.DRAFT:
            return "edited" if unit.origin else "bare"
        return unit.state.value

    parts = [
        (
            block.kind,
            [("mot", "word", state(unit)) for _, unit in pairs]
            or ("mot" if made.article.block_text(block).strip() else " "),
        )
        for block, pairs in made.blocks()
    ]
    return bitext(parts, target=made.target.tag, published=made.article.published)


@given(BITEXTS, SETTINGS)
def test_no_text_becomes_markup(made, settings):
    """A page has the same tags, in order, as one of the same shape with harmless words."""
    tags = Reader(render_page(made, settings)).tags
    expected = Reader(render_page(harmless(made), SiteSettings("Site", publisher="House"))).tags

    assert plain(tags) == plain(expected)


@given(BITEXTS, SETTINGS)
def test_json_ld_can_be_read_whatever_the_texts_hold(made, settings):
    """The data block ends where it should and is JSON; no `<` stands in it."""
    for page in (render_page(made, settings), render_index([made], settings)):
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

        assert len(found) == 1
        assert "<" not in found[0]
        assert json.loads(found[0])["@context"] == "https://schema.org"


@given(BITEXTS, SETTINGS)
def test_a_page_is_text_that_utf_8_and_html_can_hold(made, settings):
    """No control character, surrogate or noncharacter reaches the file."""
    page = render_page(made, settings)

    assert page.encode("utf-8").decode("utf-8") == page
    assert re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", page) is None


@given(BITEXTS)
def test_every_unreviewed_sentence_is_marked_and_no_other(made):
    """Marks in words stand at drafts and at untranslated sentences, nowhere else."""
    page = render_page(made, SiteSettings(""))
    unreviewed = sum(not unit.is_reviewed for unit in made.units)

    assert page.count('<small class="mark"') == unreviewed
    assert ("notice" in re.findall(r'class="side \w+ (notice)"', page)) == bool(unreviewed)
