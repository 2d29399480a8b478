from __future__ import annotations

from datetime import date

import polars as pl

from kalteng_data.fields import PERSON
from kalteng_data.merge.policy import Policy, default_orders
from kalteng_data.merge.survivorship import survive

TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "tanggal_lahir": pl.Date, "desil": pl.Int8, "nik_cocok": pl.Boolean,
    **dict.fromkeys(("bansos_pkh", "bansos_sembako", "bansos_blt_dd", "bansos_pbi"), pl.Boolean),
}  # fmt: skip
NIK, TWIN = "6203015708800001", "6203015708800002"
RECENCY = {"pusat": 1, "provinsi": 2, "kabupaten": 3}


def rows(*given: dict[str, object]) -> pl.DataFrame:
    columns = [*PERSON, "kode_desa", "nik_cocok"]
    blank: dict[str, object] = dict.fromkeys(columns)
    filled = [
        {**blank, "person": 1, "rid": i, "source": "s", "recency": RECENCY[str(row.get("level", "pusat"))],
         "level": "pusat", "voice": RECENCY[str(row.get("level", "pusat"))], "copied": False, **row}
        for i, row in enumerate(given)
    ]  # fmt: skip
    schema = {
        "person": pl.UInt32, "rid": pl.UInt32, "source": pl.String, "recency": pl.Int64, "level": pl.String,
        "voice": pl.UInt8, "copied": pl.Boolean, **{c: TYPES.get(c, pl.String) for c in columns},
    }  # fmt: skip
    return pl.DataFrame(filled, schema=schema)


def chosen(frame: pl.DataFrame, field: str, policy: Policy | None = None) -> object:
    people, _ = survive(frame, policy or Policy(default_orders()))
    return people[field][0]


def test_a_lone_row_keeps_its_values_and_makes_no_claim() -> None:
    people, claims = survive(rows({"nama": "BUDI", "rt": "001"}), Policy(default_orders()))
    assert (people["nama"][0], people["rt"][0], claims.height) == ("BUDI", "001", 0)


def test_a_nik_that_agrees_with_its_row_beats_two_that_do_not() -> None:
    frame = rows(
        {"nik": TWIN, "nik_status": "ok", "nik_cocok": False},
        {"nik": TWIN, "nik_status": "ok", "nik_cocok": False, "level": "provinsi"},
        {"nik": NIK, "nik_status": "ok", "nik_cocok": True, "level": "kabupaten"},
    )
    assert chosen(frame, "nik") == NIK


def test_most_levels_decide_a_name_and_the_regency_the_village() -> None:
    frame = rows(
        {"nama": "SITI AMINAH", "kode_desa": "62.01.01.2001"},
        {"nama": "SITI AMINAH", "kode_desa": "62.01.01.2001", "level": "provinsi"},
        {"nama": "SITI AMNAH", "kode_desa": "62.02.01.2001", "level": "kabupaten"},
    )
    assert chosen(frame, "nama") == "SITI AMINAH"
    assert chosen(frame, "kode_desa") == "62.02.01.2001"


def test_the_address_is_taken_from_the_chosen_village() -> None:
    frame = rows(
        {"kode_desa": "62.01.01.2001", "alamat": "JALAN LAMA", "rt": "009"},
        {"kode_desa": "62.02.01.2001", "alamat": None, "rt": "001", "level": "kabupaten"},
        {"kode_desa": "62.02.01.2001", "alamat": "JALAN BARU", "rt": "001", "level": "provinsi"},
    )
    assert (chosen(frame, "alamat"), chosen(frame, "rt")) == ("JALAN BARU", "001")


def test_a_death_reported_by_any_source_ends_the_status() -> None:
    frame = rows({"status_dasar": "MENINGGAL"}, {"status_dasar": "HIDUP", "level": "kabupaten"})
    assert chosen(frame, "status_dasar") == "MENINGGAL"


def test_a_default_date_gives_way() -> None:
    frame = rows(
        {"tanggal_lahir": date(1980, 7, 1), "tanggal_status": "bawaan", "level": "kabupaten"},
        {"tanggal_lahir": date(1980, 3, 9), "tanggal_status": "ok"},
    )
    assert chosen(frame, "tanggal_lahir") == date(1980, 3, 9)


def test_declared_trust_comes_before_recency() -> None:
    frame = rows({"no_kk": NIK, "kk_status": "ok"}, {"no_kk": TWIN, "kk_status": "ok", "level": "kabupaten"})
    trusting = Policy(default_orders(), {("pusat", "no_kk"): 1.0})
    assert chosen(frame, "no_kk") == TWIN
    assert chosen(frame, "no_kk", trusting) == NIK


def test_every_stated_value_is_claimed_with_the_rule_that_decided() -> None:
    frame = rows({"rt": "001"}, {"rt": "002", "level": "kabupaten"}, {"rt": None})
    _, claims = survive(frame, Policy(default_orders()))
    assert claims.sort("rid").select("field", "value", "rid", "chosen", "rule").rows() == [
        ("rt", "001", 0, False, "recency"),
        ("rt", "002", 1, True, "recency"),
    ]


def test_the_order_of_rows_does_not_matter() -> None:
    frame = rows(
        {"nama": "ANI", "pekerjaan": "PETANI/PEKEBUN"}, {"nama": "ANA", "pekerjaan": "BURUH"},
        {"person": 2, "nama": "B"}, {"person": 2, "nama": "A"},
    )  # fmt: skip
    forward, backward = (survive(f, Policy(default_orders()))[0] for f in (frame, frame.reverse()))
    assert forward.equals(backward)


def test_a_list_sent_again_by_another_level_adds_no_agreement() -> None:
    copy = {"nama": "SITI AMINAH", "level": "provinsi"}
    honest = rows({"nama": "SITI AMINAH"}, {"nama": "SITI AMNAH", "level": "kabupaten"}, copy)
    assert chosen(honest, "nama") == "SITI AMINAH"
    copied = rows(
        {"nama": "SITI AMINAH"},
        {"nama": "SITI AMNAH", "level": "kabupaten"},
        {**copy, "voice": RECENCY["pusat"], "copied": True},
    )
    assert chosen(copied, "nama") == chosen(copied.head(2), "nama") == "SITI AMNAH"
