"""What the XLIFF standards demand of the elements we write; the schemas themselves are OASIS's.

Each element: the attributes it must have, those it may have, and its children as a pattern over
their names. Whatever is not in the table is not allowed. Written from the schemas of XLIFF 1.2
(strict) and XLIFF 2.0 with its modules metadata and matches; our files were checked with these
schemas too when the table was made.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

XML = "{http://www.w3.org/XML/1998/namespace}"
YES_NO = "yes|no"
ANY = r"(?s:.*)"
NAME = r"[\w.:-]+"  # NMTOKEN, as far as we use it
TAG = r"[a-z]{2,3}(-\w+)*"
USER = r"[^\s:]+:[^\s:]+"

CORE2 = "{urn:oasis:names:tc:xliff:document:2.0}"
MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
MTC = "{urn:oasis:names:tc:xliff:matches:2.0}"
CORE1 = "{urn:oasis:names:tc:xliff:document:1.2}"

# name: (required attributes, optional attributes, children)
XLIFF2 = {
    CORE2 + "xliff": ({"version": r"2\.0", "srcLang": TAG}, {"trgLang": TAG}, "(file )+"),
    CORE2 + "file": (
        {"id": NAME},
        {"original": ANY, "canResegment": YES_NO},
        "(notes )?(unit )+",
    ),
    CORE2 + "unit": (
        {"id": NAME},
        {"name": ANY, "canResegment": YES_NO, XML + "space": "preserve|default"},
        "(mtc:matches )?(mda:metadata )?(notes )?((segment|ignorable) )+",
    ),
    CORE2 + "notes": ({}, {}, "(note )+"),
    CORE2 + "note": (
        {},
        {"category": ANY, "appliesTo": "source|target", "priority": "[1-9]|10", "id": NAME},
        "text",
    ),
    CORE2 + "segment": (
        {},
        {"id": NAME, "state": "initial|translated|reviewed|final", "subState": USER},
        "source (target )?",
    ),
    CORE2 + "source": ({}, {}, "text(cp )*"),
    CORE2 + "target": ({}, {}, "text(cp )*"),
    CORE2 + "cp": ({"hex": "[0-9A-F]{4,6}"}, {}, ""),
    MDA + "metadata": ({}, {"id": NAME}, "(mda:metaGroup )+"),
    MDA + "metaGroup": ({}, {"category": ANY}, "((mda:meta|mda:metaGroup) )+"),
    MDA + "meta": ({"type": ANY}, {}, "text"),
    MTC + "matches": ({}, {}, "(mtc:match )+"),
    MTC + "match": (
        {"ref": r"#\S+"},
        {"type": "am|mt|icm|idm|tb|tm|other", "subType": USER, "id": NAME, "origin": ANY},
        "(mda:metadata )?source target ",
    ),
}
STATE1 = (
    "final|needs-adaptation|needs-l10n|needs-review-adaptation|needs-review-l10n"
    "|needs-review-translation|needs-translation|new|signed-off|translated"
)
XLIFF12 = {
    CORE1 + "xliff": ({"version": r"1\.2"}, {}, "(file )+"),
    CORE1 + "file": (
        {"original": ANY, "source-language": TAG, "datatype": "plaintext"},
        {"target-language": TAG, "tool-id": ANY},
        "(header )?body ",
    ),
    CORE1 + "header": ({}, {}, "((note|tool) )*"),
    CORE1 + "tool": ({"tool-id": ANY, "tool-name": ANY}, {"tool-version": ANY}, ""),
    CORE1 + "body": ({}, {}, "(trans-unit )*"),
    CORE1 + "trans-unit": (
        {"id": ANY},
        {"approved": YES_NO, XML + "space": "preserve|default"},
        "source (target )?((context-group|note|alt-trans) )*",
    ),
    CORE1 + "source": ({}, {}, "text(x )*"),
    CORE1 + "target": (
        {},
        {"state": STATE1, "state-qualifier": "leveraged-mt|mt-suggestion"},
        "text(x )*",
    ),
    CORE1 + "x": ({"id": ANY}, {"ctype": r"x-[^\s]+"}, ""),
    CORE1 + "context-group": (
        {},
        {"purpose": "location|match|information", "name": NAME},
        "(context )+",
    ),
    CORE1 + "context": ({"context-type": r"x-[^\s]+|sourcefile|linenumber"}, {}, "text"),
    CORE1 + "note": (
        {},
        {"from": ANY, "annotates": "source|target|general", "priority": "[1-9]|10"},
        "text",
    ),
    CORE1 + "alt-trans": (
        {},
        {
            "origin": ANY,
            "alttranstype": "proposal|previous-version|rejected|reference|accepted",
            XML + "space": "preserve|default",
        },
        "(source )?target (note )*",
    ),
}
_PREFIXES = {CORE2: "", CORE1: "", MDA: "mda:", MTC: "mtc:"}


def faults(data: bytes) -> list[str]:
    """Return what is wrong with an XLIFF file, by the rules of its version."""
    root = ET.fromstring(data)
    rules = XLIFF2 if root.tag.startswith(CORE2) else XLIFF12
    found = []
    for element in root.iter():
        if element.tag not in rules:
            found.append(f"{element.tag} is not allowed")
            continue
        found += _faults(element, *rules[element.tag])
    unit = "unit" if rules is XLIFF2 else "trans-unit"
    ids = [e.get("id") for e in root.iter() if e.tag.endswith("}" + unit)]
    names = [e.get("name") for e in root.iter() if e.tag == CORE1 + "context-group"]
    names = [name for name in names if name]
    for of, values in (("unit", ids), ("context-group", names)):
        if len(set(values)) != len(values):
            found.append(f"two elements {of} have one name")
    return found


def _faults(element, required, optional, children):
    name = element.tag.partition("}")[2]
    for attribute, value in element.attrib.items():
        pattern = required.get(attribute) or optional.get(attribute)
        if pattern is None or not re.fullmatch(pattern, value):
            yield f"{name}: {attribute}={value!r}"
    yield from (f"{name}: {missing} is missing" for missing in set(required) - set(element.attrib))
    inside = "".join(_prefixed(child.tag) + " " for child in element)
    if not re.fullmatch(children.removeprefix("text"), inside):
        yield f"{name} holds {inside!r}"
    words = [element.text or "", *(child.tail or "" for child in element)]
    if not children.startswith("text") and any(word.strip() for word in words):
        yield f"{name} holds words"
    is_done = name == "segment" and element.get("state", "initial") != "initial"
    if is_done and element.find(CORE2 + "target") is None:
        yield "a segment that is translated has no target"
    if element.get("subState") and not element.get("state"):
        yield "subState without state"


def _prefixed(tag: str) -> str:
    space, _brace, name = tag.partition("}")
    return _PREFIXES.get(space + "}", "?:") + name
