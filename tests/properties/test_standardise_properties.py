"""What holds for any text: nothing raises, nothing is lost, forms are stable, dates come back."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalteng_data.fields import RAW_FAMILY, RAW_PERSON, RAW_VILLAGE
from kalteng_data.standardise import standardise_families, standardise_persons, standardise_villages
from kalteng_data.standardise.births import birth_dates
from kalteng_data.standardise.identity import digits_of, identity_numbers
from kalteng_data.standardise.names import names

TODAY = dt.date(2026, 6, 30)
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip

WORDS = ("H.", "HJ", "M.", "ST", "ALM", "BIN", "ALIAS", "S.PD", "MUH", "SITI", "(ALM)", "/", "DR", "NUR")
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
whole_rows = settings(quick, max_examples=12)
cell = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.text(alphabet="0123456789-/.,:' ETrtw", max_size=24),
    st.sampled_from(
        ["6203011708800001", "17/08/1980", "00-00-1960", "H.", "ALM", "3", "YA", "-", "\u0000", "99999"]
    ),
)
name = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.text(alphabet="ABCDEHMNSTU'.-", min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=5,
).map(" ".join)  # fmt: skip
dates = st.lists(st.dates(dt.date(1930, 1, 1), TODAY), min_size=1, max_size=6)


def keyed(cells: list[dict[str, str | None]], fields: tuple[str, ...]) -> pl.DataFrame:
    frame = pl.DataFrame(cells, schema=dict.fromkeys(fields, pl.String))
    return frame.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("rid"),
        (pl.int_range(pl.len(), dtype=pl.UInt32) % 2).alias("table"),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        pl.all(),
    )


@whole_rows
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(RAW_PERSON, cell)), min_size=1, max_size=4))
def test_any_rows_about_people_are_standardised(cells: list[dict[str, str | None]]) -> None:
    raw = keyed(cells, RAW_PERSON)
    found = standardise_persons(raw, (), today=TODAY).frame
    assert found["rid"].to_list() == raw["rid"].to_list()
    assert found["nik"].drop_nulls().str.contains(r"^[0-9]{16}$").all()
    assert found["rt"].drop_nulls().str.contains(r"^[0-9]{3}$").all()
    assert (found["tanggal_lahir"].drop_nulls() <= TODAY).all()
    assert found["jenis_kelamin"].drop_nulls().is_in(["L", "P"]).all()
    assert found.filter(pl.col("nik_cocok") & (pl.col("nik_status") != "ok")).height == 0


@whole_rows
@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(RAW_VILLAGE, cell)), min_size=1, max_size=3),
    st.lists(st.fixed_dictionaries(dict.fromkeys(RAW_FAMILY, cell)), min_size=1, max_size=3),
)
def test_any_rows_about_villages_and_cards_are_standardised(
    villages: list[dict[str, str | None]], families: list[dict[str, str | None]]
) -> None:
    assert standardise_villages(keyed(villages, RAW_VILLAGE), ()).frame.height == len(villages)
    assert standardise_families(keyed(families, RAW_FAMILY), ()).frame.height == len(families)


@quick
@given(st.lists(name, min_size=1, max_size=5))
def test_the_compared_name_is_stable_and_made_of_single_spaced_tokens(written: list[str]) -> None:
    once = names(pl.Series("nama", written))["nama_cocok"]
    assert names(once)["nama_cocok"].to_list() == once.to_list()
    assert not once.drop_nulls().str.contains(r"[^\p{L}\p{N} ]|  |^ | $").any()


@quick
@given(st.lists(name, min_size=1, max_size=5))
def test_the_printed_name_is_stable(written: list[str]) -> None:
    once = names(pl.Series("nama", written))["nama"]
    assert names(once)["nama"].to_list() == once.to_list()


@quick
@given(
    st.lists(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), min_size=1, max_size=5),
    st.sampled_from("'. -"),
)
def test_digits_survive_whatever_stands_between_them(numbers: list[str], between: str) -> None:
    spread = [between.join((n[:6], n[6:12], n[12:])) for n in numbers]
    assert digits_of(pl.Series(spread))["digits"].to_list() == numbers


@quick
@given(st.lists(cell, min_size=1, max_size=6))
def test_digits_are_the_cells_own_in_their_order(cells: list[str | None]) -> None:
    raw = pl.DataFrame(
        {"nik": cells, "table": [0] * len(cells)}, schema={"nik": pl.String, "table": pl.UInt32}
    )
    found = identity_numbers(raw, "nik", raw["table"])
    assert (found["number"].is_not_null() == found["status"].is_in(["ok", "format"])).all()
    assert (found["digits"].is_null() | found["digits"].str.contains("^[0-9]+$")).all()


@quick
@given(dates, st.sampled_from(range(10)))
def test_a_date_comes_back_from_every_form(days: list[dt.date], form: int) -> None:
    written = {
        0: lambda d: d.isoformat(),
        1: lambda d: f"{d.isoformat()} 00:00:00",
        2: lambda d: d.strftime("%d-%m-%Y"),
        3: lambda d: f"{d.day}.{d.month}.{d.year}",
        4: lambda d: d.strftime("%Y%m%d"),
        5: lambda d: d.strftime("%d%m%Y"),
        6: lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
        7: lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year}",
        8: lambda d: str((d - dt.date(1899, 12, 30)).days),
        9: lambda d: f"Sampit, {d.day:02d} {MONTHS[d.month - 1].lower()} {d.year}",
    }[form]
    rows = pl.DataFrame(
        {"table": [0] * len(days), "group": [0] * len(days), "text": [written(d) for d in days]},
        schema={"table": pl.UInt32, "group": pl.UInt32, "text": pl.String},
    ).with_columns(stamp=pl.lit(None, pl.Int32))
    assert birth_dates(rows, TODAY).frame["tanggal_lahir"].to_list() == days


@quick
@given(dates, st.booleans())
def test_one_telling_cell_settles_the_order_of_its_column(days: list[dt.date], month_first: bool) -> None:
    form = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    cells = [d.strftime(form) for d in [dt.date(1980, 8, 17), *days]]
    rows = pl.DataFrame(
        {"table": [0] * len(cells), "group": [0] * len(cells), "text": cells},
        schema={"table": pl.UInt32, "group": pl.UInt32, "text": pl.String},
    ).with_columns(stamp=pl.lit(None, pl.Int32))
    assert birth_dates(rows, TODAY).frame["tanggal_lahir"].to_list()[1:] == days
