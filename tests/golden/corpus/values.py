"""What stands in the cells: damaged numbers, dates in all forms, several values in one cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.golden.corpus.making import DESA, HEAD, LIST, PEOPLE, Entry, at, lines, sheet, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.golden.corpus.making import Person

WHOLE = at(2)
_LOST = {place: (name, None) for place, (name, _) in WHOLE.items()}
BORN = [dt.datetime.strptime(p.lahir, "%d-%m-%Y").replace(tzinfo=None) for p in PEOPLE]  # noqa: DTZ007  days
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def with_column(index: int, value: Callable[[Person], Any]) -> list[list[Any]]:
    """``LIST`` with other values in one column."""
    rows = [list(row) for row in LIST]
    for row, person in zip(rows[1:], PEOPLE, strict=True):
        row[index] = value(person)
    return rows


def niks(value: Callable[[Person], Any]) -> list[list[Any]]:
    return with_column(2, value)


def births(value: Callable[[dt.datetime], Any]) -> list[list[Any]]:
    days = dict(zip(PEOPLE, BORN, strict=True))
    return with_column(5, lambda person: value(days[person]))


def _dates(name: str, value: Callable[[dt.datetime], Any]) -> Entry:
    born = {row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)}
    return Entry(f"birth-{name}", "a.xlsx", sheet(births(value)), WHOLE, values=born)


def _sound(name: str, value: Callable[[Person], Any]) -> Entry:
    """NIKs of which nothing was lost: read as they were."""
    return Entry(f"nik-{name}", "a.xlsx", sheet(niks(value)), WHOLE)


def _rt_rw(value: str) -> list[list[Any]]:
    rows = with_column(7, lambda _: value)
    return [[*HEAD[:7], "RT/RW", "Desa"], *rows[1:]]


_TTL = [
    ["NIK", "Nama", "L/P", "Tempat, Tanggal Lahir", "Desa"],
    *([p.nik, p.nama, p.sex, f"KASONGAN, {p.lahir}", DESA] for p in PEOPLE),
]

VALUES = (
    _sound("apostrophe", lambda p: "'" + p.nik),
    _sound("dots", lambda p: f"{p.nik[:6]}.{p.nik[6:12]}.{p.nik[12:]}"),
    _sound("blanks", lambda p: f" {p.nik[:4]} {p.nik[4:8]} {p.nik[8:]} "),
    _sound("no-break-spaces", lambda p: f"\u00a0{p.nik[:6]}\u00a0{p.nik[6:]}\u00a0"),
    _sound("zero-after-a-point", lambda p: p.nik + ".0"),
    Entry(
        "nik-rounded",
        "a.xlsx",
        sheet(niks(lambda p: int(p.nik[:15] + "0"))),
        _LOST,
        findings=(("KT107", 2, "nik"), ("KT107", 9, "nik")),
        clean=False,
    ),
    Entry(
        "nik-rounded-in-a-long-list",
        "a.xlsx",
        sheet([*niks(lambda p: int(p.nik[:15] + "0")), *niks(lambda p: int(p.nik[:13] + "020"))[1:]]),
        _LOST | {("Data", row + 8): who for (_, row), who in _LOST.items()},
        findings=(("KT107", 2, "nik"), ("KT107", 17, "nik"), ("KT065", None, "nik")),
        clean=False,
    ),
    Entry(
        "nik-scientific",
        "a.csv",
        text(niks(lambda p: f"{p.nik[0]},{p.nik[1:6]}E+15"), ";"),
        {("", row): who for (_, row), who in _LOST.items()},
        findings=(("KT108", 2, "nik"), ("KT108", 9, "nik")),
        clean=False,
    ),
    _dates("day-first", lambda d: f"{d:%d/%m/%Y}"),
    _dates("iso", lambda d: f"{d:%Y-%m-%d}"),
    _dates("compact", lambda d: f"{d:%Y%m%d}"),
    _dates("cell-date", lambda d: d),
    _dates("serial", lambda d: (d - dt.datetime(1899, 12, 30)).days),  # noqa: DTZ001  a count of days
    _dates("month-in-words", lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}"),
    _dates("month-cut", lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}"),
    _dates("with-age", lambda d: f"{d:%d-%m-%Y} ({2026 - d.year} thn)"),
    _dates("plus-signs", lambda d: f"{d:%d+%m+%Y} *"),
    _dates("dots", lambda d: f"{d:%d.%m.%Y}"),
    Entry(
        "birth-month-first",
        "a.xlsx",
        sheet(births(lambda d: f"{d:%m/%d/%Y}")),
        WHOLE,
        values={row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)},
    ),
    Entry(
        "birth-year-only",
        "a.xlsx",
        sheet(births(lambda d: f"00-00-{d.year}")),
        WHOLE,
        findings=(("KT135", 2, "tanggal_lahir"), ("KT135", 9, "tanggal_lahir")),
    ),
    Entry(
        "place-and-birth",
        "a.xlsx",
        sheet(_TTL),
        WHOLE,
        every={"tempat_lahir": "KASONGAN"},
        values={row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)},
    ),
    Entry(
        "place-and-birth-with-a-word",
        "a.xlsx",
        sheet([_TTL[0], *([*row[:3], row[3].replace(",", " tgl. lahir :"), DESA] for row in _TTL[1:])]),
        WHOLE,
        every={"tempat_lahir": "KASONGAN"},
        values={row: {"tanggal_lahir": day.date()} for row, day in enumerate(BORN, 2)},
    ),
    *(
        Entry(
            f"sex-in-two-columns-{name}",
            "a.xlsx",
            sheet(
                [
                    ["NIK", "Nama", *heads, "Tanggal Lahir", "Desa"],
                    *(
                        [p.nik, p.nama, *(marks if p.sex == "L" else marks[::-1]), p.lahir, DESA]
                        for p in PEOPLE
                    ),
                ]
            ),
            WHOLE,
            values={row: {"jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 2)},
        )
        for name, heads, marks in (
            ("and-dashes", ("Laki 2", "Wanita"), ("\u2713", "--")),
            ("and-zeros", ("LK", "PR"), ("1", "0")),
        )
    ),
    Entry("rt-rw-slash", "a.xlsx", sheet(_rt_rw("001/002")), WHOLE, every={"rt": "001", "rw": "002"}),
    Entry("rt-rw-short", "a.xlsx", sheet(_rt_rw("1/2")), WHOLE, every={"rt": "001", "rw": "002"}),
    Entry("rt-rw-words", "a.xlsx", sheet(_rt_rw("RT 1 RW 2")), WHOLE, every={"rt": "001", "rw": "002"}),
    Entry(
        "sex-in-words",
        "a.xlsx",
        sheet(with_column(4, lambda p: "Laki-laki" if p.sex == "L" else "Perempuan")),
        WHOLE,
        values={row: {"jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 2)},
    ),
    Entry(
        "village-two-in-a-cell",
        "a.xlsx",
        sheet(with_column(8, lambda _: "BAUN BANGO DAN JAHANJANG")),
        WHOLE,
        findings=(("KT227", 2, "desa"), ("KT227", 9, "desa")),
        every={"kode_desa": None},
    ),
    Entry(
        "village-one-or-the-other",
        "a.xlsx",
        sheet(with_column(8, lambda _: "BAUN BANGO / JAHANJANG")),
        WHOLE,
        findings=(("KT222", 2, "desa"), ("KT222", 9, "desa")),
        clean=False,
        every={"kode_desa": None},
    ),
    Entry(
        "village-with-its-kind",
        "a.xlsx",
        sheet(with_column(8, lambda _: "Desa Baun Bango")),
        WHOLE,
        every={"kode_desa": "62.06.01.2008"},
    ),
    Entry(
        "nik-with-a-letter",
        "a.xlsx",
        sheet((HEAD, *lines()[:7], [8, PEOPLE[7].kk, "62X6116806920048", *lines()[7][3:]])),
        {place: (name, None if place[1] == 9 else nik) for place, (name, nik) in WHOLE.items()},
        findings=(("KT110", 9, "nik"),),
        clean=False,
    ),
)
"""Each trait of the values alone."""
