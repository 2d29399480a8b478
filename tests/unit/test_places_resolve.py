from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kalteng_data import reference
from kalteng_data.fields import PLACE
from kalteng_data.model import Kind, Source, Table
from kalteng_data.places import Resolved, lookup, make_atlas, resolve_villages

VILLAGES = reference.villages()


def raw(*rows: dict[str, Any]) -> pl.DataFrame:
    filled = [{"table": 0, **dict.fromkeys(PLACE), **row} for row in rows]
    schema = {"table": pl.UInt32, **dict.fromkeys(PLACE, pl.String)}
    return pl.DataFrame(filled, schema=schema).with_row_index("rid")


def codes(resolved: Resolved) -> list[str | None]:
    return resolved.frame["kode_desa"].to_list()


def decision(resolved: Resolved, field: str, table: int = 0) -> tuple[str | None, str | None]:
    row = resolved.decisions.filter((pl.col("field") == field) & (pl.col("table") == table))
    return row["decision"].item(), row["by"].item()


def table(index: int, file: str) -> Table:
    return Table(index, Source(Path(file), file), f"Lembar{index}", Kind.PENDUDUK, 1, (), 1)


def both_ways() -> pl.DataFrame:
    """Codes that are valid in both schemes, with the villages they mean in each."""
    theirs = VILLAGES.select(code="kode_bps", bps="kode_desa").drop_nulls()
    ours = VILLAGES.select(
        code=pl.col("kode_desa").str.replace_all(".", "", literal=True), kemendagri="kode_desa"
    )
    return ours.join(theirs, on="code")


def test_codes_of_either_scheme_are_told_by_the_names_beside_them() -> None:
    part = VILLAGES.drop_nulls("kode_bps").filter(pl.col("kode_kabupaten").is_in(["62.06", "62.08"]))
    for column, scheme in (("kode_bps", "bps"), ("kode_desa", "kemendagri")):
        rows = part.select(
            table=pl.lit(0, dtype=pl.UInt32),
            kode_desa=pl.col(column),
            desa=pl.col("nama_desa").str.to_uppercase(),
        ).with_row_index("rid")
        resolved = resolve_villages(rows)
        assert decision(resolved, "kode_desa") == (scheme, "desa")
        assert codes(resolved) == part["kode_desa"].to_list()
        assert resolved.frame["cara"].unique().to_list() == [f"kode_{scheme}"]


@pytest.mark.parametrize(
    "written", ["62.01.01.2003", "6201012003", "'6201012003", "6201012003.0", " 62 01 01 2003 "]
)
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert codes(resolve_villages(raw({"kode_desa": written, "desa": "Sabuai"}))) == ["62.01.01.2003"]


def test_split_columns_make_a_code_in_both_schemes() -> None:
    ours = raw({"kode_kabupaten": "01", "kode_kecamatan": "01", "kode_desa": "2003", "desa": "Sabuai"})
    theirs = raw({"kode_kabupaten": "6201", "kode_kecamatan": "060", "kode_desa": "008", "desa": "Sebuai"})
    assert codes(resolve_villages(ours)) == codes(resolve_villages(theirs)) == ["62.01.01.2003"]


def test_codes_without_names_are_told_by_their_existence_when_there_are_enough() -> None:
    some = VILLAGES.drop_nulls("kode_bps").filter(pl.col("kode_kabupaten") == "62.06")
    resolved = resolve_villages(raw(*({"kode_desa": code} for code in some["kode_bps"])))
    assert decision(resolved, "kode_desa") == ("bps", "sah")
    assert codes(resolved) == some["kode_desa"].to_list()


def test_a_lone_code_of_two_meanings_is_left_open_with_both() -> None:
    code, ours, theirs = both_ways().row(0)
    resolved = resolve_villages(raw({"kode_desa": code}))
    assert decision(resolved, "kode_desa") == (None, None)
    assert codes(resolved) == [None]
    assert set(resolved.frame["calon"].item().split(";")) == {ours, theirs}


