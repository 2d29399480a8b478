"""Notes on cells: the comments of a sheet and the boxes that show them, beside those its sender wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalteng_data.model import cell_address
from kalteng_data.write.ooxml.markup import MAIN, MAIN_STRICT, attributes, cell_text, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kalteng_data.write.ooxml.package import Package

AUTHOR = "kalteng"
_RULE = "\n---------- kalteng ----------\n"
"""Stands before our words in a note, behind the sender's own if there are any."""
_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPE = re.compile(r"<([\w.-]+):shape\s.*?</\1:shape>", re.DOTALL)
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_COMMENT = re.compile(r"<comment\s[^>]*?(?:/>|>.*?</comment>)", re.DOTALL)
_LINE = 46
"""Characters that fit on a line of a note's box."""
_BOX, _GAP, _COLUMN, _ROW = 320, 15, 64, 20
"""Pixels: the width of a box, its distance from its cell, a usual column's width, a usual row's height."""


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a note on the cell at ``row`` (1-based) and ``column`` (0-based)."""

    row: int
    column: int
    text: str


def add_notes(package: Package, sheet: str, notes: Iterable[Note], widths: Mapping[int, int]) -> str | None:
    """Put notes on cells of the part ``sheet``; those of an earlier marking are taken off.

    ``widths`` are the widths of the sheet's columns in pixels, where they are not the usual one.

    Returns:
        The element that the sheet needs to show them, ``None`` when it has it already or needs none.
    """
    wanted = {cell_address(note.column, note.row): note for note in notes}
    parts = [part for _, part in package.related(sheet, "comments") if package.has(part)]
    if not wanted and not parts:
        return None
    drawings = [part for _, part in package.related(sheet, "vmlDrawing") if package.has(part)]
    part = parts[0] if parts else package.free_name("xl/comments{}.xml")
    text = package.text(part) if parts else _no_comments(strict=package.strict)
    text, gone, boxed = _commented(text, wanted)
    package.put(part, text)
    if not parts:
        package.relate(sheet, "comments", part)
        package.declare(part, "comments")
    reference = None
    if not drawings:
        drawings = [package.free_name("xl/drawings/vmlDrawing{}.vml")]
        package.put(drawings[0], _VML)
        package.declare_vml()
        name = package.relate(sheet, "vmlDrawing", drawings[0])
        reference = f'<legacyDrawing xmlns:r="{package.office}" r:id="{name}"/>'
    new = [note for address, note in wanted.items() if address not in boxed]
    package.put(drawings[0], _boxed(package.text(drawings[0]), gone, new, widths))
    return reference


def _no_comments(*, strict: bool) -> str:
    main = MAIN_STRICT if strict else MAIN
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="{main}">'
        "<authors></authors><commentList></commentList></comments>"
    )


def _commented(text: str, wanted: dict[str, Note]) -> tuple[str, set[str], set[str]]:
    """The comments with ours among them; addresses whose note went, addresses that had one before."""
    text, author = _with_author(text)
    gone: set[str] = set()
    had: set[str] = set()

    def changed(found: re.Match[str]) -> str:
        a = attributes(found[0][: found[0].index(">") + 1])
        address = a.get("ref", "").replace("$", "")
        whole = _without_ours(found[0])
        emptied = whole != found[0] and not re.sub(r"<[^>]*>", "", whole).strip()
        if emptied or a.get("authorId") == str(author):  # an author's name does not outlive every program
            gone.add(address)
            return ""
        had.add(address)
        return _extended(whole, wanted[address]) if address in wanted else whole

    text = _COMMENT.sub(changed, text)
    new = "".join(
        f'<comment ref="{address}" authorId="{author}"><text><r>'
        f"{cell_text(_RULE.lstrip() + note.text)}</r></text></comment>"
        for address, note in wanted.items()
        if address not in had
    )
    found = section(text, "commentList")
    if found is None:
        at = text.rindex("</comments>")
        return f"{text[:at]}<commentList>{new}</commentList>{text[at:]}", gone, had
    start, inner, close, end = found
    return f"{text[:start]}<commentList>{text[inner:close]}{new}</commentList>{text[end:]}", gone, had


def _with_author(text: str) -> tuple[str, int]:
    found = section(text, "authors")
    if found is None:
        opening = re.search(r"<comments\b[^>]*>", text)
        at = opening.end() if opening else 0
        return f"{text[:at]}<authors><author>{AUTHOR}</author></authors>{text[at:]}", 0
    start, inner, close, end = found
    authors = re.findall(r"<author(?:\s[^>]*?)?(?:/>|>([^<]*)</author>)", text[inner:close])
    if AUTHOR in authors:
        return text, authors.index(AUTHOR)
    whole = f"<authors>{text[inner:close]}<author>{AUTHOR}</author></authors>"
    return text[:start] + whole + text[end:], len(authors)


def _extended(comment: str, note: Note) -> str:
    """The sender's comment with our text behind it."""
    found = section(comment, "text")
    if found is None:
        return comment
    start, inner, close, end = found
    content = comment[inner:close]
    # Beside runs (r) a plain text (t) is not shown by every program: it becomes a run.
    content = re.sub(r"^\s*(<t(?:\s[^>]*)?>.*?</t>)", r"<r>\1</r>", content, count=1, flags=re.DOTALL)
    runs = re.match(r"(?:\s*<r>.*?</r>)*", content, re.DOTALL)
    at = runs.end() if runs else 0
    ours = f"<r>{cell_text(_RULE + note.text)}</r>"
    return f"{comment[:start]}<text>{content[:at]}{ours}{content[at:]}</text>{comment[end:]}"


