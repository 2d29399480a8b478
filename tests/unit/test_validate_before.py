"""Villages beside last month: chance is not reported, small villages least of all; real losses are."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from kalteng_data.validate.before_lists import LEAST, LISTS, NOW, THEN, changed, continued, with_words
from kalteng_data.validate.before_people import PEOPLE, news, suspects
from kalteng_data.validate.check import evaluate

VILLAGES = 1571


def codes(n: int = VILLAGES) -> list[str]:
    return [f"62.{at // 112 + 1:02d}.{at % 112 // 12 + 1:02d}.2{at % 12 + 1:03d}" for at in range(n)]


def then(sizes: list[int], ref: str = "kabupaten") -> pl.DataFrame:
    rows = {"ref": ref, "level": ref.partition("/")[0], "kode_desa": codes(len(sizes)), "m": sizes}
    return pl.DataFrame(rows, schema=THEN)


def now(sizes: list[int | None], level: str = "kabupaten") -> pl.DataFrame:
    kept = [(code, n) for code, n in zip(codes(len(sizes)), sizes, strict=True) if n]
    rows = {
        "list": level or "a.csv", "level": level, "kode_desa": [code for code, _ in kept],
        "n": [n for _, n in kept], "table": 0, "row": list(range(2, len(kept) + 2)),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=NOW)


def far(before: list[int], after: list[int | None], months: float = 1.0) -> pl.DataFrame:
    one, other = now(after), then(before)
    return changed(one, other, continued(one, other), months)


@pytest.mark.parametrize("seed", range(20))
def test_families_that_come_and_go_by_chance_are_not_reported(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before = rng.integers(20, 4000, VILLAGES)
    families = before / 4
    step = 4 * (rng.poisson(0.01 * families).astype(int) - rng.poisson(0.01 * families).astype(int))
    reported = far(before.tolist(), np.maximum(before + step, 1).tolist())
    assert reported.height <= 1, reported


@pytest.mark.parametrize(
    ("before", "after", "reported"),
    [
        (1000, 899, True), (1000, 901, False), (1000, 1101, True), (1000, 1099, False),
        (100, 88, True), (100, 89, False), (40, 32, True), (40, 33, False), (LEAST - 1, 5, False),
        (5, 200, False),
    ],
)  # fmt: skip
def test_both_thresholds_hold_in_both_directions(before: int, after: int, *, reported: bool) -> None:
    assert (far([before], [after]).height == 1) is reported


def test_what_a_year_explains_is_not_reported_as_a_month() -> None:
    assert far([100], [80]).height == 1
    assert far([100], [80], months=12).height == 0


def test_a_village_is_missing_where_most_of_its_neighbours_came() -> None:
    before = [200] * 24  # two kecamatan of twelve villages in one regency
    missing = far(before, [None, *[200] * 11, *[None] * 12])
    assert missing["kode_desa"].to_list() == [codes()[0]]
    assert far(before, [200, *[None] * 23]).is_empty()
    assert far([LEAST - 1, *before[1:]], [None, *[200] * 23]).is_empty()


def test_a_list_continues_the_list_of_its_own_kind() -> None:
    both = pl.concat([then([200] * 9, "pusat"), then([150] * 9, "pusat/dtsen"), then([50] * 9, "pusat/aid")])
    sent = now([151] * 9, "pusat")
    pairs = continued(sent, both)
    assert pairs["ref"].to_list() == ["pusat/dtsen"]
    assert changed(sent, both, pairs, 1.0).is_empty()
    assert continued(now([48] * 9, ""), both)["ref"].to_list() == ["pusat/aid"]
    assert continued(now([48] * 9, "kabupaten"), both).is_empty()


def test_what_changed_is_said_with_rows_then_and_now() -> None:
    names = pl.DataFrame({"kode_desa": codes(12), "nama_desa": [f"Desa {at}" for at in range(12)]})
    found = evaluate(with_words(far([200] * 12, [None, 100, *[200] * 10]), names), LISTS).sort("code")
    assert found.select("code", "row", "value", "detail").rows() == [
        ("KT601", 2, "Desa 1", "200 > 100 (-50%)"),
        ("KT602", 0, "Desa 0", "200"),
    ]


BORN = dt.date(1980, 8, 17)


def row(born: dt.date | None = BORN, sex: str | None = "L", status: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "rid": [0], "nik": ["6203011708800001"], "tanggal_lahir": [born], "tanggal_status": ["ok"],
            "jenis_kelamin": [sex], "status_dasar": [status],
        },
        schema={
            "rid": pl.UInt32, "nik": pl.String, "tanggal_lahir": pl.Date, "tanggal_status": pl.String,
            "jenis_kelamin": pl.String, "status_dasar": pl.String,
        },
    )  # fmt: skip


def known(born: dt.date | None = BORN, sex: str | None = "L", status: str = "HIDUP") -> pl.DataFrame:
    return row(born, sex).select(
        "nik", "tanggal_lahir", "jenis_kelamin", id=pl.lit("P1"), status=pl.lit(status)
    )


def told(now_: pl.DataFrame, then_: pl.DataFrame, stated: list[tuple[str, str]] | None = None) -> list[str]:
    rows = [("6203011708800001", field, value) for field, value in stated or []]
    schema = dict.fromkeys(("nik", "field", "value"), pl.String)
    found = news(suspects(now_, then_), pl.DataFrame(rows, schema=schema, orient="row"))
    cells = dict.fromkeys(("raw_tanggal_lahir", "raw_jenis_kelamin", "raw_status_dasar"), pl.lit("-"))
    placed = found.with_columns(table=pl.lit(0), row=pl.lit(2), **cells)
    return evaluate(placed, PEOPLE)["code"].to_list()


@pytest.mark.parametrize(
    ("now_", "then_", "code"),
    [
        (row(dt.date(1981, 8, 17)), known(), "KT603"),
        (row(sex="P"), known(), "KT604"),
        (row(status="HIDUP"), known(status="MENINGGAL"), "KT605"),
    ],
)
def test_what_a_nik_stood_for_before_is_compared(now_: pl.DataFrame, then_: pl.DataFrame, code: str) -> None:
    assert told(now_, then_) == [code]


@pytest.mark.parametrize(
    ("now_", "then_", "stated"),
    [
        (row(), known(), []),
        (row(None, None), known(), []),
        (row(), known(None, None), []),
        (row(status=None), known(status="MENINGGAL"), []),
        (row(), known(dt.date(1980, 1, 1)), []),  # a date that stood for "unknown" was set right
        (row(dt.date(1981, 8, 17)), known(), [("tanggal_lahir", "1981-08-17")]),
        (row(sex="P"), known(), [("jenis_kelamin", "P")]),
        (row(status="HIDUP"), known(status="MENINGGAL"), [("status_dasar", "HIDUP")]),
        (row(sex="P"), pl.concat([known(), known(sex="P")]), []),
    ],
)
def test_what_is_no_news_is_not_reported(
    now_: pl.DataFrame, then_: pl.DataFrame, stated: list[tuple[str, str]]
) -> None:
    assert told(now_, then_, stated) == []
