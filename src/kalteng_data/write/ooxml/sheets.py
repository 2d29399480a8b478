"""Sheets made anew: from a frame of text, a column at a time, or from a few lines; text is always text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from kalteng_data.model import cell_address, column_letter
from kalteng_data.write.ooxml.markup import MAIN, MAIN_STRICT, cell_text, escaped
from kalteng_data.write.ooxml.package import OFFICE, WORKBOOK
from kalteng_data.write.ooxml.styles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kalteng_data.write.ooxml.package import Package

    RoleFormat: TypeAlias = Callable[[Role], int]

Cell: TypeAlias = "tuple[str | int | None, Role]"

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_BATCH = 20_000
_MOST_LINKS = 65_000
"""Excel follows 65,530 links in a sheet and calls a workbook with more of them damaged."""
_HEIGHTS = {Role.TITLE: 24, Role.STRONG: 20, Role.HEAD: 33}
"""Of lines in points: a title is higher than the usual line, a header may take two."""
_LINE, _HIGHEST = 15, 400
"""Points of a usual line, and of the highest row that a workbook takes (409)."""
_WRAPS = 24
"""Characters of a column that is made for sentences; narrower ones hold a word."""
_ILLEGAL = r"[^\t\n\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet looks: widths of its columns (in characters), which are hidden, what stays when scrolled.

    ``filter_row`` is the row of headers that gets a filter, 0 for none; ``colour`` (ARGB) is the tab's.
    """

    widths: tuple[int, ...] = ()
    hidden: frozenset[int] = frozenset()
    frozen: int = 0
    filter_row: int = 0
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet of ``lines`` (cells with their roles) and below them the rows of ``frame``, all text.

    ``roles`` gives the role of the frame's columns that are no plain text. ``role_of`` names for a column the
    one that holds its cells' roles, ``links`` the one that holds the places (``'Sheet 1'!D17``) its cells
    lead to; those others are not shown.
    """

    lines: tuple[tuple[Cell, ...], ...]
    frame: pl.DataFrame
    roles: Mapping[str, Role] = field(default_factory=dict)
    role_of: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)


def listing_xml(listing: Listing, formats: RoleFormat, *, strict: bool = False) -> str:
    """The part of a sheet."""
    first = len(listing.lines) + 1
    lines = [_line(cells, row, formats) for row, cells in enumerate(listing.lines, 1)]
    unseen = {*listing.links.values(), *listing.role_of.values()}
    shown = [name for name in listing.frame.columns if name not in unseen]
    rows = "".join(_frame_rows(listing, shown, first, formats)) if listing.frame.height else ""
    links = "".join(_links(listing, shown, first))
    layout = listing.layout
    last = first - 1 + listing.frame.height
    corner = f"{column_letter(max(len(shown) - 1, 0))}{max(last, layout.filter_row)}"
    filtered = f'<autoFilter ref="A{layout.filter_row}:{corner}"/>' if layout.filter_row else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN_STRICT if strict else MAIN}">{_head(layout)}'
        f"<sheetData>{''.join(lines)}{rows}</sheetData>{filtered}"
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def grid_blocks(frame: pl.DataFrame, style: int) -> Iterator[bytes]:
    """A sheet of texts: column ``"3"`` stands in D, row k in row k + 1; no null is a cell."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    columns = sorted(frame.columns, key=int)
    numbered = frame.with_row_index("row", offset=1)
    for part in numbered.iter_slices(_BATCH):
        cells = [_cell(name, column_letter(int(name)), pl.lit(str(style))) for name in columns]
        row = pl.concat_str(
            pl.lit('<row r="'), pl.col("row").cast(pl.String), pl.lit('">'), *cells, pl.lit("</row>")
        )
        yield str(part.select(row.str.join("")).item()).encode()
    yield b"</sheetData></worksheet>"


def add_sheet(package: Package, name: str) -> str:
    """Add a sheet behind the others and return its part; the caller gives its content.

    Raises:
        ValueError: the workbook has no list of sheets.
    """
    part = package.free_name("xl/worksheets/sheet{}.xml")
    relation = package.relate(WORKBOOK, "worksheet", part)
    package.declare(part, "worksheet")
    book = package.text(WORKBOOK)
    number = max(map(int, re.findall(r"\bsheetId\s*=\s*[\"'](\d+)", book)), default=0) + 1
    tag = f'<sheet xmlns:r="{package.office}" name="{escaped(name)}" sheetId="{number}" r:id="{relation}"/>'
    at = book.index("</sheets>")
    package.put(WORKBOOK, book[:at] + tag + book[at:])
    package.put(part, "")
    return part


