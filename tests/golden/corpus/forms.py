"""Printed forms: numbered columns, samples, marked headers, places above, two signers at the foot."""

from __future__ import annotations

from tests.golden.corpus.layouts import HEADED
from tests.golden.corpus.making import DESA, HEAD, PEOPLE, Entry, at, at_rows, lines, raw, sheet, text

WIDTH = len(HEAD)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
NUMBERED = {
    "small-letters": tuple("abcdefghi"),
    "capitals-in-brackets": tuple(f"({letter})" for letter in "ABCDEFGHI"),
    "roman": ROMAN,
    "the-word-column": tuple(f"kol {i}" for i in range(1, WIDTH + 1)),
}
SAMPLE = (None, "6203011701010001", "6203011708800001", "BUDI", "L", "17-08-1980", "ANAK", "001", DESA)
SIGNERS: list[list[str | None]] = [
    [],
    [None, None, "Mengetahui,", None, None, None, "Baun Bango, 12 Januari 2025"],
    [None, None, "Camat Kamipang", None, None, None, "Kepala Desa Baun Bango"],
    [],
    [None, None, "H. SUPIANOR, S.Sos", None, None, None, "RUSDIANTO"],
    [None, None, "197001011990031001", None, None, None, "NIP. 19800512 200501 1 002"],
]
MARKED = {
    "colons": [f"{word} :" for word in HEAD],
    "stars": [f"{word} *)" for word in HEAD],
    "numbers": [f"{i}. {word}" for i, word in enumerate(HEAD, 1)],
    "letters": [f"{'abcdefghi'[i]}) {word}" for i, word in enumerate(HEAD)],
    "units": [
        "No.", "No. KK\n(16 digit)", "NIK [16 digit]", "Nama\n(sesuai KTP-el, tanpa gelar)",
        "Jenis Kelamin\n1. L  2. P", "Tgl Lahir (dd/mm/yyyy)", "Hubungan dgn KK\n(lihat kode)",
        "RT (3 angka)", "Desa / Kel. *",
    ],
    "words-parted": [
        "No", "No. Kartu Ke-\nluarga", "N I K", "Nama Leng-\nkap", "Jenis Kela-\nmin", "Tanggal La-\nhir",
        "Hubung-\nan", "RT", "De-\nsa",
    ],
}  # fmt: skip
ABOVE = {
    "in-two-cells": (["KECAMATAN", "KAMIPANG"], ["DESA", DESA]),
    "in-one-row": (["KABUPATEN", "KATINGAN", "KECAMATAN", "KAMIPANG", "DESA", DESA],),
    "in-one-line": ([f"DESA {DESA} KECAMATAN KAMIPANG KABUPATEN KATINGAN"],),
    "in-a-title": ([f"DATA PENDUDUK DESA {DESA} KEC. KAMIPANG"],),
    "in-a-title-with-more": ([f"DAFTAR WARGA DS {DESA} PENERIMA BLT, KEC KAMIPANG - KATINGAN"],),
    "with-codes": (["Kecamatan", None, "[620601] KAMIPANG"], ["Desa", None, f"[6206012008] {DESA}"]),
}
_PLACE = {"kode_desa": "62.06.01.2008"}
_OPENED = [";".join(str(cell) for cell in row) for row in (HEAD, *lines())]
_OPENED[2] = _OPENED[2].replace("SITI", '"SITI')
_SINGLE = [",".join(f"'{cell}'" for cell in row) for row in (HEAD, *lines())]

FORMS = (
    *(
        Entry(
            f"numbered-by-{name}", "a.xlsx", sheet((HEAD, row, *lines())), at(3), skipped={"numbering": (2,)}
        )
        for name, row in NUMBERED.items()
    ),
    *(
        Entry(f"sample-{name}", "a.xlsx", sheet((HEAD, row, *lines())), at(3), skipped={"sample": (2,)})
        for name, row in {
            "marked": ("Contoh", *SAMPLE[1:]),
            "misal": ("Misal 1", *SAMPLE[1:]),
            "in-english": ("Example", *SAMPLE[1:]),
            "by-its-name": (1, *SAMPLE[1:3], "CONTOH NAMA", *SAMPLE[4:]),
        }.items()
    ),
    Entry(
        "sample-below-its-heading",
        "a.xlsx",
        sheet((HEAD, ["Contoh pengisian"], SAMPLE, *lines())),
        at(4),
        skipped={"sample": (2, 3)},
    ),
    Entry(
        "two-signers",
        "a.xlsx",
        sheet((HEAD, *lines(), *SIGNERS)),
        at(2),
        skipped={"signature": (11, 12, 14, 15)},
    ),
    *(
        Entry(f"headers-with-{name}", "a.xlsx", sheet((head, *lines())), at(2), every=_PLACE)
        for name, head in MARKED.items()
    ),
    *(
        Entry(f"stated-{name}", "a.xlsx", sheet((*rows, *HEADED)), at(len(rows) + 2), every=_PLACE)
        for name, rows in ABOVE.items()
    ),
    Entry(
        "stated-in-text",
        "a.csv",
        text((*ABOVE["in-two-cells"], [], *HEADED), ";"),
        at(5, sheet=""),
        every=_PLACE,
    ),
    Entry(
        "quote-left-open",
        "a.csv",
        raw("\n".join(_OPENED)),
        at_rows((2, *range(4, 10)), (PEOPLE[0], *PEOPLE[2:]), ""),
        frozenset({("", 3)}),
        (("KT002", 3, None),),
        clean=False,
    ),
    Entry("quoted-with-apostrophes", "a.csv", raw("\n".join(_SINGLE)), at(2, sheet="")),
    Entry(
        "form-with-everything",
        "a.xlsx",
        sheet(
            (
                *ABOVE["in-two-cells"],
                [],
                [f"{i}. {word} *" for i, word in enumerate(HEAD[:8], 1)],
                ROMAN[:8],
                ("Contoh", *SAMPLE[1:8]),
                *(row[:8] for row in lines()),
                *SIGNERS,
            )
        ),
        at(7),
        every=_PLACE,
        skipped={"numbering": (5,), "sample": (6,)},
    ),
    Entry(
        "form-as-text",
        "a.csv",
        text(
            (
                *ABOVE["in-a-title"],
                MARKED["colons"][:8],
                NUMBERED["small-letters"][:8],
                ("Cth.", *SAMPLE[1:8]),
                *(row[:8] for row in lines()),
                *SIGNERS,
            ),
            ";",
        ),
        at(5, sheet=""),
        every=_PLACE,
        skipped={"numbering": (3,), "sample": (4,)},
    ),
)
"""What is printed around and above the rows of a form, alone and together."""
