"""XML bytes → a small tree that keeps text, elements and lines in order.

For files of one article; a whole memory is read by `tmx` without a tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bilingual.errors import ExchangeError
from bilingual.exchange.markup import feed, new_parser
from bilingual.interface import _

_DEEPEST = 100  # elements within each other; files for translation have ten


class Node:
    """An element: its name, attributes, and content (texts and nodes, in order).

    Names in the root's own namespace come without it, others as `namespace name`.
    """

    __slots__ = ("attributes", "content", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.content: list[str | Node] = []

    def get(self, name: str) -> str:
        """Return an attribute, empty where it is missing."""
        return self.attributes.get(name, "")

    def children(self, *names: str) -> Iterator[Node]:
        """Give the elements directly inside that have one of the names."""
        for item in self.content:
            if isinstance(item, Node) and item.name in names:
                yield item

    def child(self, name: str) -> Node | None:
        """Return the first element of that name directly inside, or None."""
        return next(self.children(name), None)

    def find(self, name: str) -> Iterator[Node]:
        """Give the elements of that name at any depth, in order."""
        for item in self.content:
            if isinstance(item, Node):
                if item.name == name:
                    yield item
                yield from item.find(name)

    @property
    def text(self) -> str:
        """All the text inside, at any depth."""
        return "".join(item if isinstance(item, str) else item.text for item in self.content)


def parse_tree(data: bytes, path: Path) -> Node:
    """Return the root of the XML file that `data` is.

    Raises: ExchangeError, with the line, when it is not well-formed, declares entities, or is
    nested beyond reason.
    """
    parser = new_parser(path, data[:200], namespaces=True)
    top = Node("", {}, 0)
    open_nodes = [top]
    namespace = ""

    def start(full: str, attributes: dict[str, str]) -> None:
        nonlocal namespace
        space, _blank, name = full.rpartition(" ")
        if len(open_nodes) == 1:
            namespace = space
        if len(open_nodes) > _DEEPEST:
            raise ExchangeError(
                _("elements are nested too deep in this file"),
                path=path,
                line=parser.CurrentLineNumber,
                hint=_("Export it again from the program it came from; nothing was changed."),
            )
        node = Node(name if space == namespace else full, attributes, parser.CurrentLineNumber)
        open_nodes[-1].content.append(node)
        open_nodes.append(node)

    def characters(text: str) -> None:
        open_nodes[-1].content.append(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: open_nodes.pop()
    parser.CharacterDataHandler = characters
    feed(parser, data, path, is_last=True)
    return next(node for node in top.content if isinstance(node, Node))