def empty_workbook(names: Sequence[str]) -> dict[str, str]:
    """The parts of a workbook of sheets that are still to be written, as ``xl/worksheets/sheet1.xml`` on."""
    spread = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{escaped(name)}" sheetId="{k}" r:id="rId{k}"/>'
        for k, name in zip(numbers, names, strict=True)
    )
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{k}.xml" ContentType="{spread}.worksheet+xml"/>'
        for k in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{k}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k in numbers
    )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        "[Content_Types].xml": f'{declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/{WORKBOOK}" ContentType="{spread}.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{declaration}<Relationships xmlns="{relations}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="{WORKBOOK}"/></Relationships>',
        WORKBOOK: f'{declaration}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'{declaration}<Relationships xmlns="{relations}">{related}'
        "</Relationships>",
    }


def _head(layout: Layout) -> str:
    tab = f'<tabColor rgb="{layout.colour}"/>' if layout.colour else ""
    pane = (
        f'<pane ySplit="{layout.frozen}" topLeftCell="A{layout.frozen + 1}" activePane="bottomLeft"'
        ' state="frozen"/>'
        if layout.frozen
        else ""
    )
    columns = "".join(
        f'<col min="{k}" max="{k}" width="{width}" customWidth="1"{hidden}/>'
        for k, width in enumerate(layout.widths, 1)
        for hidden in [' hidden="1"' if k - 1 in layout.hidden else ""]
    )
    return (
        f'<sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'
        + (f"<cols>{columns}</cols>" if columns else "")
    )


def _line(cells: Sequence[Cell], row: int, formats: RoleFormat) -> str:
    made = []
    for column, (value, role) in enumerate(cells):
        place = f'<c r="{cell_address(column, row)}" s="{formats(role)}"'
        if value is None:
            made.append(f"{place}/>" if role not in {Role.PLAIN, Role.TEXT} else "")
        elif isinstance(value, int):
            made.append(f"{place}><v>{value}</v></c>")
        else:
            made.append(f'{place} t="inlineStr"><is>{cell_text(value[:LONGEST])}</is></c>')
    height = max((_HEIGHTS.get(role, 0) for value, role in cells if value is not None), default=0)
    sized = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{row}"{sized}>{"".join(made)}</row>'


def _height(shown: Sequence[str], widths: Sequence[int]) -> pl.Expr:
    """The height of a row whose longest cell wraps; not every program finds it out by itself."""
    wrapped = [
        (pl.col(name).str.len_chars().fill_null(0) / width).ceil()
        for name, width in zip(shown, widths, strict=False)
        if width >= _WRAPS
    ]
    if not wrapped:
        return pl.lit("")
    points = (pl.max_horizontal(wrapped) * _LINE).clip(0, _HIGHEST).cast(pl.Int32)
    return pl.when(points > _LINE).then(pl.format(' ht="{}" customHeight="1"', points)).otherwise(pl.lit(""))


def _frame_rows(listing: Listing, shown: Sequence[str], first: int, formats: RoleFormat) -> Iterator[str]:
    by_name = {role.value: str(formats(role)) for role in Role}
    cells = []
    for k, name in enumerate(shown):
        if name in listing.role_of:
            style = pl.col(listing.role_of[name]).replace_strict(by_name, return_dtype=pl.String)
        else:
            style = pl.lit(by_name[listing.roles.get(name, Role.TEXT).value])
        cells.append(_cell(name, column_letter(k), style, blank=True))
    row = pl.concat_str(
        pl.lit('<row r="'), pl.col("row").cast(pl.String), pl.lit('"'), _height(shown, listing.layout.widths),
        pl.lit(">"), *cells, pl.lit("</row>"),
    )  # fmt: skip
    numbered = listing.frame.with_row_index("row", offset=first)
    for part in numbered.iter_slices(_BATCH):
        yield str(part.select(row.str.join("")).item())


def _cell(name: str, letter: str, style: pl.Expr, *, blank: bool = False) -> pl.Expr:
    """A text cell; a null is no cell, or one with a format only."""
    place = pl.concat_str(pl.lit(f'<c r="{letter}'), pl.col("row").cast(pl.String), pl.lit('" s="'), style)
    text = _escaped(pl.col(name).cast(pl.String).str.head(LONGEST))
    full = pl.concat_str(
        place, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>")
    )
    none = pl.concat_str(place, pl.lit('"/>')) if blank else pl.lit("")
    return pl.when(pl.col(name).is_null()).then(none).otherwise(full)


def _escaped(text: pl.Expr) -> pl.Expr:
    """As ``markup.cell_text``, on a column."""
    return (
        text.str.replace_all(_ILLEGAL, " ")
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
        .str.replace_all(r"_(x[0-9A-Fa-f]{4}_)", "_x005F_$1")
    )


def _links(listing: Listing, shown: Sequence[str], first: int) -> Iterator[str]:
    for name, place in listing.links.items():
        letter = column_letter(shown.index(name))
        targets = listing.frame.head(_MOST_LINKS).select(
            pl.concat_str(
                pl.lit(f'<hyperlink ref="{letter}'),
                (pl.int_range(pl.len()) + first).cast(pl.String),
                pl.lit('" location="'),
                _escaped(pl.col(place)).str.replace_all('"', "&quot;", literal=True),
                pl.lit('"/>'),
            ).str.join("")
        )
        yield str(targets.item() or "")
