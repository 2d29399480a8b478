from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from kalteng_data.catalogue import LANGUAGES, word
from kalteng_data.standardise import CHANGES, changes


def changed(
    field: str, before: str | None, after: object, status: str | None = None
) -> list[tuple[object, ...]]:
    raw = pl.DataFrame({"rid": pl.Series([0], dtype=pl.UInt32), field: pl.Series([before], dtype=pl.String)})
    clean = pl.DataFrame({field: [after]})
    column = {"nik": "nik_status", "tanggal_lahir": "tanggal_status"}.get(field)
    if column is not None:
        clean = clean.with_columns(pl.lit(status, pl.String).alias(column))
    return changes(raw, clean, [field]).select("before", "after", "rule").rows()


DAY = dt.date(1980, 8, 17)


@pytest.mark.parametrize(
    ("field", "before", "after", "status"),
    [
        ("nama", "BUDI CONTOH", "BUDI CONTOH", None),
        ("nama", None, None, None),
        ("nik", "6203011708800001", "6203011708800001", "ok"),
        ("tanggal_lahir", "1980-08-17 00:00:00", DAY, "ok"),
        ("tanggal_lahir", "1980-08-17", DAY, "ok"),
        ("bansos_pkh", "YA", True, None),
        ("jumlah_penduduk", "1200", 1200, None),
        ("luas", "100", 100.0, None),
        ("luas", "100.50", 100.5, None),
        ("rt", "003", "003", None),
    ],
)
def test_what_says_the_same_is_no_change(
    field: str, before: str | None, after: object, status: str | None
) -> None:
    assert changed(field, before, after, status) == []


@pytest.mark.parametrize(
    ("field", "before", "after", "status", "rule"),
    [
        ("nama", " Budi  Contoh", "BUDI CONTOH", None, "spasi+huruf-besar"),
        ("nama", "BUDI\u00a0CONTOH", "BUDI CONTOH", None, "spasi"),
        ("nama", "BUDI CONTOH,", "BUDI CONTOH", None, "tanda-baca"),
        ("nama", "-", None, None, "kosong"),
        ("nama", "123", None, None, "tak-terbaca"),
        ("nik", "'6203011708800001", "6203011708800001", "ok", "nomor-bersih"),
        ("nik", "6203011708800000", None, "excel", "nomor-rusak"),
        ("nik", "6,203E+15", None, "ilmiah", "nomor-rusak"),
        ("nik", "62030117", None, "panjang", "nomor-panjang"),
        ("nik", "1111111111111111", None, "sementara", "nomor-sementara"),
        ("nik", "0", None, "kosong", "kosong"),
        ("tanggal_lahir", "17-08-1980", DAY, "ok", "tanggal"),
        ("tanggal_lahir", "08/07/1980", DAY, "rancu", "tanggal-rancu"),
        ("tanggal_lahir", "00-00-1980", None, "tahun", "tanggal-tahun"),
        ("tanggal_lahir", "99-99-1980", None, "salah", "tak-terbaca"),
        ("tanggal_lahir", "-", None, "kosong", "kosong"),
        ("shdk", "3", "ISTRI", None, "kode"),
        ("shdk", "3", None, None, "kode-tak-pasti"),
        ("shdk", "istri", "ISTRI", None, "huruf-besar"),
        ("jenis_kelamin", "Wanita", "P", None, "istilah"),
        ("jenis_kelamin", "?", None, None, "kosong"),
        ("jenis_kelamin", "entah", None, None, "tak-terbaca"),
        ("rt", "3", "003", None, "rt-rw"),
        ("rt", "0", None, None, "kosong"),
        ("rw", "RW", None, None, "tak-terbaca"),
        ("bansos_pkh", "1", True, None, "ya-tidak"),
        ("jumlah_penduduk", "1.200", 1200, None, "angka"),
        ("desa", "Ds. SELAT HILIR", "Selat Hilir", None, "wilayah"),
        ("desa", "Entah  Mana", "Entah Mana", None, "spasi"),
        ("kode_desa", "6203011007", "62.03.01.1007", None, "kode-desa"),
        ("kode_desa", "9999999999", None, None, "desa-tak-dikenal"),
        ("kode_desa", None, "62.03.01.1007", None, "kode-desa"),
    ],
)  # fmt: skip
def test_each_change_has_the_word_of_its_rule(
    field: str, before: str | None, after: object, status: str | None, rule: str
) -> None:
    ((was, became, found),) = changed(field, before, after, status)
    shown = {True: "YA", DAY: "1980-08-17"}.get(after, after) if after is not None else None
    assert (was, became, found) == (before, shown if shown is None else str(shown), rule)
    for lang in LANGUAGES:
        assert all(word(f"change.{part}", lang) for part in rule.split("+"))


def test_values_out_of_a_shared_cell_name_that_cell() -> None:
    raw = pl.DataFrame({
        "rid": pl.Series([0, 1, 2], dtype=pl.UInt32),
        "tanggal_lahir": pl.Series([None, None, None], dtype=pl.String),
        "ttl": ["KAPUAS, 17-08-1980", "KAPUAS, 32-13-1980", "KAPUAS"],
    })  # fmt: skip
    clean = pl.DataFrame({"tanggal_lahir": [DAY, None, None], "tanggal_status": ["ok", "salah", "kosong"]})
    found = changes(raw, clean, ["tanggal_lahir"])
    assert found.schema == pl.Schema(CHANGES)
    assert found.select("rid", "at", "after", "rule").rows() == [
        (0, "ttl", "1980-08-17", "dipisah"),
        (1, "ttl", None, "tak-terbaca"),
    ]
