"""Formats of cells: the sender's, each with a fill of a severity laid over it, and those of added sheets."""

from __future__ import annotations

import enum
import re

from kalteng_data.model import Severity
from kalteng_data.write.ooxml.markup import MAIN, attributes, section, with_attribute

FILLS = {Severity.ERROR: "FFFF9E9E", Severity.WARNING: "FFFFD57A", Severity.NOTE: "FFA9D1F5"}
"""Colours (ARGB) of cells at fault: red, amber, blue; dark text stays readable on each."""

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
          "tableStyles", "colors", "extLst")  # fmt: skip
_SEEDS = {
    "fonts": '<font><sz val="11"/><name val="Calibri"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
}
"""What a section holds at least; the first two fills are reserved."""
_NEW = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<styleSheet xmlns="{MAIN}"><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_ITEMS = {"fonts": "font", "fills": "fill", "borders": "border", "cellXfs": "xf"}


class Role(enum.Enum):
    """What a cell of an added sheet is."""

    TEXT = "text"
    PLAIN = "plain"
    NUMBER = "number"
    TITLE = "title"
    STRONG = "strong"
    HEAD = "head"
    LINK = "link"
    INPUT = "input"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Styles:
    """The part ``styles.xml``, to which formats are added as they are asked for."""

    def __init__(self, text: str | None) -> None:
        self._text = text or _NEW
        self._added: dict[str, list[str]] = {name: [] for name in _SEEDS}
        self._own: dict[str, list[str]] = {}
        self._known: dict[object, int] = {}
        for name in _SEEDS:
            self._own[name] = self._items(name)

    def marked(self, base: int, severity: Severity) -> int:
        """The format ``base`` with the fill of ``severity``."""
        return self._filled(base, _solid(FILLS[severity]))

    def unmarked(self, base: int, fill: str) -> int:
        """The format ``base`` with the fill it had before, as ``fill`` tells it."""
        return self._filled(base, fill) if fill else self._with_fill(base, 0)

    def fill_of(self, base: int) -> str:
        """The fill of a format as XML, or nothing for a cell without."""
        number = int(attributes(self._xf(base)).get("fillId", "0") or 0)
        fills = self._all("fills")
        return fills[number] if 1 < number < len(fills) else ""

    def role(self, role: Role) -> int:
        """The format of a cell in an added sheet."""
        if role not in self._known:
            self._known[role] = self._add("cellXfs", self._made(role))
        return self._known[role]

    def text(self) -> str:
        """The part with all that was added."""
        text = self._text
        for name, added in self._added.items():
            if added:
                text = _inserted(text, name, self._own[name], added)
        return text

    def _made(self, role: Role) -> str:
        font, fill = 0, 0
        if role in {Role.TITLE, Role.STRONG, Role.HEAD, Role.LINK}:
            font = self._add("fonts", _FONTS[role])
        if role in _GROUNDS:
            fill = self._add("fills", _solid(_GROUNDS[role]))
        border = self._add("borders", _THIN) if role not in {Role.TITLE, Role.STRONG, Role.PLAIN} else 0
        vertical = "center" if role in {Role.TITLE, Role.STRONG, Role.HEAD} else "top"
        wrap = "" if role in {Role.TITLE, Role.PLAIN, Role.STRONG} else ' wrapText="1"'
        side = ' horizontal="right" indent="1"' if role is Role.NUMBER else ""
        number = 3 if role is Role.NUMBER else 49  # text stays text when its cell is edited
        base = ' xfId="0"' if section(self._text, "cellStyleXfs") else ""
        quoted = "" if role is Role.NUMBER else ' quotePrefix="1"'
        return (
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}"{base}{quoted}'
            ' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="{vertical}"{side}{wrap}/></xf>'
        )

    def _filled(self, base: int, fill: str) -> int:
        return self._with_fill(base, self._add("fills", fill))

    def _with_fill(self, base: int, fill: int) -> int:
        whole = self._xf(base)
        opening = re.match(r"<xf\b[^>]*>", whole)
        tag = opening[0] if opening else whole
        changed = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        return self._add("cellXfs", changed + whole[len(tag) :])

    def _xf(self, index: int) -> str:
        formats = self._all("cellXfs")
        return formats[index] if index < len(formats) else formats[0]

    def _all(self, name: str) -> list[str]:
        return self._own[name] + self._added[name]

    def _add(self, name: str, item: str) -> int:
        key = (name, item)
        if key not in self._known:
            self._added[name].append(item)
            self._known[key] = len(self._own[name]) + len(self._added[name]) - 1
        return self._known[key]

    def _items(self, name: str) -> list[str]:
        """The elements of a section as they stand, or those it must have at least."""
        found = section(self._text, name)
        kind = _ITEMS[name]
        pattern = rf"<{kind}(?:\s[^>]*?)?(?:/>|>.*?</{kind}>)"
        items = re.findall(pattern, self._text[found[1] : found[2]], re.DOTALL) if found else []
        return items or re.findall(pattern, _SEEDS[name], re.DOTALL)


def _inserted(text: str, name: str, own: list[str], added: list[str]) -> str:
    """The section ``name`` with ``added`` behind what it has, made when there is none."""
    found = section(text, name)
    opening = f"<{name}>" if found is None else text[found[0] : found[1]].replace("/>", ">")
    opening = with_attribute(opening, "count", str(len(own) + len(added)))
    whole = opening + "".join(own) + "".join(added) + f"</{name}>"
    if found is not None:
        return text[: found[0]] + whole + text[found[3] :]
    later = [section(text, other) for other in _ORDER[_ORDER.index(name) + 1 :]]
    at = min((place[0] for place in later if place), default=text.rindex("</styleSheet>"))
    return text[:at] + whole + text[at:]


def _solid(colour: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _font(extra: str, size: int = 11, colour: str = "FF1F2933") -> str:
    return (
        f'<font>{extra}<sz val="{size}"/><color rgb="{colour}"/><name val="Calibri"/><family val="2"/></font>'
    )


_FONTS = {
    Role.TITLE: _font("<b/>", 15),
    Role.STRONG: _font("<b/>"),
    Role.HEAD: _font("<b/>", colour="FFFFFFFF"),
    Role.LINK: _font("<u/>", colour="FF0B5CAD"),
}
_GROUNDS = {
    Role.HEAD: "FF2F4858",
    Role.INPUT: "FFFFFBE0",
    Role.ERROR: FILLS[Severity.ERROR],
    Role.WARNING: FILLS[Severity.WARNING],
    Role.NOTE: FILLS[Severity.NOTE],
}
_SIDES = "".join(
    f'<{s} style="thin"><color rgb="FFCBD2D9"/></{s}>' for s in ("left", "right", "top", "bottom")
)
_THIN = f"<border>{_SIDES}<diagonal/></border>"