def _without_ours(comment: str) -> str:
    """The sender's comment without what an earlier marking said behind it."""
    comment = re.sub(rf"\s*{re.escape(_RULE.strip())}.*?(?=</t>)", "", comment, flags=re.DOTALL)
    return re.sub(r"<r>(?:<rPr>(?:(?!<r>).)*?</rPr>)?<t[^>]*?(?:/>|></t>)</r>", "", comment, flags=re.DOTALL)


def _boxed(vml: str, gone: set[str], notes: list[Note], widths: Mapping[int, int]) -> str:
    """The drawing with a hidden box for each of ``notes``, without those of notes that went."""
    if gone:
        vml = _SHAPE.sub(lambda found: "" if _box_place(found[0]) in gone else found[0], vml)
    number = max(map(int, re.findall(r"_x0000_s(\d+)", vml)), default=1024)
    shapes = "".join(_box(number + 1 + k, note, widths) for k, note in enumerate(notes))
    if shapes and "_x0000_t202" not in vml:
        shapes = _BOX_TYPE + shapes
    at = vml.rindex("</xml>")
    return _with_namespaces(vml[:at] + shapes + vml[at:])


def _with_namespaces(vml: str) -> str:
    """The drawing with the usual prefixes declared: some programs write it under others."""
    opening = re.search(r"<xml\b[^>]*>", vml)
    tag = opening[0] if opening else "<xml>"
    more = "".join(f' xmlns:{p}="{uri}"' for p, uri in _NAMESPACES.items() if f"xmlns:{p}=" not in tag)
    return vml.replace(tag, f"{tag[:-1].rstrip()}{more}>", 1)


def _box_place(shape: str) -> str:
    row, column = re.search(r":Row>\s*(\d+)", shape), re.search(r":Column>\s*(\d+)", shape)
    return cell_address(int(column[1]), int(row[1]) + 1) if row and column else ""


def _box(number: int, note: Note, widths: Mapping[int, int]) -> str:
    lines = 1 + sum(1 + len(line) // _LINE for line in note.text.splitlines())
    height = min(max(3, lines), 24) * 19 + 14
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;'
        f'margin-top:1.5pt;width:{_BOX}px;height:{height}px;z-index:{number};visibility:hidden"'
        ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black"'
        ' obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div'
        ' style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{_anchor(note, height, widths)}</x:Anchor>"
        "<x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{note.row - 1}</x:Row><x:Column>{note.column}</x:Column></x:ClientData></v:shape>"
    )


def _anchor(note: Note, height: int, widths: Mapping[int, int]) -> str:
    """Left column, pixels into it, top row, pixels, right column, pixels, bottom row, pixels."""
    left, top = note.column + 1, max(note.row - 2, 0)
    right, room = left, _BOX + _GAP
    while room > widths.get(right, _COLUMN) and right < left + 100:
        room -= widths.get(right, _COLUMN)
        right += 1
    down, rest = divmod(height + 2, _ROW)
    return f"{left}, {_GAP}, {top}, 2, {right}, {room}, {top + down}, {rest}"
