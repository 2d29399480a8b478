"""The sender's own file handed back: cells at fault coloured, a note on each, all findings listed.

A workbook in OOXML keeps whatever it holds (formats, formulas, merges, pictures, macros, which are never
run); other files become a new workbook with their rows as text at the same addresses.
"""

from __future__ import annotations

import bisect
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from kalteng_data.errors import InputError, SettingsError
from kalteng_data.load.grid import Grid
from kalteng_data.load.grids import read_grids
from kalteng_data.load.own import LIST_SHEET, SUMMARY_SHEET, TEXT_SHEET
from kalteng_data.load.safety import Container, look
from kalteng_data.load.sheetxml import scan_sheet, sheet_entries
from kalteng_data.model import Severity, cell_address, column_index
from kalteng_data.write.beside import written_beside
from kalteng_data.write.ooxml.cells import Paint, column_widths, repainted
from kalteng_data.write.ooxml.markup import escaped
from kalteng_data.write.ooxml.notes import Note, add_notes
from kalteng_data.write.ooxml.package import WORKBOOK, Package
from kalteng_data.write.ooxml.sheets import Listing, add_sheet, empty_workbook, grid_blocks, listing_xml
from kalteng_data.write.ooxml.styles import Role, Styles
from kalteng_data.write.proof import prove
from kalteng_data.write.table import SHEET_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kalteng_data.load.grid import Merge
    from kalteng_data.load.sheetxml import SheetEntry
    from kalteng_data.model import Source

FILL = "fill"
"""Column of the list of findings that is filled here: the fill that a cell had before."""
SPOT = "spot"
_BLOCK = 8 << 20
_NOTE = 4_000
"""Characters of a note; a workbook takes 32,767, a person fewer."""
_ODD = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, IndexError, RuntimeError)
"""What a workbook raises that is written in ways nobody has seen yet."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a marked copy is made of.

    ``marks`` has ``sheet, spot, severity, note``, one row a finding; ``problems`` lists the findings, its
    frame with ``sheet``, ``spot`` and ``fill``; ``former`` (``sheet, cell, fill``) tells the fills of cells
    marked earlier, ``own`` the names of sheets that an earlier marking added: of the list and of the summary.
    """

    source: Source
    marks: pl.DataFrame
    problems: Listing
    summary: Listing
    former: pl.DataFrame
    own: tuple[str | None, str | None] = (None, None)


def write_marked(copy: Copy, output: Path) -> Path:
    """Write the marked copy and return its place: a workbook with macros keeps a name ending in ``.xlsm``.

    Raises:
        InputError: the file cannot be read any more, or its XML is put together in an unknown way.
        OutputError: ``output`` cannot be written; nothing is left of it.
        SettingsError: a text file of more rows than a sheet holds.
    """
    path, file = copy.source.path, copy.source.file
    container = look(path, file)
    try:
        if container is Container.XLSX:
            with zipfile.ZipFile(path) as archive:
                package = Package(archive)
                if package.has_macros:
                    output = output.with_suffix(".xlsm")
                sheets = [_Sheet.of(archive, entry, file) for entry in sheet_entries(archive) if entry.part]
                _write(copy, package, sheets, output)
        else:
            archive, sheets = _anew(copy.source)
            with archive:
                _write(copy, Package(archive), sheets, output)
    except _ODD as error:
        raise InputError("cannot-mark", file=file) from error
    return output


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of the copy: its part, how to read it, its merged ranges; ``new`` when the part is empty."""

    name: str
    part: str
    blocks: Callable[[], Iterable[bytes]]
    merges: Callable[[], Sequence[Merge]]
    new: bool = False

    @staticmethod
    def of(archive: zipfile.ZipFile, entry: SheetEntry, file: str) -> _Sheet:
        return _Sheet(
            entry.name,
            entry.part,
            lambda: _read(archive, entry.part),
            lambda: scan_sheet(archive, entry, file).merges,
        )


def _read(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _anew(source: Source) -> tuple[zipfile.ZipFile, list[_Sheet]]:
    """A workbook of the file's rows: its parts but the sheets, and the sheets still to be written."""
    grids = [
        grid for grid in read_grids(source.path, source.file, source.separator) if isinstance(grid, Grid)
    ]
    names = [grid.sheet or TEXT_SHEET for grid in grids]
    for grid in grids:
        if grid.frame.height > SHEET_ROWS:
            raise SettingsError("too-many-rows", table=source.file, rows=grid.frame.height)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for part, text in empty_workbook(_allowed(names)).items():
            made.writestr(part, text)
        for number in range(1, len(names) + 1):
            made.writestr(f"xl/worksheets/sheet{number}.xml", "")
    sheets = [
        _Sheet(name, f"xl/worksheets/sheet{number}.xml", _blocks_of(grid.frame), tuple, new=True)
        for number, (name, grid) in enumerate(zip(names, grids, strict=True), 1)
    ]
    return zipfile.ZipFile(held), sheets


