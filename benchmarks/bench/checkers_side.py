"""Another validator on the CSV of ``lists.py``, in the interpreter that has it.

``python checkers_side.py frictionless|pointblank FILE.csv``. Imports nothing of the project: it runs in
another environment. Both are given the checks that their schemas and formulas can say: what must be filled,
the form of numbers and dates, the code lists, no NIK twice, no row twice, and a NIK against the birth date
and the sex of its own row. What ``kalteng`` checks beyond that (villages that exist, damaged numbers,
families, near-duplicates, whole villages) neither is asked for. They count differently: of rows that are
alike, pointblank counts every one and blanks too, frictionless those after the first.

Prints one line of JSON: the rows read, the checks asked for and the faults found.
"""

from __future__ import annotations

import json
import sys
from typing import Any

FILLED = ("kode_desa", "nama", "no_kk", "nik", "sex", "tanggallahir", "kk_level")
PATTERNS = {
    "kode_desa": r"62\.\d{2}\.\d{2}\.\d{4}", "rw": r"(\d{1,3}|-)", "rt": r"(\d{1,3}|-)", "no_kk": r"\d{16}",
    "nik": r"\d{16}", "nama": r"[A-Za-z .,'`/()-]+", "nama_ayah": r"[A-Za-z .,'`/()-]+",
    "nama_ibu": r"[A-Za-z .,'`/()-]+",
}  # fmt: skip
LAST_CODE = {
    "sex": 2, "agama_id": 7, "pendidikan_kk_id": 10, "pekerjaan_id": 89, "status_kawin": 4, "kk_level": 11,
    "status_dasar": 6,
}  # fmt: skip
"""Code lists of OpenSID, each from 1 to this number."""

DATE, DAY = "tanggallahir", "%d-%m-%Y"
UNIQUE = "nik"
FORMULAS = (
    "nik is None or tanggallahir is None or int(nik[6:8]) % 40 == tanggallahir.day",
    "nik is None or sex is None or (int(nik[6:8]) > 40) == (sex == '2')",
)
"""A NIK holds its person's day of birth, for women with 40 added."""


def frictionless(source: str) -> dict[str, int]:
    """A schema with constraints, as its documentation shows; every row read, however many are at fault."""
    from frictionless import Resource, Schema, checks, system, validate

    system.trusted = True  # a path outside the working folder is meant
    with Resource(path=source) as opened:
        names = opened.header.labels
    schema = Schema.from_descriptor({"fields": [_field(name) for name in names]})
    asked = [checks.duplicate_row(), *(checks.row_constraint(formula=formula) for formula in FORMULAS)]
    report = validate(Resource(path=source, schema=schema), checks=asked, limit_errors=10**9)
    task = report.tasks[0]
    return {"rows": task.stats["rows"], "faults": task.stats["errors"]}


def _field(name: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if name in FILLED:
        constraints["required"] = True
    if name in PATTERNS:
        constraints["pattern"] = PATTERNS[name]
    if name in LAST_CODE:
        constraints["enum"] = [str(code) for code in range(1, LAST_CODE[name] + 1)]
    if name == UNIQUE:
        constraints["unique"] = True
    form = {"type": "date", "format": DAY} if name == DATE else {"type": "string"}
    return {"name": name, "constraints": constraints, **form}


def pointblank(source: str) -> dict[str, int]:
    """A plan of steps over a polars frame, as its documentation shows."""
    import pointblank as pb
    import polars as pl

    frame = pl.read_csv(source, infer_schema=False)
    plan = pb.Validate(frame).col_vals_not_null(list(FILLED))
    for name, pattern in PATTERNS.items():
        plan = plan.col_vals_regex(name, f"^{pattern}$", na_pass=True)
    for name, last in LAST_CODE.items():
        plan = plan.col_vals_in_set(name, [None, *(str(code) for code in range(1, last + 1))])
    day = pl.col(DATE).str.to_date(DAY, strict=False)
    told = pl.col(UNIQUE).str.slice(6, 2).cast(pl.Int32, strict=False)
    plan = plan.col_vals_expr(day.is_not_null() | pl.col(DATE).is_null())
    plan = plan.col_vals_expr((told % 40 == day.dt.day()).fill_null(value=True))
    plan = plan.col_vals_expr(((told > 40) == (pl.col("sex") == "2")).fill_null(value=True))
    plan = plan.rows_distinct([UNIQUE]).rows_distinct()
    failed = plan.interrogate().n_failed()
    return {"rows": frame.height, "faults": sum(failed.values())}


if __name__ == "__main__":
    side, path = sys.argv[1:3]
    count = len(FILLED) + len(PATTERNS) + len(LAST_CODE) + len((DATE, UNIQUE, "row")) + len(FORMULAS)
    print(
        json.dumps({"checks": count, **{"frictionless": frictionless, "pointblank": pointblank}[side](path)})
    )
