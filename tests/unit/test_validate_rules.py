"""Each rule fires on the least row that breaks it, and no rule on a sound family."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kalteng_data import schemas
from kalteng_data.model import Column, Kind, Level, Source, Table
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


# code, row spoilt, cells, values, place
ROWS: list[tuple[str, int, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("KT051", 2, {"nama": None, "nik": None}, {"nama": None, "nik": None, "nik_status": "kosong"}, {}),
    ("KT052", 2, {"nama": "JUMLAH"}, {"nama": "JUMLAH PENDUDUK", "nik": None, "nik_status": "kosong"}, {}),
    ("KT101", 2, {"nik": None}, {"nik": None, "nik_status": "kosong"}, {}),
    ("KT102", 2, {"nik": "1111111111111111"}, {"nik": None, "nik_status": "sementara"}, {}),
    ("KT103", 2, {"nik": "620301030506001"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT104", 2, {}, {"nik": "6203013202060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT104", 2, {}, {"nik": "6203013002060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT105", 2, {}, {"nik": "6203010313060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT106", 2, {}, {"nik": "9903010305060001", "nik_status": "format", "nik_tanggal": None}, {}),
    ("KT107", 2, {"nik": "6203010305060000"}, {"nik": None, "nik_status": "excel"}, {}),
    ("KT108", 2, {"nik": "6,203E+15"}, {"nik": None, "nik_status": "ilmiah"}, {}),
    ("KT109", 2, {}, {"nik": "6203010305060000"}, {}),
    ("KT110", 2, {"nik": "62030103A5060001"}, {"nik": None, "nik_status": "panjang"}, {}),
    ("KT110", 2, {"nik": "62O3010305060001"}, {}, {}),
    ("KT110", 2, {"no_kk": "62O301l305060001"}, {}, {}),
    ("KT111", 0, {"no_kk": "62030101"}, {"no_kk": None, "kk_status": "panjang"}, {}),
    ("KT112", 2, {"no_kk": None}, {"no_kk": None, "kk_status": "kosong"}, {}),
    ("KT113", 2, {}, {"no_kk": None, "kk_status": "sementara"}, {}),
    ("KT114", 2, {}, {"no_kk": None, "kk_status": "excel"}, {}),
    ("KT115", 2, {}, {"no_kk": None, "kk_status": "ilmiah"}, {}),
    ("KT116", 2, {}, {"kk_status": "format"}, {}),
    ("KT120", 2, {"nama": None}, {"nama": None, "nama_cocok": None}, {}),
    ("KT121", 2, {}, {"nama": "BUDI 2"}, {}),
    ("KT122", 2, {}, {"nama": "BAYI NY. SITI"}, {}),
    ("KT123", 2, {}, {"nama": "BUDI#"}, {}),
    ("KT130", 2, {"tanggal_lahir": None}, {"tanggal_lahir": None, "tanggal_status": "kosong"}, {}),
    ("KT131", 2, {"tanggal_lahir": "32-13-1980"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT132", 3, {}, {"tanggal_lahir": dt.date(2026, 3, 2), "nik_tanggal": None}, {}),
    ("KT132", 3, {"tanggal_lahir": "2/3/2026"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT133", 0, {"tanggal_lahir": "18800131"}, {"tanggal_lahir": None, "tanggal_status": "salah"}, {}),
    ("KT133", 0, {}, {"tanggal_lahir": dt.date(1899, 12, 31), "nik_tanggal": None}, {}),
    ("KT134", 2, {}, {"tanggal_status": "bawaan"}, {}),
    ("KT135", 2, {"tanggal_lahir": "00-00-1960"}, {"tanggal_lahir": None, "tanggal_status": "tahun"}, {}),
    ("KT136", 2, {}, {"tanggal_status": "rancu"}, {}),
    ("KT137", 0, {}, {"tanggal_lahir": dt.date(1915, 1, 2), "nik_tanggal": None}, {}),
    ("KT140", 2, {"jenis_kelamin": "-"}, {"jenis_kelamin": None}, {}),
    ("KT141", 2, {"jenis_kelamin": "X"}, {"jenis_kelamin": None}, {}),
    ("KT150", 2, {"rt": "TIMUR"}, {"rt": None}, {}),
    ("KT150", 2, {"rw": "TIMUR"}, {"rw": None}, {}),
    ("KT151", 2, {"umur": "980"}, {}, {}),
    ("KT152", 2, {"desil": "BANYAK"}, {}, {}),
    ("KT152", 2, {"desil": "12"}, {"desil": 12}, {}),
    ("KT153", 2, {"bansos_pkh": "MUNGKIN"}, {"bansos_pkh": None}, {}),
    ("KT199", 2, {}, {"rt": "1"}, {}),
    ("KT201", 2, {}, {"agama": "MATAHARI"}, {}),
    ("KT202", 2, {}, {"pendidikan": "KURSUS MENGETIK"}, {}),
    ("KT203", 2, {}, {"pekerjaan": "ENTAH"}, {}),
    ("KT204", 3, {"shdk": "TETANGGA"}, {"shdk": None}, {}),
    ("KT205", 2, {"status_kawin": "PACARAN"}, {"status_kawin": None}, {}),
    ("KT206", 2, {"kewarganegaraan": "XYZ"}, {"kewarganegaraan": None}, {}),
    ("KT207", 2, {"golongan_darah": "Q"}, {}, {}),
    ("KT208", 2, {"status_dasar": "LIBUR"}, {"status_dasar": None}, {}),
    ("KT209", 3, {"shdk": "3"}, {"shdk": None}, {}),
    ("KT220", 2, {"kode_desa": "62.03.99.2999"}, {}, {"kode_desa": None, "cara": None}),
    ("KT221", 2, {"kode_desa": "62.03.99.2999"}, {}, {"cara": "nama"}),
    ("KT222", 2, {"kode_desa": None}, {}, {"kode_desa": None, "cara": None, "calon": "62.03.01.2002"}),
    ("KT223", 2, {"kode_desa": None, "desa": None}, {}, {"kode_desa": None, "cara": None}),
    ("KT224", 2, {"kode_desa": None}, {}, {"cara": "nama_provinsi", "kepastian": 0.85}),
    ("KT225", 2, {"kode_desa": "62.01.01.2003"}, {}, {"cara": "nama"}),
    ("KT227", 2, {"kode_desa": None, "desa": "Patas I & Patas II"}, {}, {"kode_desa": None, "cara": None}),
    ("KT301", 2, {}, {"nik_tanggal": dt.date(2006, 5, 13)}, {}),
    ("KT302", 2, {}, {"nik_kelamin": "P"}, {}),
    ("KT303", 2, {}, {"no_kk": "6203010305060001"}, {}),
    ("KT304", 2, {}, {"nik_tanggal": dt.date(2006, 3, 5)}, {}),
    ("KT305", 3, {}, {"status_kawin": "KAWIN"}, {}),
    ("KT306", 2, {"umur": "70"}, {}, {}),
    ("KT307", 2, {}, {"status_dasar": "MENINGGAL"}, {}),
    ("KT308", 0, {"nama_kepala_keluarga": "WAGIMAN"}, {"nama_kepala_keluarga": "WAGIMAN"}, {}),
    ("KT309", 1, {}, {"jenis_kelamin": "L", "nik_kelamin": "L"}, {}),
    ("KT310", 3, {}, {"shdk": "MENANTU"}, {}),
    ("KT311", 3, {}, {"pendidikan": "DIPLOMA IV/STRATA I"}, {}),
    ("KT312", 2, {"nik_ibu": "6203010305060001"}, {}, {}),
    ("KT312", 2, {"nik_ayah": "6203010305060001"}, {}, {}),
    ("KT313", 0, {"nama_ibu": "BUDI SANTOSO"}, {"nama_ibu": "BUDI SANTOSO"}, {}),
    ("KT314", 3, {}, {"pekerjaan": "PETANI/PEKEBUN"}, {}),
    ("KT411", 1, {}, {"shdk": "KEPALA KELUARGA"}, {}),
    ("KT412", 0, {}, {"shdk": "FAMILI LAIN"}, {}),
    ("KT413", 2, {"desa": "Lain"}, {}, {"kode_desa": "62.03.01.2002"}),
    ("KT414", 2, {}, {"tanggal_lahir": dt.date(1985, 1, 1), "nik_tanggal": None}, {}),
    ("KT415", 0, {}, {"tanggal_lahir": dt.date(1935, 1, 1), "nik_tanggal": None}, {}),
    ("KT416", 2, {}, {"shdk": "CUCU", "tanggal_lahir": dt.date(1999, 1, 1), "nik_tanggal": None}, {}),
    ("KT417", 2, {}, {"shdk": "ORANG TUA"}, {}),
]  # fmt: skip


def test_a_sound_family_has_no_finding() -> None:
    checked = Village().checked()
    assert checked.findings.is_empty(), checked.findings
    assert checked.accepted.all()


@pytest.fixture(scope="module")
def of_each_row() -> list[list[str]]:
    """Codes found for each entry of ``ROWS``, every one a list of its own in one run."""
    size = len(FAMILY)
    parts = [Village().spoil(*row[1:]).frames(i, i * size) for i, row in enumerate(ROWS)]
    raw = pl.concat([part[0] for part in parts])
    clean = pl.concat([part[1] for part in parts])
    places = pl.concat([part[2] for part in parts])
    tables = tuple(table for part in parts for table in part[3])
    found = validate_persons(raw, clean, tables, places, today=TODAY).findings
    return [found.filter(pl.col("table") == i)["code"].to_list() for i in range(len(ROWS))]


@pytest.mark.parametrize("entry", range(len(ROWS)), ids=[f"{i}-{row[0]}" for i, row in enumerate(ROWS)])
def test_a_rule_fires_on_the_least_row_that_breaks_it(entry: int, of_each_row: list[list[str]]) -> None:
    assert ROWS[entry][0] in of_each_row[entry]


def test_a_code_valid_in_both_schemes_and_settled_by_nothing_is_unclear() -> None:
    from kalteng_data import reference

    villages = reference.villages()
    digits = villages["kode_desa"].str.replace_all(r"\D", "")
    both = digits.filter(digits.is_in(villages["kode_bps"].drop_nulls().implode()))[0]
    unsettled = {"kode_desa": None, "cara": None, "calon": "62.06.01.2001;62.08.01.2001"}
    assert "KT226" in codes(Village().spoil(2, {"kode_desa": both}, {}, unsettled))


def test_one_nik_on_clearly_different_people_is_an_error_and_on_one_person_a_warning() -> None:
    other = Village().again(
        0, nama="YULIANA", nama_cocok="YULIANA", tanggal_lahir=dt.date(1999, 1, 1), jenis_kelamin="P"
    )
    assert {"KT401"} <= set(codes(other))
    written_otherwise = Village().again(0, nama="BUDI SANTOSA", nama_cocok="BUDI SANTOSA")
    assert "KT402" in codes(written_otherwise)
    assert "KT401" not in codes(written_otherwise)
    assert "KT405" in codes(Village().again(0, no_kk="6203010101100099", shdk="FAMILI LAIN"))


def test_a_row_copied_whole_is_one_finding() -> None:
    found = codes(Village().again(2))
    assert "KT403" in found
    assert "KT402" not in found


def test_the_same_name_and_date_on_one_card_without_a_nik_is_perhaps_one_person() -> None:
    assert "KT404" in codes(Village().again(2, nik=None, nik_status="kosong"))


def test_twins_and_namesakes_with_niks_of_their_own_are_not_reported() -> None:
    twin = Village().again(3, nama="DEWA", nama_cocok="DEWA", nik="6203015110200003")
    assert codes(twin) == []
    namesake = Village().again(3, nik="6203015110200009")
    assert codes(namesake) == []


def test_a_child_without_a_nik_on_another_card_too_is_in_two_families() -> None:
    named = {"nama": "DEWI SARI", "nama_cocok": "DEWI SARI"}
    other = {**named, "nik": None, "nik_status": "kosong", "no_kk": "6203010101100099"}
    assert "KT406" in codes(Village().spoil(3, {}, named, {}).again(3, **other))
    one_word = Village().again(3, nik=None, nik_status="kosong", no_kk="6203010101100099")
    assert "KT406" not in codes(one_word), "one word and a date are shared by too many"
    own_nik = {**other, "nik": "6203015110200009", "nik_status": "ok"}
    assert "KT406" not in codes(Village().spoil(3, {}, named, {}).again(3, **own_nik))


def test_lists_of_two_levels_may_hold_the_same_person() -> None:
    raw, clean, places, (table,) = Village().again(0).frames()
    table = replace(table, source=replace(table.source, level=Level.KABUPATEN))
    other = replace(table, index=1, source=Source(Path("p.csv"), "p.csv", Level.PUSAT))
    last = (pl.int_range(pl.len()) == pl.len() - 1).cast(pl.UInt32).alias("table")
    moved = [frame.with_columns(last) for frame in (raw, clean)]
    assert validate_persons(moved[0], moved[1], (table, other), places, today=TODAY).findings.is_empty()


def test_niks_shifted_by_a_row_are_one_error_and_not_a_mismatch_each() -> None:
    village = crowd(12)
    for at in range(4, 9):
        village.values[at] |= {k: crowd(12).values[at + 1][k] for k in ("nik", "nik_tanggal", "nik_kelamin")}
    found = village.found().filter(pl.col("field") == "nik")
    assert found.filter(pl.col("code") == "KT420").height == 5
    assert found.filter(pl.col("code") == "KT301").is_empty()


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


def test_a_sound_village_has_no_finding_but_children_as_heads() -> None:
    assert set(codes(crowd(400))) <= {"KT310", "KT507"}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("KT501", lambda i: {"tanggal_lahir": dt.date(1980, 3, 14)} if i % 20 == 0 else {}),
        ("KT502", lambda i: {"tanggal_lahir": dt.date(1960 + i % 40, 7, 1)} if i % 3 == 0 else {}),
        ("KT503", lambda i: {"nik_mentah": f"620301010180{i:03d}0", "nik": None, "nik_status": "excel"}),
        ("KT504", lambda i: {"tanggal_lahir": dt.date(1960 + i % 50, 3, i % 28 + 1)}),
        ("KT505", lambda i: {"jenis_kelamin": "LLLLLLP"[i % 7]}),
        ("KT506", lambda i: {"no_kk": f"62030101011{i // 40:05d}"}),
        ("KT507", lambda i: {"tanggal_lahir": dt.date(1950 + i % 10 * 5, 3, i % 28 + 1)}),
        ("KT508", lambda i: {"nik": f"620301010180{i + 1:04d}"}),
        ("KT418", lambda i: {"no_kk": f"62030101011{i // 40:05d}"}),
    ],
)
def test_a_village_that_looks_damaged_or_invented_is_reported(code: str, values: Any) -> None:
    village = crowd(400)
    for at in range(400):
        village.values[at] |= values(at)
    found = village.found().filter(pl.col("code") == code)
    assert 1 <= found.height <= 20


@pytest.mark.parametrize(
    ("code", "field"),
    [("KT061", "nik"), ("KT062", "tanggal_lahir"), ("KT063", "no_kk"), ("KT066", "jenis_kelamin")],
)
def test_a_column_that_a_table_lacks_is_one_finding_of_the_table(code: str, field: str) -> None:
    village = Village()
    for at in range(4):
        village.cells[at][field] = None
        village.values[at][field] = None
        village.values[at] |= {"nik_status": "kosong"} if field == "nik" else {}
        village.values[at] |= {"kk_status": "kosong"} if field == "no_kk" else {}
        village.values[at] |= {"tanggal_status": "kosong"} if field == "tanggal_lahir" else {}
    found = village.found().filter(pl.col("field") == field)
    assert found["code"].to_list() == [code]
    assert found["row"].to_list() == [0]


def test_a_table_without_villages_is_one_finding_of_the_table() -> None:
    village = Village()
    for at in range(4):
        village.cells[at] |= {"desa": None, "kode_desa": None}
        village.codes[at] |= {"kode_desa": None, "cara": None}
    assert codes(village) == ["KT064"]


def test_a_column_of_numbers_is_warned_of_before_it_is_damaged() -> None:
    village = crowd(12)
    village.numbers = True
    assert "KT065" in codes(village)


def test_only_rows_that_stand_for_no_one_are_kept_out() -> None:
    village = Village()
    village.spoil(1, {"nama": None, "nik": "-"}, {"nama": None, "nik": None, "nik_status": "kosong"}, {})
    village.spoil(2, {"nik": None}, {"nik": None, "nik_status": "kosong"}, {})
    village.spoil(3, {"nama": None}, {"nama": None}, {})
    assert village.checked().accepted.to_list() == [True, False, True, True]


def test_a_row_the_loader_found_ragged_is_kept_out_and_not_reported_again() -> None:
    raw, clean, places, tables = Village().frames()
    ragged = {
        "code": "KT001",
        "severity": "error",
        "table": 0,
        "row": 4,
        "field": None,
        "value": None,
        "detail": "1",
    }
    found = pl.DataFrame([ragged], schema=schemas.FINDINGS)
    checked = validate_persons(raw, clean, tables, places, found=found, today=TODAY)
    assert checked.accepted.to_list() == [True, True, False, True]
    assert checked.findings.is_empty()


@pytest.mark.parametrize(
    "values",
    [
        {"nama": "X'ANDI"}, {"nama": "H. M. NOOR, S.PD"}, {"nama": "UNTUNG"}, {"nama": "A" * 90},
        {"nama": "ARTA (ARTI)"},
        {"nama": "NUR/NOOR"}, {"agama": "KAHARINGAN"}, {"agama": "HINDU"}, {"agama": None},
        {"nik_tanggal": dt.date(1999, 1, 1)}, {"nik_kelamin": "P"}, {"nik": "5403010305060001"},
        {"no_kk": "6203010101109999"}, {"nik": "3171010305060001"}, {"kk_status": "format"},
    ],
)  # fmt: skip
def test_what_life_allows_is_never_an_error(values: dict[str, Any]) -> None:
    found = Village().spoil(2, {}, values, {}).found()
    assert "error" not in found["severity"].to_list()
