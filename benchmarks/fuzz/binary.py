"""A minimal xlsb, written by hand: nothing else here writes one ([MS-XLSB])."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Cell = str | int | float | bool | None

_ROW, _RK, _BOOL, _REAL, _TEXT, _SHARED = 0, 2, 4, 5, 6, 7
_SHEET, _END_SHEET, _DATA, _END_DATA, _EXTENT = 129, 130, 145, 146, 148
_BOOK, _END_BOOK, _SHEETS, _END_SHEETS, _BUNDLE, _CALCULATION = 131, 132, 143, 144, 156, 157
_STRINGS, _END_STRINGS, _STRING = 159, 160, 19
_STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}
_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.'
    b'macroEnabled.main"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    b'relationships+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsb(
    sheets: Mapping[str, Mapping[tuple[int, int], Cell]],
    states: Mapping[str, str] | None = None,
    *,
    inline: bool = False,
) -> bytes:
    """A workbook whose sheets hold the given cells, by row and column from 0.

    Args:
        sheets: cells by sheet; whole numbers below 2^29 become RK records, others doubles.
        states: sheets that are ``hidden`` or ``veryHidden``.
        inline: texts stand in the cells, not in the list of shared ones.
    """
    shared: dict[str, int] = {}
    parts = {"[Content_Types].xml": _TYPES}
    targets = {f"rId{i}": f"worksheets/sheet{i}.bin" for i in range(1, len(sheets) + 1)}
    for target, cells in zip(targets.values(), sheets.values(), strict=True):
        parts[f"xl/{target}"] = _sheet(cells, None if inline else shared)
    parts["xl/workbook.bin"] = _workbook(zip(sheets, targets, strict=True), states or {})
    parts["xl/_rels/workbook.bin.rels"] = _relations(targets, "worksheet")
    parts["_rels/.rels"] = _relations({"rId1": "xl/workbook.bin"}, "officeDocument")
    if shared:
        items = b"".join(record(_STRING, b"\0" + _wide(text)) for text in shared)
        count = struct.pack("<2I", len(shared), len(shared))
        parts["xl/sharedStrings.bin"] = record(_STRINGS, count) + items + record(_END_STRINGS)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def record(kind: int, body: bytes = b"") -> bytes:
    """One record: its type and its length in groups of 7 bits, then its bytes (2.1.4)."""
    return _grouped(kind, 2) + _grouped(len(body), 4) + body


def table(lines: Sequence[Sequence[Cell]], top: int = 0, left: int = 0) -> dict[tuple[int, int], Cell]:
    """Lines of cells, laid out from a corner."""
    return {(top + i, left + j): value for i, line in enumerate(lines) for j, value in enumerate(line)}


def _grouped(number: int, most: int) -> bytes:
    groups = bytearray()
    for _ in range(most):
        groups.append(number & 0x7F)
        number >>= 7
        if not number:
            break
        groups[-1] |= 0x80
    return bytes(groups)


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _sheet(cells: Mapping[tuple[int, int], Cell], shared: dict[str, int] | None) -> bytes:
    places = sorted(place for place, value in cells.items() if value is not None)
    rows, columns = [r for r, _ in places] or [0], [c for _, c in places] or [0]
    extent = struct.pack("<4I", min(rows), max(rows), min(columns), max(columns))
    out = [record(_SHEET), record(_EXTENT, extent), record(_DATA)]
    current = -1
    for row, column in places:
        if row != current:
            out.append(record(_ROW, struct.pack("<2IHBBBI", row, 0, 300, 0, 0, 0, 0)))
            current = row
        out.append(_cell(column, cells[row, column], shared))
    return b"".join([*out, record(_END_DATA), record(_END_SHEET)])


def _cell(column: int, value: Cell, shared: dict[str, int] | None) -> bytes:
    head = struct.pack("<2I", column, 0)
    if isinstance(value, bool):
        return record(_BOOL, head + bytes([value]))
    if isinstance(value, str):
        if shared is None:
            return record(_TEXT, head + _wide(value))
        return record(_SHARED, head + struct.pack("<I", shared.setdefault(value, len(shared))))
    if isinstance(value, int) and abs(value) < 1 << 29:
        return record(_RK, head + struct.pack("<i", value * 4 | 2))
    return record(_REAL, head + struct.pack("<d", value))


def _workbook(sheets: Iterable[tuple[str, str]], states: Mapping[str, str]) -> bytes:
    bundles = b"".join(
        record(
            _BUNDLE,
            struct.pack("<2I", _STATES[states.get(name, "visible")], number) + _wide(link) + _wide(name),
        )
        for number, (name, link) in enumerate(sheets, start=1)
    )
    return b"".join(
        [record(_BOOK), record(_SHEETS), bundles, record(_END_SHEETS), record(157), record(_END_BOOK)]
    )


def _relations(targets: Mapping[str, str], kind: str) -> bytes:
    links = "".join(
        f'<Relationship Id="{link}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for link, target in targets.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{namespace}">{links}</Relationships>'.encode()
