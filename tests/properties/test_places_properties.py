from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kalteng_data import reference
from kalteng_data.places import lookup, resolve_villages
from kalteng_data.places.names import fold, readings
from kalteng_data.places.namesakes import HINTED, SEVERAL

if TYPE_CHECKING:
    from random import Random

VILLAGES = reference.villages()
KNOWN = set(VILLAGES["kode_desa"])


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=30))
@example("BHH")
@example("DDHJ")
def test_folding_twice_changes_nothing_more(letters: str) -> None:
    assert fold(fold(letters)) == fold(letters)


@given(st.text(max_size=40))
def test_any_text_can_be_read_and_case_does_not_matter(text: str) -> None:
    assert readings(text.upper()) == readings(text.upper().lower().upper())


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(VILLAGES["nama_desa"].to_list()),
    st.sampled_from(VILLAGES["kecamatan"].to_list()),
    st.sampled_from(VILLAGES["kode_bps"].drop_nulls().to_list()),
    st.sampled_from(VILLAGES["kode_desa"].to_list()),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), cells, cells, cells, cells), max_size=12))
def test_whatever_stands_in_the_cells_each_row_has_one_honest_answer(
    rows: list[tuple[int, str | None, str | None, str | None, str | None]],
) -> None:
    columns = ["table", "kode_desa", "desa", "kecamatan", "kode_kabupaten"]
    schema = dict.fromkeys(columns, pl.String) | {"table": pl.UInt32}
    raw = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("rid")
    frame = resolve_villages(raw).frame
    assert frame["rid"].equals(raw["rid"])
    assert set(frame["kode_desa"].drop_nulls()) <= KNOWN
    assert frame.filter(pl.col("kode_desa").is_null() != (pl.col("kepastian") == 0)).is_empty()
    # A way without a village says only why there is none: several of the name.
    way = frame.filter(pl.col("kode_desa").is_null() != pl.col("cara").is_null())
    assert way["kode_desa"].is_null().all()
    assert set(way["cara"]) <= {SEVERAL, HINTED}
    # The answer leads the candidates.
    answered = frame.drop_nulls("kode_desa")
    assert (answered["calon"].str.split(";").list.first() == answered["kode_desa"]).all()


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_answer(random: Random) -> None:
    raw = (
        VILLAGES.select(
            table=pl.lit(0, dtype=pl.UInt32), kode_desa="kode_bps", desa="nama_desa", kecamatan="kecamatan"
        )
        .head(60)
        .with_row_index("rid")
    )
    order = list(range(raw.height))
    random.shuffle(order)
    straight = resolve_villages(raw).frame
    assert resolve_villages(raw[order]).frame.sort("rid").equals(straight)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20))
def test_any_text_can_be_looked_up(text: str) -> None:
    assert set(lookup(text)["kode_desa"]) <= KNOWN
