"""Sound lists of every form have no error, and of damaged ones hardly a row is kept out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from kalteng_data.fields import PLACE, RAW_PERSON
from kalteng_data.load import read_tables
from kalteng_data.model import Column, Kind, Source, Table
from kalteng_data.places import resolve_villages
from kalteng_data.standardise import standardise_persons
from kalteng_data.validate import Validated, validate_persons

TODAY = dt.date(2026, 3, 1)
SAMPLE = Path(__file__).parents[2] / "sample_data"

NAMES = (
    "Untung", "H. Muhammad Noor, S.Pd", "Ma'ruf", "Siti Aminah", "DEWI (IDUT)", "Nur/Noor Hayati", "Y. Agau",
    "Yohanes Dehen Mihing", "I", "Alm. Bawi",
)  # fmt: skip
FAITHS = ("Islam", "Kaharingan", "Hindu", "Kristen", "Katholik", "ISLAM", "Kepercayaan", None)
FORMS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d 00:00:00", "%Y%m%d")


def _sound(form: str, n: int = 120) -> pl.DataFrame:
    rows = []
    for i in range(n):
        born = dt.date(1950, 1, 3) + dt.timedelta(days=i * 223 + i % 11)
        woman = i % 2
        nik = f"620601{born.day + 40 * woman:02d}{born:%m%y}{i % 7 + 1:04d}"
        rows.append(
            {
                "nik": nik, "no_kk": f"62060102031{i // 4:04d}1",
                "nama": f"{NAMES[i % 10]} {chr(65 + i % 26)}",
                "tanggal_lahir": born.strftime(form), "jenis_kelamin": ("L", "P")[woman],
                "agama": FAITHS[i % len(FAITHS)], "shdk": "Kepala Keluarga" if i % 4 == 0 else "Famili Lain",
                "rt": str(i % 9 + 1), "rw": "01", "kode_desa": "62.06.05.2001",
            }
        )  # fmt: skip
    keys = pl.DataFrame({"rid": range(n), "table": [0] * n, "row": range(2, n + 2)}).cast(pl.UInt32)
    cells = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    blank = [pl.lit(None, dtype=pl.String).alias(name) for name in RAW_PERSON if name not in cells.columns]
    numbers = [pl.lit(None, dtype=pl.Boolean).alias(name) for name in ("nik_angka", "no_kk_angka")]
    return pl.concat([keys, cells], how="horizontal").with_columns(*blank, *numbers)


def _validated(raw: pl.DataFrame, tables: tuple[Table, ...]) -> Validated:
    clean = standardise_persons(raw, tables, today=TODAY).frame
    places = resolve_villages(raw.select("rid", "table", *PLACE), tables).frame
    before = [frame.clone() for frame in (raw, clean, places)]
    checked = validate_persons(raw, clean, tables, places, today=TODAY)
    for frame, old in zip((raw, clean, places), before, strict=True):
        assert frame.equals(old)
    return checked


@pytest.mark.parametrize("form", FORMS)
def test_a_sound_list_has_no_error(form: str) -> None:
    raw = _sound(form)
    columns = tuple(Column(i, name, name) for i, name in enumerate(raw.columns[3:]))
    table = Table(0, Source(Path("a.csv"), "a.csv"), "", Kind.PENDUDUK, 1, columns, raw.height)
    checked = _validated(raw, (table,))
    assert checked.findings.filter(pl.col("severity") == "error").is_empty()
    assert checked.accepted.all()


def test_a_file_without_people_is_checked_and_has_no_finding() -> None:
    checked = _validated(_sound(FORMS[0]).clear(), ())
    assert checked.findings.is_empty()
    assert checked.accepted.is_empty()


def test_of_a_damaged_sample_at_most_one_row_in_a_hundred_is_kept_out() -> None:
    sources = [Source(p, p.name) for p in sorted(SAMPLE.glob("*/*")) if p.suffix in {".csv", ".xlsx"}]
    assert sources
    loaded = read_tables(sources)
    checked = _validated(loaded.persons, loaded.tables)
    assert checked.accepted.mean() >= 0.99  # type: ignore[operator] # a mean of Booleans is a float
    found = checked.findings.group_by("code").len()
    damage = dict(found.iter_rows())
    assert "KT199" not in damage, "a standardised value that its own schema refuses"
    assert {"KT101", "KT103", "KT107", "KT301", "KT401", "KT420"} <= set(damage)
