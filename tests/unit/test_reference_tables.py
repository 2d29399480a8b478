from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from kalteng_data import reference

ROOT = Path(__file__).parents[2]
TRUTH = ROOT.parent / "shared" / "wilayah" / "village_truth_half.csv"


def test_the_province_has_1571_villages_136_kecamatan_and_14_regencies() -> None:
    villages = reference.villages()
    assert villages.height == villages["kode_desa"].n_unique() == 1571
    assert reference.districts().height == 136
    assert reference.regencies().height == 14
    assert dict(villages["jenis"].value_counts().iter_rows()) == {"desa": 1432, "kelurahan": 139}


def test_villages_hang_below_their_kecamatan_and_regency_in_both_schemes() -> None:
    villages = reference.villages()
    assert villages.filter(pl.col("kode_desa").str.slice(0, 8) != pl.col("kode_kecamatan")).is_empty()
    assert villages.filter(pl.col("kode_kecamatan").str.slice(0, 5) != pl.col("kode_kabupaten")).is_empty()
    with_bps = villages.drop_nulls("kode_bps")
    assert with_bps.filter(pl.col("kode_bps").str.slice(0, 7) != pl.col("kode_bps_kecamatan")).is_empty()
    assert with_bps.filter(pl.col("kode_bps").str.slice(0, 4) != pl.col("kode_bps_kabupaten")).is_empty()
    assert with_bps["kode_bps"].is_unique().all()
    assert with_bps.height >= 1520
    assert villages.drop("kode_bps").null_count().sum_horizontal().item() == 0


def test_regency_codes_agree_between_the_schemes_for_six_of_fourteen() -> None:
    same = pl.col("kode_kabupaten").str.replace(".", "", literal=True) == pl.col("kode_bps_kabupaten")
    assert reference.regencies().filter(same).height == 6


def test_the_same_number_means_another_family_role_in_the_other_codebook() -> None:
    adminduk = reference.codes("shdk", "adminduk").filter(pl.col("code") == "3")["label"].item()
    regsosek = reference.codes("shdk", "regsosek").filter(pl.col("code") == "3")["label"].item()
    assert (adminduk, regsosek) == ("ISTRI", "ANAK")


@pytest.mark.parametrize(
    "field",
    ["agama", "jenis_kelamin", "shdk", "status_kawin", "pendidikan", "pekerjaan", "golongan_darah",
     "kewarganegaraan", "status_dasar", "disabilitas"],
)  # fmt: skip
def test_every_label_is_a_variant_of_itself_and_every_variant_stands_once(field: str) -> None:
    variants = reference.variants(field)
    assert variants["variant"].is_unique().all()
    labels = set(reference.codes(field, "adminduk")["label"])
    itself = variants.filter(pl.col("variant") == pl.col("label"))["label"]
    assert labels <= set(itself)


def test_an_undecided_religion_or_status_is_kept_as_written() -> None:
    labels = set(reference.codes("agama", "adminduk")["label"])
    kaharingan = reference.variants("agama").filter(pl.col("variant") == "HINDU KAHARINGAN")["label"].item()
    assert kaharingan not in labels


def test_importing_the_reference_does_not_import_polars() -> None:
    program = "import sys, kalteng_data.reference; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_no_bps_code_is_given_to_a_wrong_village() -> None:
    if not TRUTH.exists():
        pytest.skip("the list of true pairs is not beside the project")
    with TRUTH.open(encoding="utf-8") as file:
        truth = {row["kode_dagri"]: row["kode_bps"] for row in csv.DictReader(file)}
    given = dict(reference.villages().select("kode_desa", "kode_bps").iter_rows())
    wrong = {k: given[k] for k, b in truth.items() if given[k] not in {None, b}}
    assert not wrong
    assert sum(given[k] == b for k, b in truth.items()) >= 0.97 * len(truth)
