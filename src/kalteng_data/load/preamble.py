"""Places stated above a table: ``KECAMATAN : X``, cells split anyhow, or within a title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FIELDS = (
    ("provinsi", r"provinsi|propinsi|prov\."),
    ("kabupaten", r"kabupaten\s*/\s*kota|kab\.?\s*/\s*kota|kabupaten|kab\."),
    ("kecamatan", r"kecamatan|kec\."),
    ("desa", r"desa\s*/\s*kel(?:urahan|\.)?|kelurahan\s*/\s*desa|desa|kelurahan"),
)
_LABEL = "|".join(f"(?P<{field}>{pattern})" for field, pattern in _FIELDS)
_STATED = re.compile(rf"(?i)\b(?:nama\s+|kode\s+)?(?:{_LABEL})\s*[:=]\s*")
_TITLED = re.compile(rf"(?i)\b(?:{_LABEL})\s+")
_OFFICE = re.compile(
    r"(?i)(?:kepala|perangkat|masyarakat|pemberdayaan|se|dana|tiap|per|semua|seluruh|oleh)[\s-]*$"
)
_STOP = re.compile(r"(?i)\s+(?:tahun|periode|bulan|per|rt|rw|dusun|tanggal|semester|triwulan)\b.*$|[,;(].*$")
_WORDS = re.compile(r"(?i)^(?:se|tahun|dan|di|yang|kota|kabupaten|kecamatan|desa|kelurahan)\b")


def stated_places(rows: Iterable[Sequence[str | None]]) -> dict[str, str]:
    """Place fields and their texts, from the rows above a header; a labelled value goes before a title's."""
    stated: dict[str, str] = {}
    titled: dict[str, str] = {}
    for row in rows:
        line = "\t".join(" ".join(cell.split()) for cell in row if cell is not None and cell.strip())
        if ":" in line or "=" in line:
            _collect(line, _STATED, stated)
        else:
            _collect(line.replace("\t", " , "), _TITLED, titled)
    return titled | stated


def _collect(line: str, pattern: re.Pattern[str], into: dict[str, str]) -> None:
    flat = line.replace("\t", " ") if pattern is _TITLED else re.sub(r"\t?\s*([:=])\s*\t?", r"\1", line)
    found = [m for m in pattern.finditer(flat) if not _OFFICE.search(flat[: m.start()])]
    for i, match in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(flat)
        value = flat[match.end() : end].split("\t", 1)[0]
        value = re.split(r"\s+\w[\w /]*:", value)[0]
        value = _STOP.sub("", value).strip(" .:-_/")
        field = match.lastgroup
        if field is None or not re.search(r"[A-Za-z]{3}", value) or _WORDS.match(value) or len(value) > 60:
            continue
        into.setdefault(field, value)
