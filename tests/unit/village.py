"""A sound family or village whose cells and values can be spoilt one by one, for the tests of rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from kalteng_data.model import Column, Kind, Source, Table
from kalteng_data.validate import Validated, validate_persons

TODAY = dt.date(2026, 3, 1)
DATES_OF = ("tanggal_lahir", "nik_tanggal")

FAMILY: list[dict[str, Any]] = [
    {"nama": "BUDI SANTOSO", "nik": "6203011708800001", "tanggal_lahir": dt.date(1980, 8, 17),
     "jenis_kelamin": "L", "shdk": "KEPALA KELUARGA", "status_kawin": "KAWIN", "pekerjaan": "PETANI/PEKEBUN",
     "agama": "KAHARINGAN"},
    {"nama": "SITI", "nik": "6203015209820003", "tanggal_lahir": dt.date(1982, 9, 12), "jenis_kelamin": "P",
     "shdk": "ISTRI", "status_kawin": "KAWIN", "pekerjaan": "MENGURUS RUMAH TANGGA",
     "agama": "ISLAM"},
    {"nama": "MA'RUF", "nik": "6203010305060001", "tanggal_lahir": dt.date(2006, 5, 3), "jenis_kelamin": "L",
     "shdk": "ANAK", "status_kawin": "BELUM KAWIN", "pekerjaan": "PELAJAR/MAHASISWA", "agama": "ISLAM"},
    {"nama": "DEWI", "nik": "6203015110200002", "tanggal_lahir": dt.date(2020, 10, 11), "jenis_kelamin": "P",
     "shdk": "ANAK", "status_kawin": "BELUM KAWIN", "pekerjaan": "BELUM/TIDAK BEKERJA", "agama": "ISLAM"},
]  # fmt: skip


def _sound(person: dict[str, Any]) -> dict[str, Any]:
    return {
        "nik_status": "ok", "no_kk": "6203010101100007", "kk_status": "ok", "tanggal_status": "ok",
        "nama_cocok": person["nama"].replace("'", ""), "nik_tanggal": person["tanggal_lahir"],
        "nik_kelamin": person["jenis_kelamin"], "nik_mentah": person["nik"], "pendidikan": None, "rt": "001",
        "rw": "002", "status_dasar": "HIDUP", "kewarganegaraan": "WNI", "golongan_darah": None, "desil": None,
        "nama_ibu": None, "nama_kepala_keluarga": None, "bansos_pkh": False, **person,
    }  # fmt: skip


def _cells(person: dict[str, Any]) -> dict[str, Any]:
    shown = (
        "nama",
        "nik",
        "no_kk",
        "jenis_kelamin",
        "shdk",
        "status_kawin",
        "pekerjaan",
        "agama",
        "rt",
        "rw",
    )
    texts = {name: person[name] for name in shown}
    return {
        **texts, "tanggal_lahir": person["tanggal_lahir"].strftime("%d-%m-%Y"), "bansos_pkh": "TIDAK",
        "desil": None, "kode_desa": "62.03.01.2001", "desa": "Contoh", "pendidikan": None,
        "status_dasar": "HIDUP", "umur": None,
        "kewarganegaraan": "WNI", "golongan_darah": None, "nama_ibu": None, "nama_kepala_keluarga": None,
        "nik_ibu": None, "nik_ayah": None,
    }  # fmt: skip


CLEAN_TYPES = {**dict.fromkeys(DATES_OF, pl.Date), "desil": pl.Int8, "bansos_pkh": pl.Boolean}


class Village:
    """Rows about people, with cells and values that can be spoilt one by one."""

    def __init__(self, people: list[dict[str, Any]] = FAMILY) -> None:
        self.values = [_sound(person) for person in people]
        self.cells = [_cells(value) for value in self.values]
        self.codes: list[dict[str, Any]] = [
            {"kode_desa": "62.03.01.2001", "kepastian": 1.0, "cara": "kode_kemendagri", "calon": None}
            for _ in people
        ]
        self.numbers: bool | None = None

    def again(self, at: int, **values: Any) -> Village:
        self.values.append(self.values[at] | values)
        self.cells.append(self.cells[at] | {k: str(v) for k, v in values.items() if k in self.cells[at]})
        self.codes.append(dict(self.codes[at]))
        return self

    def spoil(self, at: int, cells: dict[str, Any], values: dict[str, Any], place: dict[str, Any]) -> Village:
        self.cells[at] |= cells
        self.values[at] |= values
        self.codes[at] |= place
        return self

    def frames(
        self, table: int = 0, first: int = 0
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, tuple[Table, ...]]:
        n = len(self.values)
        keys = pl.DataFrame({"rid": range(first, first + n), "table": [table] * n, "row": range(2, n + 2)})
        keys = keys.cast(pl.UInt32)
        text = pl.DataFrame(self.cells, schema=dict.fromkeys(self.cells[0], pl.String))
        numbers = pl.lit(self.numbers, dtype=pl.Boolean).alias("nik_angka")
        raw = pl.concat([keys, text], how="horizontal")
        raw = raw.with_columns(numbers, pl.lit(None, dtype=pl.Boolean).alias("no_kk_angka"))
        clean = pl.DataFrame(self.values, schema={k: CLEAN_TYPES.get(k, pl.String) for k in self.values[0]})
        kinds = {"kode_desa": pl.String, "kepastian": pl.Float64, "cara": pl.String, "calon": pl.String}
        places = pl.concat([keys.select("rid"), pl.DataFrame(self.codes, schema=kinds)], how="horizontal")
        columns = tuple(Column(i, name.upper(), name) for i, name in enumerate(text.columns))
        source = Source(Path("desa.csv"), f"desa{table}.csv")
        listed = Table(table, source, "", Kind.PENDUDUK, 1, columns, n)
        return raw, pl.concat([keys, clean], how="horizontal"), places, (listed,)

    def found(self) -> pl.DataFrame:
        return self.checked().findings

    def checked(self) -> Validated:
        raw, clean, places, tables = self.frames()
        return validate_persons(raw, clean, tables, places, today=TODAY)


def codes(village: Village) -> list[str]:
    return village.found()["code"].to_list()


def crowd(n: int) -> Village:
    """People of one village, each on a card of four, born on days of their own."""
    people = []
    for i in range(n):
        # A stride that keeps neighbours months apart and no date twice.
        born = dt.date(1941, 2, 2) + dt.timedelta(days=int(i * 83 * 365.25 / n) + (i * 37) % 29)
        sex = "LP"[i % 2]
        day = born.day + (40 if sex == "P" else 0)
        nik = f"620301{day:02d}{born.month:02d}{born.year % 100:02d}{i % 9 + 1:04d}"
        shdk = "KEPALA KELUARGA" if i % 4 == 0 else "FAMILI LAIN"
        people.append(
            {"nama": f"NAMA {chr(65 + i % 26)}{chr(65 + i // 26 % 26)}UN", "nik": nik, "tanggal_lahir": born,
             "jenis_kelamin": sex, "shdk": shdk, "status_kawin": None, "pekerjaan": None, "agama": "ISLAM",
             "no_kk": f"62030101011{i // 4:05d}"}
        )  # fmt: skip
    return Village(people)