def test_a_lone_code_of_two_meanings_follows_its_kecamatan_its_file_or_its_source() -> None:
    code, ours, theirs = both_ways().row(0)
    district = VILLAGES.filter(pl.col("kode_desa") == theirs)["kecamatan"].item()
    assert codes(resolve_villages(raw({"kode_desa": code, "kecamatan": district}))) == [theirs]
    assert codes(resolve_villages(raw({"kode_desa": code}), declared={0: "kemendagri"})) == [ours]
    sibling = raw({"kode_desa": code}, {"table": 1, "kode_desa": "6201060008", "desa": "Sebuai"})
    together = resolve_villages(sibling, (table(0, "a.xlsx"), table(1, "a.xlsx")))
    assert codes(together) == [theirs, "62.01.01.2003"]
    assert decision(together, "kode_desa") == ("bps", "berkas")
    assert codes(resolve_villages(sibling, (table(0, "a.xlsx"), table(1, "b.xlsx"))))[0] is None


def test_tables_of_different_schemes_do_not_disturb_each_other() -> None:
    two = raw(
        {"table": 0, "kode_desa": "6201060008", "desa": "Sabuai"},
        {"table": 1, "kode_desa": "6201012003", "desa": "Sabuai"},
    )
    resolved = resolve_villages(two)
    assert codes(resolved) == ["62.01.01.2003"] * 2
    assert decision(resolved, "kode_desa", 0)[0] == "bps"
    assert decision(resolved, "kode_desa", 1)[0] == "kemendagri"


def test_a_name_of_another_village_overrules_a_wrong_code() -> None:
    good = [
        {"kode_desa": c, "desa": n, "kecamatan": k}
        for c, n, k in VILLAGES.filter(pl.col("kode_kecamatan") == "62.04.02")
        .select("kode_desa", "nama_desa", "kecamatan")
        .iter_rows()
    ]
    assert len(good) > 5
    wrong = {**good[0], "kode_desa": good[1]["kode_desa"]}
    resolved = resolve_villages(raw(*good, wrong))
    assert codes(resolved)[-1] == good[0]["kode_desa"]
    assert resolved.frame["cara"].to_list()[-1] == "nama"


def test_a_code_that_the_reference_lacks_gives_way_to_the_names() -> None:
    missing = VILLAGES.filter(pl.col("kode_bps").is_null()).row(0, named=True)
    known = {"kode_desa": "6201060008", "desa": "Sabuai"}
    row = {"kode_desa": missing["kode_bps_kecamatan"] + "099", "desa": missing["nama_desa"].upper()}
    assert codes(resolve_villages(raw(known, row))) == ["62.01.01.2003", missing["kode_desa"]]


def test_regency_codes_are_told_by_the_regency_and_lead_to_the_village() -> None:
    rows = raw(
        {"kode_kabupaten": "6206", "kabupaten": "Sukamara", "desa": "Natai Sedawak"},
        {"kode_kabupaten": "6207", "kabupaten": "Lamandau", "desa": "Cuhai"},
    )
    resolved = resolve_villages(rows)
    assert decision(resolved, "kode_kabupaten") == ("bps", "kabupaten")
    assert [c[:5] for c in codes(resolved) if c] == ["62.08", "62.09"]


def test_a_name_that_recurs_is_left_open_until_its_kecamatan_is_known() -> None:
    twice = resolve_villages(raw({"desa": "Kandris", "kabupaten": "Barito Timur"}))
    assert codes(twice) == [None]
    assert twice.frame["calon"].item() == "62.13.02.2002;62.13.10.2007"
    known = raw({"desa": "Kandris", "kecamatan": "Kec. Benua Lima", "kabupaten": "Kab. Barito Timur"})
    assert codes(resolve_villages(known)) == ["62.13.02.2002"]


def test_a_typing_error_in_the_kecamatan_is_forgiven_within_its_regency() -> None:
    rows = raw({"desa": "Sumber Makmur", "kecamatan": "Parengean", "kabupaten": "Kotawaringin Timur"})
    assert codes(resolve_villages(rows)) == ["62.02.04.2009"]


