"""Harder combinations: tables with their own feet, headers broken over lines, totals among names."""

from __future__ import annotations

from tests.golden.corpus.frames import FIRST, LAST, ON_CARD, SIGNED
from tests.golden.corpus.layouts import AID, BLOCKS, HEADED, SIKS_ROWS
from tests.golden.corpus.making import (
    HEAD,
    LIST,
    PEOPLE,
    Entry,
    at,
    at_rows,
    book,
    lines,
    raw,
    sheet,
    text,
)

KAMIPANG = {"kode_desa": "62.06.01.2008"}
PAGED = [4, 5, 6, 10, 11, 12, 14, 15]

HARD = (
    Entry(
        "two-tables-each-signed",
        "a.xlsx",
        sheet((HEAD, *lines(FIRST), *SIGNED, (), ["RT 2"], HEAD, *lines(LAST))),
        at(2, FIRST) | at(16, LAST),
    ),
    Entry(
        "header-cells-of-two-lines",
        "a.xlsx",
        sheet(([word.replace(" ", "\n") for word in HEAD], *lines())),
        at(2),
    ),
    Entry(
        "all-letters-apart",
        "a.xlsx",
        sheet(([" ".join(word.upper().replace(" ", "  ")) for word in HEAD], *lines())),
        at(2),
    ),
    Entry(
        "short-headers",
        "a.xlsx",
        sheet((["NO.", "NO. KK", "N.I.K", "NAMA", "JK", "TGL. LHR", "SHDK", "RT", "KEL/DESA"], *lines())),
        at(2),
        every={"rt": "001"},
        values={row: {"jenis_kelamin": p.sex, "shdk": p.peran} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "total-in-the-names",
        "a.xlsx",
        sheet((*LIST, [None, None, None, "JUMLAH", 8])),
        at(2),
    ),
    Entry(
        "place-in-one-line",
        "a.xlsx",
        sheet((["DESA : BAUN BANGO   KECAMATAN : KAMIPANG   KABUPATEN : KATINGAN"], (), *HEADED)),
        at(4),
        every=KAMIPANG,
    ),
    Entry(
        "place-in-the-title",
        "a.xlsx",
        sheet((["DAFTAR PENDUDUK DESA BAUN BANGO KECAMATAN KAMIPANG"], (), *HEADED)),
        at(4),
        every=KAMIPANG,
    ),
    Entry(
        "place-of-the-sheet",
        "a.xlsx",
        book({"Desa Baun Bango": HEADED}),
        at(2, sheet="Desa Baun Bango"),
        every=KAMIPANG,
    ),
    Entry(
        "blocks-with-pages",
        "a.xlsx",
        sheet((*BLOCKS[:6], ["Halaman 1"], BLOCKS[1], *BLOCKS[6:], ["Halaman 2"], *SIGNED)),
        at_rows(PAGED),
        values={row: {"no_kk": p.kk} for row, p in zip(PAGED, PEOPLE, strict=True)},
    ),
    Entry(
        "blocks-in-semicolons",
        "a.csv",
        text(BLOCKS, ";", encoding="cp1252", ends="\r\n"),
        at_rows([4, 5, 6, 8, 9, 10, 12, 13], sheet=""),
    ),
    Entry(
        "card-said-once-a-family",
        "a.xlsx",
        sheet((HEAD, *ON_CARD)),
        at(2),
    ),
    Entry(
        "pipe-with-broken-quotes",
        "a.txt",
        raw("\n".join("|".join(r).replace("JL. DESA", '"JL. "DESA') for r in SIKS_ROWS), "latin-1"),
        at(2, sheet=""),
    ),
    Entry(
        "pipe-with-a-quoted-pipe",
        "a.txt",
        raw("\n".join("|".join(r).replace("JL. DESA", '"JL. | DESA"') for r in SIKS_ROWS)),
        at(2, sheet=""),
        every={"alamat": "JL. | DESA"},
    ),
    Entry(
        "aid-below-titles-with-total-and-notes",
        "a.xlsx",
        sheet((["DAFTAR PENERIMA"], *AID[:1], (), *AID[1:], ["TOTAL", None, None, None, 8], ["Ket: PKH"])),
        at(4),
        every={"bansos_pkh": True},
    ),
    Entry(
        "blank-row-and-column-within",
        "a.xlsx",
        sheet([[*r[:4], None, *r[4:]] for r in (HEAD, *lines(FIRST), (), *lines(LAST, 5))]),
        at_rows([2, 3, 4, 5, 7, 8, 9, 10]),
    ),
    Entry(
        "numbered-rows-left-empty",
        "a.xlsx",
        sheet((*LIST, *([number] for number in range(9, 30)), *SIGNED)),
        at(2),
    ),
    Entry(
        "empty-signature-dots",
        "a.xlsx",
        sheet(
            (
                *LIST,
                (),
                [None, None, None, "Mengetahui,"],
                [None, None, None, "Kepala Desa"],
                (),
                [None, None, None, "(...........)"],
            )
        ),
        at(2),
    ),
    Entry(
        "two-signatures-side-by-side",
        "a.xlsx",
        sheet(
            (
                *LIST,
                (),
                [None, "Camat Kamipang", None, None, None, None, "Kepala Desa"],
                (),
                [None, "DRS. SUTRISNO", None, None, None, None, "H. SUPIANOR"],
            )
        ),
        at(2),
    ),
)
"""Each an easy trap for a reader that goes by one rule."""