def _allowed(names: Sequence[str]) -> list[str]:
    """Names as a workbook allows them: 31 characters, no brackets, colons, stars or slashes, each once."""
    made: list[str] = []
    for name in names:
        short = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or TEXT_SHEET
        made.append(short if len(short) == len(name) or short not in made else _free_name(short[:28], made))
    return made


def _blocks_of(frame: pl.DataFrame) -> Callable[[], Iterable[bytes]]:
    # Format 1 of the new workbook is that of text: see _write.
    return lambda: grid_blocks(frame, 1)


def _write(copy: Copy, package: Package, sheets: Sequence[_Sheet], output: Path) -> None:
    part = _styles_part(package)
    styles = Styles(package.text(part) if package.has(part) else None)
    styles.role(Role.PLAIN)
    fills: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        _mark(copy, package, sheet, styles, fills)
    problems = copy.problems
    _add(package, sheets, LIST_SHEET, copy.own[0], lambda: _with_fills(problems, fills), styles)
    _add(package, sheets, SUMMARY_SHEET, copy.own[1], lambda: copy.summary, styles)
    if not package.has(part):
        package.relate(WORKBOOK, "styles", part)
        package.declare(part, "styles")
    package.put_last(part, styles.text)

    def proven(beside: Path) -> None:
        added = {name for name in copy.own if name is not None}
        before = None if sheets and sheets[0].new else copy.source.path
        prove(beside, before, copy.source.file, package.written, added)

    with written_beside(output, proven) as target:
        package.save(target)


def _styles_part(package: Package) -> str:
    found = [part for _, part in package.related(WORKBOOK, "styles")]
    return found[0] if found else "xl/styles.xml"


def _mark(
    copy: Copy, package: Package, sheet: _Sheet, styles: Styles, fills: dict[tuple[str, str], str]
) -> None:
    """Have one sheet written with its marks; ``fills`` is told of the cells' fills as they are met."""
    marks = copy.marks.filter(pl.col("sheet") == sheet.name)
    former = copy.former.filter(pl.col("sheet") == sheet.name)
    if marks.is_empty() and former.is_empty():
        if sheet.new:
            package.stream(sheet.part, sheet.blocks)
        return
    spots = [
        (_place(spot), Severity(level), note)
        for spot, level, note in marks.select(SPOT, "severity", "note").rows()
    ]
    before = {_place(cell): fill or "" for cell, fill in former.select("cell", "fill").rows()}
    anchor = _anchors(sheet.merges())
    paints: dict[int, dict[int, Paint]] = {}
    notes: dict[tuple[int, int], list[str]] = {}
    for place, fill in before.items():
        row, column = anchor(*place)
        paints.setdefault(row, {})[column] = Paint(former=fill)
    for place, severity, note in spots:
        row, column = anchor(*place)
        paint = paints.setdefault(row, {}).get(column, Paint())
        worst = max(paint.severity or severity, severity, key=lambda s: s.rank)
        paints[row][column] = Paint(worst, paint.former)
        notes.setdefault((row, column), []).append(note)

    def formatted(row: int, column: int, base: int) -> int:
        paint = paints[row][column]
        own = styles.fill_of(base) if paint.former is None else paint.former
        fills[sheet.name, cell_address(column, row)] = own
        return paint.over(base, styles)

    boxes = [Note(row, column, _note(texts)) for (row, column), texts in notes.items()]
    drawing = add_notes(package, sheet.part, boxes, column_widths(next(iter(sheet.blocks()), b"")))
    package.stream(sheet.part, lambda: repainted(sheet.blocks(), paints, formatted, drawing))