def test_a_village_of_another_province_or_an_unknown_regency_is_not_guessed() -> None:
    rows = raw(
        {
            "desa": "Sabuai Timur",
            "kecamatan": "Martapura",
            "kabupaten": "Banjar",
            "provinsi": "Kalimantan Selatan",
        },
        {"desa": "Sabuai Timur", "kabupaten": "Banjarmasin"},
        {"desa": "-", "kecamatan": " "},
    )
    assert codes(resolve_villages(rows)) == [None, None, None]
    assert resolve_villages(rows).frame["kepastian"].to_list() == [0.0, 0.0, 0.0]


def test_a_removed_village_is_not_replaced_by_a_numbered_or_longer_neighbour() -> None:
    for name in ("Patas I", "Sabuai", "Lemo II", "Telang"):
        rest = VILLAGES.filter(pl.col("nama_desa") != name)
        gone = VILLAGES.filter(pl.col("nama_desa") == name)
        rows = gone.select(
            "kecamatan", "kabupaten", table=pl.lit(0, dtype=pl.UInt32), desa="nama_desa"
        ).with_row_index("rid")
        assert set(codes(resolve_villages(rows, places=make_atlas(rest, reference.aliases().clear())))) == {
            None
        }


def test_rows_keep_their_order_and_the_callers_frame_stays_as_it_is() -> None:
    rows = VILLAGES.select(table=pl.lit(0, dtype=pl.UInt32), desa="nama_desa", kecamatan="kecamatan")
    rows = rows.sample(fraction=1.0, shuffle=True, seed=3).with_row_index("rid", offset=7)
    before = rows.clone()
    resolved = resolve_villages(rows)
    assert resolved.frame["rid"].equals(rows["rid"])
    assert rows.equals(before)
    assert resolved.frame.columns == ["rid", "kode_desa", "kepastian", "cara", "calon"]


NAMESAKES = ["62.03.08.2011", "62.71.01.1002"]


def test_villages_of_one_name_are_told_from_names_that_nobody_knows() -> None:
    found = resolve_villages(raw({"desa": "Panarung"}, {"desa": "Zanzibar"}, {"desa": "Panarung / Pahandut"}))
    assert codes(found) == [None] * 3
    assert found.frame["cara"].to_list()[:2] == ["kembar", None]
    assert sorted(found.frame["calon"][0].split(";")) == NAMESAKES
    assert resolve_villages(raw({"desa": "Baun Bango / Jahanjang"})).frame["cara"].item() is None


@pytest.mark.parametrize(
    ("areas", "way", "likely"),
    [
        (["6203"] * 5, "kembar_nik", NAMESAKES[:1]),
        (["6271"] * 5 + ["6203"] * 2, "kembar_nik", NAMESAKES[1:]),
        (["6203"] * 4, "kembar", NAMESAKES),
        (["6203"] * 3 + ["6271"] * 3, "kembar", NAMESAKES),
        (["6209"] * 9, "kembar", NAMESAKES),
    ],
)
def test_niks_beside_a_shared_name_point_to_one_village_and_settle_none(
    areas: list[str], way: str, likely: list[str]
) -> None:
    rows = raw(*({"desa": "PANARUNG"} for _ in areas))
    niks = pl.Series("nik", [f"{area}011708800001" for area in areas])
    found = resolve_villages(rows.with_columns(niks)).frame
    assert found["kode_desa"].null_count() == found.height
    assert found["cara"].unique().to_list() == [way]
    assert sorted(found["calon"][0].split(";")) == likely


def test_an_empty_frame_stays_empty() -> None:
    assert resolve_villages(raw()).frame.is_empty()


def test_lookup_shows_both_meanings_of_a_code() -> None:
    code, ours, theirs = both_ways().row(0)
    found = lookup(code)
    assert dict(found.select("skema", "kode_desa").iter_rows()) == {"kemendagri": ours, "bps": theirs}


def test_lookup_of_a_name_ranks_the_right_spelling_first() -> None:
    found = lookup("desa tbg lapan")
    assert found["nama_desa"].to_list()[:2] == ["Tumbang Lapan", "Tumbang Lapan"]
    assert found["kemiripan"].is_sorted(descending=True)
    assert lookup("xqzw").is_empty()
    assert lookup("123").is_empty()
    assert lookup("6206").select("kode_kabupaten").unique().height == 2
