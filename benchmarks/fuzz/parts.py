"""Damage to what a zip holds: parts are unpacked, spoilt and packed anew with sound checksums.

A flipped byte of a zip is mostly caught by its checksum; these reach the readers behind it.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING

from benchmarks.fuzz.spoil import spoilt

if TYPE_CHECKING:
    from random import Random

_NUMBER = re.compile(rb'(?<=")-?\d+(?=")')
_ADDRESS = re.compile(rb'(?<=")[A-Z]{1,3}\d+(?=")')
_TAG = re.compile(rb"<[^<>]*>")
_TEXT = re.compile(rb">([^<>]+)<")
_NUMBERS = (
    b"-1", b"0", b"1", b"255", b"16384", b"16385", b"65536", b"1048576", b"1048577", b"99999999",
    b"4294967295", b"4294967296", b"18446744073709551616", b"1e99", b"NaN", b"", b"\xff",
)  # fmt: skip
_ADDRESSES = (
    b"A1",
    b"XFD1048576",
    b"XFE1",
    b"A0",
    b"A1048577",
    b"ZZZZ1",
    b"A99999999999",
    b"1A",
    b"a5",
    b"\xc3",
)
_TEXTS = (
    b"&#0;", b"&#x1b;[31m", b"&lt;script&gt;alert(1)&lt;/script&gt;", b"=cmd|'/c calc'!A0", b"\x00",
    b"\x1b[2J",
    b"&unknown;", b"\xff\xfe", b"]]>", b"<![CDATA[x]]>", "\u202egnp".encode(), b"x" * 40_000, b"_x000D_",
    "\ufffe\U0010ffff".encode(), b"1e400", b"6206030101010001.0",
)  # fmt: skip
_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
)
_NAMES = (
    "../../a.csv", "/etc/a.csv", "C:\\a.csv", "a\x1b[2J.csv", "a\nb.csv", "a\u202evsc.exe.csv",
    "x" * 300 + ".csv", "CON.csv", "", "a.zip", "xl/worksheets/sheet1.xml", "content.xml", "xl/workbook.bin",
)  # fmt: skip


def parts_spoilt(content: bytes, other: bytes, random: Random) -> bytes:
    """A zip with one to three of its parts spoilt, left out, renamed, doubled or exchanged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(io.BytesIO(other)) as archive:
        foreign = [archive.read(name) for name in archive.namelist()]
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        place = random.randrange(len(parts))
        name, body = parts[place]
        what = random.randrange(20)
        if what == 0 and len(parts) > 1:
            del parts[place]
        elif what == 1:
            parts[place] = (random.choice(_NAMES), body)
        elif what == 2:
            parts.append((name, random.choice(foreign)))
        elif what == 3:
            parts[place] = (name, random.choice(foreign))
        else:
            parts[place] = (name, _part_spoilt(name, body, random))
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")  # a name may stand twice
        for name, body in parts:
            way = random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
            archive.writestr(zipfile.ZipInfo(name or "x"), body, way)
    return held.getvalue()


def _part_spoilt(name: str, body: bytes, random: Random) -> bytes:
    if not name.endswith((".xml", ".rels")) or random.random() < 0.15:
        return spoilt(body, body, random)
    for _ in range(random.choice((1, 1, 2, 5))):
        body = _markup_spoilt(body, random)
    return body


def _markup_spoilt(body: bytes, random: Random) -> bytes:
    """XML that is still near to XML: a number, address, text or tag of it is another."""
    what = random.randrange(8)
    if what in {0, 1}:
        return _exchanged(_NUMBER, body, random.choice(_NUMBERS), random)
    if what == 2:
        return _exchanged(_ADDRESS, body, random.choice(_ADDRESSES), random)
    if what == 3:
        return _exchanged(_TEXT, body, b">" + random.choice(_TEXTS) + b"<", random)
    if what in {4, 5}:
        tag = random.choice(_TAG.findall(body) or [b"<a>"])
        return _exchanged(_TAG, body, tag * random.choice((0, 1, 2, 60)), random)
    if what == 6:
        end = body.find(b"?>") + 2
        return body[:end] + _LAUGHS + body[end:].replace(b"<v>", b"<v>&b;", 3)
    return spoilt(body, body, random)


def _exchanged(pattern: re.Pattern[bytes], body: bytes, piece: bytes, random: Random) -> bytes:
    """``body`` with one match of ``pattern``, any of them, replaced."""
    found = list(pattern.finditer(body))
    if not found:
        return body
    match = random.choice(found)
    return body[: match.start()] + piece + body[match.end() :]
