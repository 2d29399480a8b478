"""Files made to harm are refused within bounds of memory and time, and say why."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from benchmarks.fuzz.binary import table, xlsb
from benchmarks.fuzz.seeds import people
from tests.cli.dangers import LIST, MIB, altered, packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Measured

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes differ on Windows")
GOLDEN = Path(__file__).parents[1] / "golden"


def locked_xls() -> bytes:
    """The golden old workbook with the record of a password put in place of one that nobody needs."""
    data = (GOLDEN / "warga_libreoffice.xls").read_bytes()
    place = data.index(b"\x42\x00\x02\x00")  # CODEPAGE
    return data[:place] + b"\x2f\x00" + data[place + 2 :]


def locked_ods() -> bytes:
    """The golden ods with its content scrambled, as its list of parts says."""
    sound = GOLDEN / "warga_libreoffice.ods"
    with zipfile.ZipFile(sound) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["content.xml"] = bytes(range(256)) * 20
    entry = b"<manifest:encryption-data/></manifest:manifest>"
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(b"</manifest:manifest>", entry)
    return packed(*parts.items())


def matryoshka(depth: int) -> bytes:
    inner = packed(("a.csv", LIST))
    for _ in range(depth):
        inner = packed(("b.zip", inner))
    return inner


def zips_in_a_zip(beside: int) -> bytes:
    """Five GiB in 27 zips within one of some MiB, beside a picture of ``beside`` bytes."""
    inner = packed(("a.csv", bytes(190 * MIB)))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for i in range(27):
            archive.writestr(f"{i}.zip", inner)
        archive.writestr("foto.jpg", bytes(beside))
    return held.getvalue()


MANY_CELLS = b"<c><v>1</v></c>" * 1_000_000
PADDED_CELLS = b"".join(
    b"<c><v>%d</v></c><!--%s-->" % (number, b64encode(sha256(b"%d" % number).digest()))
    for number in range(60_000)
)
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 99 + b'"><!ENTITY b "' + b"&a;" * 99 + b'">]>'

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "locked old workbook": ("kunci.xls", locked_xls, "encrypted"),
    "locked ods": ("kunci.ods", locked_ods, "encrypted"),
    "locked ods in one part": (
        "kunci.ods",
        lambda: packed(("mimetype", b"application/vnd"), ("encrypted-package", b"x" * 900)),
        "encrypted",
    ),
    "one byte": ("satu.xlsx", lambda: b"P", "no-table"),
    "one byte of text": ("satu.csv", lambda: b"x", "no-table"),
    "empty workbook": ("kosong.xlsx", lambda: b"", "empty-file"),
    "empty zip": ("kosong.zip", lambda: b"", "truncated"),
    "zips in zips in zips in zips": ("boneka.zip", lambda: matryoshka(4), "zip-bomb"),
    "zips in a zip that swell a thousandfold": ("bengkak.zip", lambda: zips_in_a_zip(0), "zip-bomb"),
    "zips in a zip past four GiB": ("bengkak.zip", lambda: zips_in_a_zip(30 * MIB), "zip-bomb"),
    "many members": ("banyak.zip", lambda: packed(*((f"{i}.csv", b"") for i in range(20_001))), "zip-bomb"),
    "a million columns": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b'r="B2"', b'r="BDWGN2"')),
        "far-cell",
    ),
    "a million cells without address": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b"</row>", MANY_CELLS + b"</row>", 1)),
        "far-cell",
    ),
    "cells without address that pack as badly as any list": (
        "lebar.xlsx",
        lambda: altered("sheet1.xml", lambda b: b.replace(b"</row>", PADDED_CELLS + b"</row>", 1)),
        "far-cell",
    ),
    "a wide row above a high sheet": (
        "tinggi.xlsx",
        lambda: altered(
            "sheet1.xml", lambda b: b.replace(b'r="B1"', b'r="ZZ1"').replace(b'r="A11"', b'r="A1048576"')
        ),
        "far-cell",
    ),
    "a million columns of a binary workbook": (
        "lebar.xlsb",
        lambda: xlsb({"Data": table(people()) | {(3, 1_000_000): "x"}}),
        "far-cell",
    ),
    "20,000 columns of text": (
        "lebar.csv",
        lambda: b";".join(b"k%d" % i for i in range(20_000)) + b"\n1;2\n",
        "too-wide",
    ),
    "a million columns of text": ("lebar.csv", lambda: b";" * 1_000_000 * 2 + b"\n1;2\n", "endless-line"),
    "a document type that unfolds": (
        "tawa.xlsx",
        lambda: altered(
            "sharedStrings.xml",
            lambda b: b.replace(b"<sst", LAUGHS + b"<sst", 1).replace(b"NIK", b"&b;"),
        ),
        "truncated",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_made_to_harm_is_refused_within_bounds(
    what: str, measured: Callable[..., Measured], kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    name, content, code = REFUSED[what]
    (tmp_path / name).write_bytes(content())
    ran = measured("validate", name, "--lang", "id")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2), ran.err
    assert name in ran.err.splitlines()[0]
    assert ran.mib < 700
    assert ran.seconds < 30
    logged = kalteng("validate", name, "--lang", "en", "--log-format", "json")
    assert (logged.code, logged.out) == (2, "")
    told = json.loads(logged.err.splitlines()[-1])
    assert told["event"] == code
    assert told["message"] not in ran.err
