"""Rules of single values: what is passed over as sound is sound, and pandera finds the same."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandera.errors
import pandera.polars as pa
import polars as pl
import pytest

from kalteng_data import schemas
from kalteng_data.errors import VerificationError
from kalteng_data.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = dt.date(2026, 3, 1)
VALUES: dict[str, list[Any]] = {
    "nik": [
        "6203011708800001", "6203015708800001", "6203013102800001", "6203013006800001", "6203010008800001",
        "6203017208800001", "6203011713800001", "6203011700800001", "9903011708800001", "6203011708800000",
        "0203011708800001", "620301170880001", "62030117088000011", "620301170880000X", "+203011708800001",
        "", "abc", None,
    ],
    "no_kk": ["6203010101100007", "0203010101100007", "620301010110000", "62030101O1100007",
              "-203010101100007", None],
    "nama": ["BUDI SANTOSO", "X'ANDI", "A", "BAYI NY SITI", "BAYINUDDIN", "BUDI2", "BUDI_S", "TES", "TESSA",
             "XX", "n.n", "NUR/NOOR", "", None],
    "tanggal_lahir": [dt.date(2026, 3, 1), dt.date(2026, 3, 2), dt.date(1920, 3, 1), dt.date(1920, 3, 2),
                      dt.date(1900, 1, 1), dt.date(1899, 12, 31), dt.date(1980, 8, 17), None],
    "jenis_kelamin": ["L", "P", "l", "", None],
    "rt": ["001", "1", "00A", None],
    "agama": ["ISLAM", "ISLAMM", None],
    "shdk": ["ANAK", "ANAQ", None],
}  # fmt: skip
DESIL = pl.Series("desil", [0, 1, 10, 11, None], dtype=pl.Int8)
COLUMNS = [*(pl.Series(name, values) for name, values in VALUES.items()), DESIL]


def by_pandera(column: pl.Series) -> set[tuple[int, str]]:
    """Positions and codes of the values that break rules, as pandera finds them."""

    def asked(check: schemas.FieldCheck) -> Callable[[pa.PolarsData], pl.LazyFrame]:
        return lambda data: data.lazyframe.select(check.holds(pl.col(check.field)))

    mine = [check for check in schemas.person_checks(TODAY) if check.field == column.name]
    rules = [pa.Check(asked(check), name=check.code) for check in mine]
    schema = pa.DataFrameSchema({column.name: pa.Column(column.dtype, checks=rules, nullable=True)})
    try:
        schema.validate(column.to_frame(), lazy=True)
    except pandera.errors.SchemaErrors as error:
        return set(pl.DataFrame(error.failure_cases).select("index", "check").rows())
    return set()


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_the_rules_find_what_pandera_finds(column: pl.Series) -> None:
    found = schemas.failures(Kind.PENDUDUK, column.to_frame(), TODAY)
    assert set(found.select("index", "code").rows()) == by_pandera(column)
    assert found.height >= 1
    assert set(found["field"]) == {column.name}


def test_a_column_of_another_type_is_a_fault_of_the_program() -> None:
    with pytest.raises(VerificationError):
        schemas.failures(Kind.PENDUDUK, pl.DataFrame({"tanggal_lahir": ["1980-08-17"]}), TODAY)
    with pytest.raises(VerificationError):
        schemas.failures(Kind.PENDUDUK, pl.DataFrame({"desil": [1]}), TODAY)
