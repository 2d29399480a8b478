"""How often villages are resolved rightly, measured with thresholds.

The spellings are made from the reference in the ways in which lists differ; the public lists are used where
they stand beside the project.
"""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from kalteng_data import reference
from kalteng_data.places import make_atlas, resolve_villages

SHARED = Path(__file__).parents[3] / "shared"
VILLAGES = reference.villages()
NUMERALS = {"I": "1", "II": "2", "III": "3", "V": "5"}
VOWELS = {"a": "e", "e": "a", "o": "u", "u": "o"}


def respell(name: str, rng: random.Random) -> str:
    """One spelling habit of the field: abbreviation, joined words, numerals, a/e and o/u, doubling, kind."""
    words = name.split()
    at = rng.randrange(1, len(name))
    joined = "".join(words[:-1]) + " " + words[-1] if words[-1] in NUMERALS else "".join(words)
    return rng.choice(
        (
            name.replace("Tumbang", "Tbg.").replace("Muara ", "Ma. ").replace("Sei ", "Sungai "),
            name.replace("Tumbang ", "Tb. ").replace("Sungai ", "Sei "),
            joined,
            " ".join(NUMERALS.get(word, word) for word in words),
            name[:at] + VOWELS.get(name[at], name[at]) + name[at + 1 :],
            name[:at] + name[at] * (1 + (name[at] in "lmnrst")) + name[at + 1 :],
            rng.choice(("Desa ", "Kel. ", "Kelurahan ", "UPT ")) + name,
            name.upper(),
        )
    )


def measure(rows: pl.DataFrame) -> tuple[float, float]:
    """Shares of right and wrong answers; ``rows`` holds ``benar`` beside the place columns."""
    frame = rows.with_columns(table=pl.lit(0, dtype=pl.UInt32)).with_row_index("rid")
    got = resolve_villages(frame).frame["kode_desa"]
    right = (got == rows["benar"]).fill_null(value=False)
    return right.mean(), (got.is_not_null() & ~right).mean()  # type: ignore[return-value]  # a boolean's mean


def test_respelled_names_within_their_kecamatan_are_right() -> None:
    rng = random.Random(20)
    rows = pl.concat([VILLAGES] * 3).select("kecamatan", "kabupaten", "nama_desa", benar="kode_desa")
    names = pl.Series("desa", [respell(name, rng) for name in rows["nama_desa"]])
    right, wrong = measure(rows.with_columns(names))
    assert right >= 0.995
    assert wrong <= 0.0005


def test_an_absent_village_is_rarely_given_another_ones_code() -> None:
    accepted = 0
    for part in range(4):
        mine = pl.int_range(pl.len()) % 4 == part
        rest, gone = VILLAGES.filter(~mine), VILLAGES.filter(mine)
        places = make_atlas(
            rest, reference.aliases().join(rest, left_on="kode", right_on="kode_desa", how="semi")
        )
        rows = gone.select("kecamatan", "kabupaten", table=pl.lit(0, dtype=pl.UInt32), desa="nama_desa")
        frame = resolve_villages(rows.with_row_index("rid"), places=places).frame
        accepted += frame["kode_desa"].count()
        assert frame["kepastian"].max() <= 0.94  # type: ignore[operator]  # certainties are numbers
    assert accepted <= 0.006 * VILLAGES.height


@pytest.fixture
def bps_list() -> pl.DataFrame:
    path, truth = (
        SHARED / "wilayah" / "bps_62_2020s2_mocfaisal.csv",
        SHARED / "wilayah" / "village_truth_half.csv",
    )
    if not path.exists() or not truth.exists():
        pytest.skip("the public lists are not beside the project")
    listed = pl.read_csv(path, infer_schema=False)
    name = dict(listed.select("code", "name").iter_rows())
    pairs = pl.read_csv(truth, infer_schema=False).select("kode_bps", benar="kode_dagri")
    return pairs.join(listed, left_on="kode_bps", right_on="code").select(
        "benar",
        "kode_bps",
        desa="name",
        kecamatan=pl.col("kode_bps").str.slice(0, 7).replace_strict(name),
        kabupaten=pl.col("kode_bps").str.slice(0, 4).replace_strict(name),
    )


def test_the_bps_list_is_right_by_names_and_by_codes(bps_list: pl.DataFrame) -> None:
    for rows in (
        bps_list.drop("kode_bps"),
        bps_list.drop("kode_bps", "kabupaten"),
        bps_list.rename({"kode_bps": "kode_desa"}),
    ):
        right, wrong = measure(rows)
        assert right >= 0.99
        assert wrong <= 0.001


def test_the_central_village_index_is_right_by_names_alone() -> None:
    path = SHARED / "wilayah" / "idm_2024_62_kemendesa.csv"
    if not path.exists():
        pytest.skip("the public lists are not beside the project")
    listed = pl.read_csv(path, infer_schema=False).select(
        benar=pl.col("KODE_DESA").str.replace(r"(..)(..)(..)(....)", "$1.$2.$3.$4"),
        desa="NAMA_DESA",
        kecamatan="NAMA_KECAMATAN",
        kabupaten="NAMA_KABUPATEN",
    )
    right, wrong = measure(listed)
    assert right >= 0.99
    assert wrong <= 0.001


def test_lookalikes_of_one_kecamatan_are_never_mistaken_for_each_other() -> None:
    path = SHARED / "domain" / "kalteng_village_lookalikes.csv"
    if not path.exists():
        pytest.skip("the list of lookalikes is not beside the project")
    pairs = pl.read_csv(path, infer_schema=False)
    both = pl.concat(
        [pairs.select("kecamatan", benar=f"kode_{s}", desa=f"nama_{s}") for s in ("a", "b")]
    ).with_columns(
        pl.col("kecamatan").replace_strict(dict(VILLAGES.select("kode_kecamatan", "kecamatan").iter_rows()))
    )
    assert measure(both) == (1.0, 0.0)
