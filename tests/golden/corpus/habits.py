"""Habits of clerks and programs: remarks beside headers, ditto marks, padding, formulas that keep digits."""

from __future__ import annotations

from tests.golden.corpus.frames import FIELDS, FIRST, GROUPED, LAST, UNDER
from tests.golden.corpus.layouts import HEADED
from tests.golden.corpus.making import (
    DESA,
    HEAD,
    LIST,
    PEOPLE,
    Entry,
    at,
    at_rows,
    book,
    line,
    lines,
    raw,
    sheet,
    text,
)
from tests.golden.corpus.values import BORN, births, niks

_DITTO = [[i, p.kk if p.peran[0] == "K" else '"', *line(i, p)[2:]] for i, p in enumerate(PEOPLE, 1)]
_TOLD = (
    "diisi",
    "16 digit",
    "16 digit",
    "sesuai KTP",
    "pilih",
    "format tanggal",
    "pilih",
    "3 digit",
    "wajib",
)
_FULL_WIDTH = {48 + digit: 0xFF10 + digit for digit in range(10)}
_ROWS = [[str(cell) for cell in row] for row in LIST]
_COMMAS = [",".join(row) for row in _ROWS]
_VILLAGES = at_rows([3, 4, 5, 6, 8, 9, 10, 11])

HABITS = (
    Entry(
        "three-rows-of-headers",
        "a.xlsx",
        sheet((["DATA DIRI", None, None, "LAHIR", None, None, "TEMPAT TINGGAL"], UNDER, FIELDS, *GROUPED)),
        at(4),
    ),
    Entry("header-far-below", "a.xlsx", sheet((*[()] * 59, *LIST)), at(61)),
    Entry("how-to-fill-in", "a.xlsx", sheet((HEAD, _TOLD, *lines())), at(3), skipped={"instruction": (2,)}),
    Entry("ditto-marks", "a.xlsx", sheet((HEAD, *_DITTO)), at(2)),
    Entry(
        "recapitulation-below",
        "a.xlsx",
        sheet(
            (*LIST, (), ["REKAPITULASI"], ["Laki-laki", None, 4], ["Perempuan", None, 4], ["Jumlah", None, 8])
        ),
        at(2),
    ),
    Entry(
        "subtotal-with-a-unit",
        "a.xlsx",
        sheet((HEAD, *lines(FIRST), ["Jumlah RT 001", None, None, "4 orang"], *lines(LAST, 5))),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
    ),
    Entry(
        "villages-as-headings",
        "a.xlsx",
        sheet((HEADED[0], [f"DESA {DESA}"], *HEADED[1:5], ["DESA JAHANJANG"], *HEADED[5:])),
        _VILLAGES,
        values={row: {"kode_desa": "62.06.01.2008" if row < 7 else "62.06.01.2006"} for _, row in _VILLAGES},
    ),
    Entry("starred-headers", "a.xlsx", sheet(([f"{word}*" for word in HEAD], *lines())), at(2)),
    Entry("remarks-in-headers", "a.xlsx", sheet(([f"{word} (wajib)" for word in HEAD], *lines())), at(2)),
    Entry(
        "numbering-in-plain-numbers",
        "a.xlsx",
        sheet((HEAD, list(range(1, 10)), *lines())),
        at(3),
        skipped={"numbering": (2,)},
    ),
    Entry(
        "empty-sheet-first",
        "a.xlsx",
        book({"Sheet1": (), "Data": LIST}),
        at(2),
        passed=frozenset({("Sheet1", "empty")}),
    ),
    Entry("nik-as-a-formula", "a.csv", text(niks(lambda p: f'="{p.nik}"'), ";"), at(2, sheet="")),
    Entry("nik-with-decimals", "a.csv", text(niks(lambda p: p.nik + ",00"), ";"), at(2, sheet="")),
    Entry("nik-with-unseen-signs", "a.xlsx", sheet(niks(lambda p: f"\u200b{p.nik}\ufeff")), at(2)),
    Entry("nik-in-wide-digits", "a.xlsx", sheet(niks(lambda p: p.nik.translate(_FULL_WIDTH))), at(2)),
    Entry("nik-in-groups", "a.xlsx", sheet(niks(lambda p: f"{p.nik[:6]}-{p.nik[6:12]}-{p.nik[12:]}")), at(2)),
    Entry("nik-after-its-label", "a.xlsx", sheet(niks(lambda p: f"NIK. {p.nik}")), at(2)),
    Entry(
        "birth-two-digit-year",
        "a.xlsx",
        sheet(births(lambda d: f"{d:%d-%m-%y}")),
        at(2),
        values={row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)},
    ),
    Entry(
        "birth-with-midnight",
        "a.xlsx",
        sheet(births(lambda d: f"{d:%d/%m/%Y} 00:00:00")),
        at(2),
        values={row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)},
    ),
    Entry(
        "padded-with-semicolons",
        "a.csv",
        text((["DAFTAR", *[""] * 8], [""] * 9, *LIST, ["JUMLAH", "8", *[""] * 7], [""] * 9), ";"),
        at(4, sheet=""),
        skipped={"total": (12,)},
    ),
    Entry(
        "signed-in-tabs",
        "a.tsv",
        text((["DAFTAR"], (), *LIST, (), ["Kasongan, 1 Januari 2025"], ["Lurah"], ["H. SUPIANOR"]), "\t"),
        at(4, sheet=""),
    ),
    Entry(
        "other-separators-in-the-title",
        "a.csv",
        raw("\n".join(["Daftar; penduduk; desa", *_COMMAS])),
        at(3, sheet=""),
    ),
    Entry(
        "line-ends-of-two-kinds",
        "a.csv",
        raw("\r\n".join(_COMMAS[:4]) + "\n" + "\n".join(_COMMAS[4:])),
        at(2, sheet=""),
    ),
    Entry("utf-16-without-a-mark", "a.csv", text(LIST, "\t", encoding="utf-16-le"), at(2, sheet="")),
)
"""What hands and programs do to a list without meaning to."""
