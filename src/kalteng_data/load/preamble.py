"""Places stated above a table: ``KECAMATAN : X``, a label and its value in two cells, or within a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kalteng_data.load.placenames import opening_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VILLAGE = (
    r"(?:desa|ds\.?)\s*/\s*kel(?:urahan|\.|\b)|(?:kelurahan|kel\.?)\s*/\s*desa|"
    r"desa|ds(?:\.|\b)|kelurahan|kel(?:\.|\b)|village"
)
_FIELDS = (
    ("provinsi", r"provinsi|propinsi|prov(?:\.|\b)|province"),
    ("kabupaten", r"(?:kabupaten|kab\.?)\s*/\s*kota|kabupaten|kab(?:\.|\b)|regency"),
    ("kecamatan", r"kecamatan|kec(?:\.|\b)|(?:sub)?district"),
    ("desa", _VILLAGE),
)
_LABEL = "|".join(f"(?P<{field}>{pattern})" for field, pattern in _FIELDS)
_STATED = re.compile(rf"(?i)\b(?:nama\s+|kode\s+)?(?:{_LABEL})\s*[:=]\s*")
_TITLED = re.compile(rf"(?i)\b(?:{_LABEL})\s+")
_ALONE = re.compile(rf"(?i)^\W*(?:nama\s+)?(?:{_LABEL})\W*$")
_OFFICE = re.compile(
    r"(?i)(?:kepala|perangkat|masyarakat|pemberdayaan|se|dana|tiap|per|semua|seluruh|oleh)[\s-]*$"
)
_STOP = re.compile(
    r"(?i)\s+(?:tahun|periode|bulan|per|rt|rw|dusun|tanggal|semester|triwulan)\b.*$|[,;(].*$|\s+[-\u2013]\s+.*$"
)
_CODE = re.compile(r"^[\W\d]*\d[\W\d]*(?=[A-Za-z])")
"""A place's code before its name: ``[620601] KAMIPANG``, ``06 - KAMIPANG``."""
_MARKS = " .:-_/"
_WORDS = re.compile(r"(?i)^(?:se|tahun|dan|di|yang|kota|kabupaten|kecamatan|desa|kelurahan)\b")


def stated_places(rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """Place fields and their texts, from the rows above a header; a labelled value goes before a title's."""
    stated: dict[str, str] = {}
    titled: dict[str, str] = {}
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row if cell is not None and cell.strip()]
        line = "\t".join(cells)
        if ":" in line or "=" in line:
            _collect(line, _STATED, stated)
        elif not _beside(cells, stated):
            _collect(line.replace("\t", " , "), _TITLED, titled)
    return titled | stated


def _beside(cells: Sequence[str], into: dict[str, str]) -> bool:
    """Values in the cell after a cell that holds nothing but a label (``KECAMATAN`` | ``KAMIPANG``)."""
    labels = [_ALONE.match(cell) for cell in cells]
    found = False
    for i, label in enumerate(labels[:-1]):
        if label is not None and label.lastgroup is not None and labels[i + 1] is None:
            found |= _keep(label.lastgroup, cells[i + 1], into)
    return found


def _collect(line: str, pattern: re.Pattern[str], into: dict[str, str]) -> None:
    flat = line.replace("\t", " ") if pattern is _TITLED else re.sub(r"\t?\s*([:=])\s*\t?", r"\1", line)
    found = [m for m in pattern.finditer(flat) if not _OFFICE.search(flat[: m.start()])]
    for i, match in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(flat)
        value = flat[match.end() : end].split("\t", 1)[0]
        value = re.split(r"\s+\w[\w /]*:", value)[0]
        if match.lastgroup is not None:
            _keep(match.lastgroup, value, into)


def _keep(field: str, text: str, into: dict[str, str]) -> bool:
    """Whether ``text`` says a place's name; the first one stated of a field is kept.

    A known name ends where it ends, whatever follows; of another one, words of time and smaller places go.
    """
    said = _CODE.sub("", text)
    value = opening_name(field, said.strip(_MARKS))
    if value is None:
        value = _STOP.sub("", said).strip(_MARKS)
        if not re.search(r"[A-Za-z]{3}", value) or _WORDS.match(value) or len(value) > 60:
            return False
    into.setdefault(field, value)
    return True