def _note(texts: Sequence[str]) -> str:
    whole = "\n\n".join(dict.fromkeys(texts))
    return whole if len(whole) <= _NOTE else whole[: _NOTE - 3].rstrip() + "..."


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_index(letters)


def _anchors(merges: Sequence[Merge]) -> Callable[[int, int], tuple[int, int]]:
    """From a cell (row 1-based) to the one that shows it: a merged range is shown by its first cell."""
    by_column: dict[int, list[tuple[int, int, int]]] = {}
    for merge in merges:
        for column in range(merge.left, min(merge.right, merge.left + 500) + 1):
            by_column.setdefault(column, []).append((merge.top, merge.bottom, merge.left))
    for ranges in by_column.values():
        ranges.sort()

    def anchor(row: int, column: int) -> tuple[int, int]:
        ranges = by_column.get(column, [])
        at = bisect.bisect_right(ranges, (row - 1, 1 << 30, 0)) - 1
        if at >= 0 and ranges[at][0] <= row - 1 <= ranges[at][1]:
            return ranges[at][0] + 1, ranges[at][2]
        return row, column

    return anchor


def _with_fills(problems: Listing, fills: Mapping[tuple[str, str], str]) -> Listing:
    """The list with each cell's own fill: with it a later marking can take this one's colour off again."""
    frame = problems.frame
    known = [fills.get(place, "") for place in zip(frame["sheet_name"], frame[SPOT], strict=True)]
    filled = frame.with_columns(pl.Series(FILL, known, pl.String)).drop("sheet_name", SPOT)
    return Listing(problems.lines, filled, problems.roles, problems.role_of, problems.links, problems.layout)


def _add(
    package: Package,
    sheets: Sequence[_Sheet],
    name: str,
    former: str | None,
    listing: Callable[[], Listing],
    styles: Styles,
) -> None:
    """Have an added sheet written last; that of an earlier marking is written over where it stands."""
    kept = next((sheet.part for sheet in sheets if sheet.name == former), None)
    if kept is None:
        part = add_sheet(package, _free_name(name, [sheet.name for sheet in sheets]))
    else:
        part = kept
        package.without_relations(part)
        _forget_filter(package, former or name)
    package.put_last(part, lambda: listing_xml(listing(), styles.role, strict=package.strict))


def _forget_filter(package: Package, sheet: str) -> None:
    """Take out the range that a program noted for the filter of a list which is now written anew."""
    quoted = "'?" + re.escape(escaped(sheet.replace("'", "''"))) + "'?!"
    pattern = rf"<definedName\s[^>]*_xlnm\._FilterDatabase[^>]*>{quoted}[^<]*</definedName>"
    package.put(WORKBOOK, re.sub(pattern, "", package.text(WORKBOOK)))


def _free_name(name: str, taken: Sequence[str]) -> str:
    """``name``, or with a number where the sender has a sheet of that name."""
    used = {other.casefold() for other in taken}
    if name.casefold() not in used:
        return name
    number = 2
    while f"{name} {number}".casefold() in used:
        number += 1
    return f"{name} {number}"
