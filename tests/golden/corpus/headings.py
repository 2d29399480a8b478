"""Lines that state something of the rows below them: RT, dusun, villages, cards; above, between and below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.golden.corpus.families import CARDS, FAMILIES, HEAD, IN_FAMILIES, line_of, under
from tests.golden.corpus.making import PEOPLE, Entry, Person, at_rows, book, sheet, text

if TYPE_CHECKING:
    from collections.abc import Sequence

_VILLAGE = "62.06.01.2008"


def _rooms(**fields: Sequence[str | None]) -> dict[int, dict[str, object]]:
    """Values of the rows of each family."""
    starts = (range(3, 6), range(7, 10), range(11, 13))
    return {
        row: {f: texts[i] for f, texts in fields.items()} for i, rows in enumerate(starts) for row in rows
    }


def _stated(name: str, *lines: Sequence[Any], **every: object) -> Entry:
    """A list whose village stands above it in ``lines``."""
    rows = [*lines, HEAD, *(line_of(i, p) for i, p in enumerate(PEOPLE, 1))]
    first = len(lines) + 2
    return Entry(
        name, "a.xlsx", sheet(rows), at_rows(range(first, first + 8)), every={"kode_desa": _VILLAGE, **every}
    )


_ABOVE = (
    _stated("place-labels-in-cells", ["DESA", "BAUN BANGO", "KECAMATAN", "KAMIPANG"]),
    _stated("place-far-from-its-label", ["DESA/KELURAHAN", None, None, None, "BAUN BANGO"]),
    _stated("place-bare-words", ["BUKU INDUK DESA BAUN BANGO KEC KAMIPANG KAB KATINGAN"]),
    _stated("place-short-words", ["Ds. Baun Bango Kec. Kamipang Kab. Katingan"]),
    _stated("place-dashed", ["Desa:Baun Bango-Kec:Kamipang"]),
    _stated("place-in-spaced-letters", ["D E S A  :  B A U N  B A N G O"]),
    _stated("place-without-its-word", ["DAFTAR NAMA PENDUDUK BAUN BANGO KEC. KAMIPANG"]),
    _stated("place-code-alone", ["Kode Desa", "6206012008"]),
    _stated("place-code-and-name", ["62.06.01.2008 - BAUN BANGO"]),
    _stated("place-short-code", ["KECAMATAN KAMIPANG"], ["2008 - BAUN BANGO"]),
    _stated(
        "rooms-above",
        ["Desa", None, ":", "Baun Bango", None, "RT", ":", "003"],
        ["Dusun", None, ":", "Hulu", None, "RW", ":", "001"],
        rt="003",
        rw="001",
        dusun="HULU",
    ),
    _stated("several-rts-above", ["DESA BAUN BANGO RT 001 s/d 003"], rt=None),
)

_CARD_ROWS = [
    [None, "Nomor KK", None, family[0].kk, None, None] if i == 0 else [None, "Nomor KK", None, family[0].kk]
    for i, family in enumerate(FAMILIES)
]


def _printed_card(family: Sequence[Person]) -> list[Sequence[Any]]:
    return [
        [None, None, "KARTU KELUARGA"],
        [None, None, f"No. {family[0].kk}"],
        ["Nama Kepala Keluarga", ":", family[0].nama, None, "Desa/Kelurahan", ":", "BAUN BANGO"],
        ["RT/RW", ":", "001/002", None, "Kecamatan", ":", "KAMIPANG"],
        ["No", "Nama Lengkap", "NIK", "Jenis Kelamin", "Tempat Lahir", "Tanggal Lahir", "Agama"],
        [None, "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        *([i, p.nama, p.nik, p.sex, "KASONGAN", p.lahir, "ISLAM"] for i, p in enumerate(family, 1)),
        [],
        ["No", "Status Perkawinan", "Status Hubungan Dalam Keluarga", "Kewarganegaraan", "Nama Orang Tua"],
        [None, None, None, None, "Ayah", "Ibu"],
        *([i, "KAWIN TERCATAT", p.peran, "WNI", "SALEH", "AMINAH"] for i, p in enumerate(family, 1)),
    ]


_MARKS = ('"', "idem", "s.d.a.")
_DITTO = [
    [i, p.nama, p.nik, p.kk if p.peran[0] == "K" else mark, "004" if p.peran[0] == "K" else mark]
    for mark, family in zip(_MARKS, FAMILIES, strict=True)
    for i, p in enumerate(family, 1)
]
_ONCE = [
    [n if i == 0 else None, p.kk if i == 0 else None, p.nama, p.nik]
    for n, family in enumerate((*FAMILIES[:2], [*FAMILIES[2]]), 1)
    for i, p in enumerate(family)
]
_FORM = [[i, *[None] * 5, "BAUN BANGO", "001"] for i in range(9, 21)]

HEADINGS = (
    *_ABOVE,
    Entry(
        "rt-over-its-people",
        "a.xlsx",
        sheet(under(["RT. 001 / RW. 001"], [None, "RT 002 RW 001"], ["RUKUN TETANGGA 03 RUKUN WARGA 02"])),
        IN_FAMILIES,
        values=_rooms(rt=("001", "002", "003"), rw=("001", "001", "002")),
        skipped={"heading": (2, 6, 10)},
    ),
    Entry(
        "dusun-ends-its-rts",
        "a.xlsx",
        sheet(under(["DUSUN I RT 001"], [None, None, "RT. 02"], ["Dusun : Hilir"])),
        IN_FAMILIES,
        values=_rooms(dusun=("I", "I", "HILIR"), rt=("001", "002", None)),
    ),
    Entry(
        "dusun-in-the-number-column-of-a-text",
        "a.csv",
        text(
            [(*row, *[""] * (6 - len(row))) for row in under(["DUSUN I"], ["DUSUN II"], ["DUSUN III"])], ";"
        ),
        at_rows([3, 4, 5, 7, 8, 9, 11, 12], sheet=""),
        values=_rooms(dusun=("I", "II", "III")),
    ),
    Entry(
        "codes-of-villages-between",
        "a.xlsx",
        sheet(
            under([f"{_VILLAGE} - BAUN BANGO"], ["62.06.01.2006 JAHANJANG"], ["DATA WARGA DESA BAUN BANGO"])
        ),
        IN_FAMILIES,
        values=_rooms(kode_desa=(_VILLAGE, "62.06.01.2006", _VILLAGE)),
    ),
    Entry(
        "card-without-a-colon",
        "a.xlsx",
        sheet(under(*_CARD_ROWS)),
        IN_FAMILIES,
        values=CARDS,
        skipped={"family": (2, 6, 10)},
    ),
    Entry(
        "card-in-brackets",
        "a.xlsx",
        sheet(under(*([None, f"KELUARGA {f[0].nama} ({f[0].kk})"] for f in FAMILIES))),
        IN_FAMILIES,
        values=CARDS,
    ),
    Entry(
        "card-head-and-address-in-cells",
        "a.xlsx",
        sheet(
            under(*(["NO.KK", f[0].kk, "NAMA.KK", f[0].nama, "ALAMAT", "DUSUN I, RT:002"] for f in FAMILIES))
        ),
        IN_FAMILIES,
        values={row: {**card, "rt": "002"} for row, card in CARDS.items()},
    ),
    Entry(
        "card-said-to-be-none",
        "a.xlsx",
        sheet(under(*([f"No. KK : {f[0].kk if i != 1 else '-'}"] for i, f in enumerate(FAMILIES)))),
        IN_FAMILIES,
        values={row: {"no_kk": None} for row in (7, 8, 9)} | {row: CARDS[row] for row in (3, 4, 5, 11, 12)},
    ),
    Entry(
        "pages-of-two-villages",
        "a.xlsx",
        sheet(
            (
                ["DAFTAR PENDUDUK DESA BAUN BANGO KECAMATAN KAMIPANG"],
                *under([], [], []),
                [],
                ["DAFTAR PENDUDUK DESA JAHANJANG KECAMATAN KAMIPANG (LANJUTAN)"],
                HEAD,
                [9, "TONI", "6206111708850002", "L", "17-08-1985", "KEPALA KELUARGA"],
            )
        ),
        {**at_rows([4, 5, 6, 8, 9, 10, 12, 13]), ("Data", 17): ("TONI", "6206111708850002")},
        values={4: {"kode_desa": _VILLAGE}, 17: {"kode_desa": "62.06.01.2006"}},
    ),
    Entry(
        "printed-family-cards",
        "a.xlsx",
        book({family[0].nama: _printed_card(family) for family in FAMILIES}),
        {(f[0].nama, row): (p.nama, p.nik) for f in FAMILIES for row, p in enumerate(f, 7)},
        every={"rt": "001", "rw": "002", "status_kawin": "KAWIN", "nama_ayah": "SALEH"},
    ),
    Entry(
        "sheets-named-after-rts",
        "a.xlsx",
        book({"RT 01": [HEAD, line_of(1, PEOPLE[0])]}),
        {("RT 01", 2): (PEOPLE[0].nama, PEOPLE[0].nik)},
        every={"rt": "001"},
    ),
    Entry(
        "ditto-marks-of-three-kinds",
        "a.xlsx",
        sheet((("No", "Nama", "NIK", "No KK", "RT"), *_DITTO)),
        at_rows(range(2, 10)),
        values={row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)},
        every={"rt": "004"},
        notes=(("ditto", "10"),),
    ),
    Entry(
        "card-beside-the-running-number",
        "a.xlsx",
        sheet((("No", "No KK", "Nama", "NIK"), *_ONCE)),
        at_rows(range(2, 10)),
        values={row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "form-lines-prepared",
        "a.xlsx",
        sheet(
            (
                (*HEAD, "Desa", "RT"),
                *([*line_of(i, p), "BAUN BANGO", "001"] for i, p in enumerate(PEOPLE, 1)),
                *_FORM,
            )
        ),
        at_rows(range(2, 10)),
        skipped={"unfilled": tuple(range(10, 22))},
    ),
    Entry(
        "letterhead-with-an-address",
        "a.xlsx",
        sheet(
            (
                ["PEMERINTAH DESA BAUN BANGO"],
                ["Alamat : Jl. Poros RT 03 RW 01 Kode Pos 74465"],
                HEAD,
                *(line_of(i, p) for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at_rows(range(4, 12)),
        every={"kode_desa": _VILLAGE, "rt": None, "alamat": None},
    ),
    Entry(
        "people-that-look-like-headings",
        "a.xlsx",
        sheet(
            (
                HEAD,
                *(line_of(i, p) for i, p in enumerate(PEOPLE, 1)),
                [9, "DESA RATNASARI", None, "P"],
                [10, "KELANA", None, "L", "RT 05"],
                [11, "DARMO", None, "RT 04"],
                HEAD,
            )
        ),
        {
            **at_rows(range(2, 10)),
            ("Data", 10): ("DESA RATNASARI", None),
            ("Data", 11): ("KELANA", None),
            ("Data", 12): ("DARMO", None),
        },
        clean=False,
    ),
    Entry(
        "names-and-numbers-in-one-cell",
        "a.xlsx",
        sheet(
            (
                ("No", "Nama (NIK)", "L/P"),
                *([i, f"{p.nama} ({p.nik})", p.sex] for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at_rows(range(2, 10)),
    ),
    Entry(
        "foot-with-counts-and-a-number",
        "a.xlsx",
        sheet(
            (
                HEAD,
                *(line_of(i, p) for i, p in enumerate(PEOPLE, 1)),
                [None, "L = 4, P = 4"],
                [],
                [None, "KEPALA DESA BAUN BANGO"],
                [None, "SALEH"],
                [None, "NIP.", "197001012000031001"],
            )
        ),
        at_rows(range(2, 10)),
    ),
)
"""What a line says goes to the rows below it, until another line of its kind or of a larger place."""
