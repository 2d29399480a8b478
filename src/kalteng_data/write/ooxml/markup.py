"""Small edits of XML text: attributes, prefixes, the children of an element, escapes."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TAG = re.compile(r"<!--.*?-->|<\?.*?\?>|<(/?)([\w:.-]+)[^>]*?(/?)>", re.DOTALL)
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIXED = re.compile(rf"xmlns:([\w.-]+)\s*=\s*[\"'](?:{re.escape(MAIN)}|{re.escape(MAIN_STRICT)})[\"']")
_ENCODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Text as XML text or attribute; signs that XML cannot hold become spaces."""
    return html.escape(_ILLEGAL.sub(" ", text), quote=True)


def cell_text(text: str) -> str:
    """Text as the text of a cell: a written ``_x0041_`` is shown as such, and blanks at the ends stay."""
    return f'<t xml:space="preserve">{_ENCODED.sub("_x005F_", escaped(text))}</t>'


def attributes(tag: str) -> dict[str, str]:
    """Attributes of one tag by their names as written, unescaped."""
    return {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


def with_attribute(tag: str, name: str, value: str) -> str:
    """The opening ``tag`` with one attribute set."""
    pattern = re.compile(rf"(\s){re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*')")
    if pattern.search(tag):
        return pattern.sub(rf'\g<1>{name}="{value}"', tag, count=1)
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return f'{tag[:end].rstrip()} {name}="{value}"{tag[end:]}'


def main_prefix(text: str) -> str | None:
    """The prefix under which a part writes the main namespace, when it does not write it bare."""
    found = _PREFIXED.search(text[:4096])
    return found[1] if found and f"<{found[1]}:" in text[:8192] else None


def bare(text: str) -> str:
    """The part with the main namespace as default: ``<x:row>`` becomes ``<row>``."""
    prefix = main_prefix(text)
    return text if prefix is None else without_prefix(text, prefix)


def without_prefix(text: str, prefix: str) -> str:
    """``text`` with the elements of ``prefix`` written bare."""
    text = text.replace(f"<{prefix}:", "<").replace(f"</{prefix}:", "</")
    return re.sub(rf"xmlns:{re.escape(prefix)}(\s*=)", r"xmlns\1", text)


def children(text: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """Name, start and end of each element at the depth of ``start``, until the enclosing element closes."""
    depth, name, begun = 0, "", 0
    for tag in _TAG.finditer(text, start):
        if tag[2] is None:  # a comment or an instruction
            continue
        if tag[1]:
            depth -= 1
            if depth < 0:
                return
        elif not depth:
            name, begun = tag[2], tag.start()
        if not tag[1] and not tag[3]:
            depth += 1
        elif not depth:
            yield name, begun, tag.end()


def section(text: str, name: str) -> tuple[int, int, int, int] | None:
    """Start, start of the content, its end, and the end of the first element ``name``; ``None`` if absent.

    An empty element (``<fills/>``) has its content at its end.
    """
    found = re.search(rf"<{name}(?:\s[^>]*?)?(/?)>", text)
    if found is None:
        return None
    if found[1]:
        return found.start(), found.end(), found.end(), found.end()
    close = text.index(f"</{name}>", found.end())
    return found.start(), found.end(), close, close + len(name) + 3
