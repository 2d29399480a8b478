"""Columns of other shapes: two values in a cell, men and women in two columns, headers in English."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.golden.corpus.making import DESA, HEAD, PEOPLE, Entry, Person, at, line, lines, sheet, text

if TYPE_CHECKING:
    from collections.abc import Callable

_TODAY = 2026
SEX = {row: {"jenis_kelamin": p.sex} for row, p in enumerate(PEOPLE, 3)}
BORN = {
    row: {"tanggal_lahir": dt.date(int(p.lahir[6:]), int(p.lahir[3:5]), int(p.lahir[:2]))}
    for row, p in enumerate(PEOPLE, 2)
}
CARDS = {row: {"no_kk": p.kk} for row, p in enumerate(PEOPLE, 2)}


def _age(person: Person) -> int:
    return _TODAY - int(person.lahir[-4:])


def _by_sex(person: Person, value: object) -> list[Any]:
    return [value, None] if person.sex == "L" else [None, value]


def _held(header: str, cell: Callable[[Person], str]) -> list[list[Any]]:
    """A list whose second column holds names and NIKs as ``cell`` writes them."""
    return [
        ["No", header, "L/P", "Tgl Lahir", "Desa"],
        *([i, cell(p), p.sex, p.lahir, DESA] for i, p in enumerate(PEOPLE, 1)),
    ]


def _under(
    group: str, value: Callable[[Person], object], *, low: str = "L", other: str = "P"
) -> list[list[Any]]:
    """A list with a column for men and one for women under ``group``."""
    return [
        ["No", "NIK", "Nama", group, None, "Desa"],
        [None, None, None, low, other, None],
        *([i, p.nik, p.nama, *_by_sex(p, value(p)), DESA] for i, p in enumerate(PEOPLE, 1)),
    ]


def _english(head: list[str]) -> list[list[Any]]:
    roles = {"KEPALA KELUARGA": "Head", "ISTRI": "Wife", "ANAK": "Child"}
    return [
        head,
        *(
            [i, p.kk, p.nik, p.nama, "Male" if p.sex == "L" else "Female", p.lahir, roles[p.peran],
             "KASONGAN", DESA, "KAMIPANG", "KATINGAN"]
            for i, p in enumerate(PEOPLE, 1)
        ),
    ]  # fmt: skip


TOGETHER = {
    "slash": _held("Nama / NIK", lambda p: f"{p.nama} / {p.nik}"),
    "line-break": _held("Nama\nNIK", lambda p: f"{p.nama}\n{p.nik}"),
    "number-first": _held("NIK / Nama Lengkap", lambda p: f"{p.nik} - {p.nama}"),
    "brackets": _held("Nama (NIK)", lambda p: f"{p.nama} ({p.nik})"),
    "a-label-within": _held("Nama & NIK", lambda p: f"{p.nama}\nNIK. {p.nik}"),
    "header-of-one": _held("Nama", lambda p: f"{p.nama} / {p.nik}"),
}
BOTH = (
    "No", "No KK / Family Card No.", "NIK", "Full Name / Nama Lengkap", "Gender / Jenis Kelamin",
    "Date of Birth / Tanggal Lahir", "Hubungan", "RT", "Village / Desa",
)  # fmt: skip
PREFIXED = (
    "b1_no", "b1_nokk", "b1_nik", "b1_nama", "b1_jk", "b1_tgl_lahir", "b1_hubungan", "b1_rt", "b1_desa",
)  # fmt: skip
ENGLISH = {
    "headers": [
        "No", "Family card number", "National ID number", "Name", "Sex", "Date of birth",
        "Relationship to head", "Place of birth", "Village", "District", "Regency",
    ],
    "other-words": [
        "#", "Household Card No.", "NIK Number", "Respondent's Name", "Male/Female", "DOB (dd/mm/yyyy)",
        "Relation to Household Head", "Birthplace", "Village Name", "Sub-district", "Regency/City",
    ],
}  # fmt: skip

CELLS = (
    *(Entry(f"name-and-number-by-{name}", "a.xlsx", sheet(grid), at(2)) for name, grid in TOGETHER.items()),
    Entry("name-and-number-in-text", "a.csv", text(TOGETHER["slash"], ";"), at(2, sheet="")),
    Entry(
        "two-numbers-in-a-cell",
        "a.xlsx",
        sheet(
            (
                ["No", "NIK/No KK", "Nama", "L/P", "Tgl Lahir", "Desa"],
                *([i, f"{p.nik} / {p.kk}", p.nama, p.sex, p.lahir, DESA] for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at(2),
        values=CARDS,
    ),
    Entry(
        "name-and-sex-in-a-cell",
        "a.xlsx",
        sheet(
            (
                ["No", "NIK", "Nama (L/P)", "Tgl Lahir", "Desa"],
                *([i, p.nik, f"{p.nama} ({p.sex})", p.lahir, DESA] for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at(2),
        values={row - 1: fields for row, fields in SEX.items()},
    ),
    Entry(
        "age-and-birth-in-a-cell",
        "a.xlsx",
        sheet(
            (
                ["No", "NIK", "Nama", "Umur/Tgl lahir", "Desa"],
                *([i, p.nik, p.nama, f"{_age(p)} / {p.lahir}", DESA] for i, p in enumerate(PEOPLE, 1)),
            )
        ),
        at(2),
        values=BORN,
    ),
    *(
        Entry(f"by-sex-{name}", "a.xlsx", sheet(grid), at(3), values=SEX)
        for name, grid in {
            "age": _under("Umur", _age),
            "age-in-words": _under(
                "Usia (tahun) :", lambda p: f"{_age(p)} th", low="Laki-laki", other="Perempuan"
            ),
            "sex-and-age": _under("Jenis Kelamin / Umur", _age),
            "age-under-sex": _under("Jenis Kelamin", _age),
            "birth-date": _under("Tanggal Lahir", lambda p: p.lahir),
        }.items()
    ),
    *(
        Entry(
            f"english-{name}",
            "a.xlsx",
            sheet(_english(head)),
            at(2),
            values={
                row: {"no_kk": p.kk, "shdk": p.peran, "jenis_kelamin": p.sex}
                for row, p in enumerate(PEOPLE, 2)
            },
            every={"kode_desa": "62.06.01.2008", "tempat_lahir": "KASONGAN"},
        )
        for name, head in ENGLISH.items()
    ),
    *(
        Entry(f"headers-{name}", "a.xlsx", sheet((head, *lines())), at(2), values=CARDS | BORN)
        for name, head in {"in-two-languages": BOTH, "with-codes-before": PREFIXED}.items()
    ),
    Entry(
        "letters-in-card-numbers",
        "a.xlsx",
        sheet((HEAD, *([i, p.kk.replace("0", "O", 1), *line(i, p)[2:]] for i, p in enumerate(PEOPLE, 1)))),
        at(2),
        findings=(("KT110", 2, "no_kk"), ("KT110", 9, "no_kk")),
        clean=False,
        values=CARDS,
    ),
    Entry(
        "english-form-with-everything",
        "a.csv",
        text(
            (
                ["Village", DESA],
                ["Sub-district", "KAMIPANG"],
                ["a. Name / NIK :", "b. Sex :", "c. Place, date of birth :", "d. KK number :"],
                ["(1)", "(2)", "(3)", "(4)"],
                ["Example: JOHN / 6203011708800001", "M", "KASONGAN, 17-08-1980", "6203011701010001"],
                *([f"{p.nama} / {p.nik}", p.sex, f"KASONGAN, {p.lahir}", p.kk] for p in PEOPLE),
            ),
            ";",
        ),
        at(6, sheet=""),
        every={"kode_desa": "62.06.01.2008"},
        skipped={"numbering": (4,), "sample": (5,)},
    ),
)
"""Each shape of a column alone, and some together."""
