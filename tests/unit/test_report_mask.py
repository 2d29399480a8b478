"""What may be shown of a person: no number, name or birth date can be read from masked text."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalteng_data.report.mask import KINDS, mask, mask_frame, masked

NIK = st.from_regex(r"62\d{14}", fullmatch=True)
WORD = st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZÉ", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("number", "6203011708800001", "6203**********01"),
        ("number", "'6203.0117.0880.0001", "6203**********01"),
        ("number", "620301170880001", "6203*********01"),
        ("number", "-", "-"),
        ("number", "17081980", "17******"),
        ("number", "BUDI SANTOSO", "BU*** SA***"),
        ("name", "BUDI SANTOSO", "BU*** SA***"),
        ("name", "H. ALI", "H***. A***"),
        ("name", "BUDI 2", "BU*** 2"),
        ("date", "17-08-1980", "**-**-1980"),
        ("date", "1980-08-17 00:00:00", "**-**-1980"),
        ("date", "19800817", "**-**-1980"),
        ("date", "17 Agustus 1980", "**-**-1980"),
        ("date", "29450", "**"),
        ("plain", "ISLAM", "ISLAM"),
        ("plain", "6201012003", "6201012003"),
        ("plain", "62.01.01.2003", "62.01.01.2003"),
        ("plain", "NIK 6203011708800001", "6203**********01"),
    ],
)
def test_a_mask_shows_this_much(kind: str, value: str, shown: str) -> None:
    assert mask(value, kind) == shown  # type: ignore[arg-type] # parametrised text


@given(
    number=NIK,
    kind=st.sampled_from(["number", "name", "date", "plain"]),
    gap=st.sampled_from(["", ".", " ", "-"]),
)
def test_a_number_cannot_be_read_from_any_column(number: str, kind: str, gap: str) -> None:
    written = gap.join(number[i : i + 4] for i in range(0, 16, 4))
    shown = mask(written, kind)  # type: ignore[arg-type] # drawn from the kinds
    left = re.sub(r"\D", "", shown)
    assert number[6:14] not in left
    assert len(left) <= 6


@given(words=st.lists(WORD, min_size=1, max_size=4), kind=st.sampled_from(["name", "number", "date"]))
def test_a_name_cannot_be_read(words: list[str], kind: str) -> None:
    shown = mask(" ".join(words), kind)  # type: ignore[arg-type] # drawn from the kinds
    assert all(len(run) <= 2 for run in re.findall(r"[^\W\d_]+", shown))


@given(
    day=st.integers(1, 31), month=st.integers(1, 12), year=st.integers(1900, 2029),
    form=st.sampled_from(
        ["{d:02}-{m:02}-{y}", "{d}/{m}/{y}", "{y}{m:02}{d:02}", "{d:02}{m:02}{y}", "{y}-{m:02}-{d:02}"]
    ),
    kind=st.sampled_from(["date", "name"]),
)  # fmt: skip
def test_day_and_month_cannot_be_read(day: int, month: int, year: int, form: str, kind: str) -> None:
    shown = mask(form.format(d=day, m=month, y=year), kind)  # type: ignore[arg-type] # drawn from the kinds
    assert sum(c.isdigit() for c in shown.replace(str(year), "", 1)) <= (0 if kind == "date" else 2)


@given(value=st.text(max_size=40), kind=st.sampled_from(["number", "name", "date", "plain"]))
def test_any_text_can_be_masked_and_is_no_longer_than_a_mask_makes_it(value: str, kind: str) -> None:
    assert isinstance(mask(value, kind), str)  # type: ignore[arg-type] # drawn from the kinds


def test_rows_are_masked_each_by_its_own_kind_and_nothing_stays_nothing() -> None:
    frame = pl.DataFrame(
        {"v": ["BUDI", None, "17-08-1980", "ISLAM"], "k": ["name", "number", "date", "plain"]}
    )
    assert mask_frame(frame, "v", "k").to_list() == ["BU***", None, "**-**-1980", "ISLAM"]


def test_every_field_about_who_someone_is_has_a_mask() -> None:
    private = {
        "nik",
        "no_kk",
        "nama",
        "tanggal_lahir",
        "alamat",
        "telepon",
        "nik_ibu",
        "nik_ayah",
        "nama_ibu",
    }
    assert private <= set(KINDS)


def test_an_expression_keeps_the_name_of_nothing_else() -> None:
    frame = pl.DataFrame({"nama": ["BUDI"]}).with_columns(masked(pl.col("nama"), "name").alias("nama"))
    assert frame.columns == ["nama"]
