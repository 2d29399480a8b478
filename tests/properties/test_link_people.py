"""The people model on small invented lists: what is one person, what is not, and that order means nothing."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from kalteng_data.link.engine import Decisions, Linked, link
from kalteng_data.link.trained import read_trained
from kalteng_data.resolve.people import people_model

FIRST = ["BUDI", "SITI", "AHMAD", "RINA", "YULI", "DEWI", "HERI", "TONI", "MARIA", "AGUS", "NORA", "UJANG"]
SECOND = ["SANTOSO", "NARANG", "WIJAYA", "LESTARI", "KURNIA", "PRATAMA", "HANDAYANI", "SAPUTRA", "ANGGEN"]


def families(seed: int, count: int = 400) -> pl.DataFrame:
    """Families of four in three lists with gaps, slips and missing numbers; ``person`` is the truth."""
    rng = np.random.default_rng(seed)
    rows = []
    for family in range(count):
        village = f"62.01.0{1 + family % 3}.200{family % 7}"
        day, month = rng.integers(1, 28), rng.integers(1, 12)
        card = f"62010{1 + family % 3}{day:02d}{month:02d}15{family % 9000 + 1:04d}"
        for member in range(4):
            born = date(1960, 1, 1) + timedelta(days=int(rng.integers(0, 20_000)))
            male = bool(rng.integers(0, 2))
            name = f"{FIRST[rng.integers(len(FIRST))]} {SECOND[rng.integers(len(SECOND))]}{family}"
            name = name if rng.random() < 0.7 else name.partition(" ")[0]
            day = born.day + (0 if male else 40)
            nik = f"6201{rng.integers(1, 5):02d}{day:02d}{born:%m%y}{rng.integers(1, 9):04d}"
            base = (4 * family + member, name, nik, born, male, card, village, member, family)
            rows += [(*base, source) for source in ("a", "b", "c") if rng.random() < 0.8]
    frame = pl.DataFrame(
        rows,
        schema=["person", "nama", "nik", "tanggal", "male", "kk", "desa", "member", "family", "sumber"],
        orient="row",
    )
    noise = pl.Series(rng.random(frame.height))
    lost = pl.Series(rng.random(frame.height)) < 0.1
    name = pl.col("nama")
    return frame.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("rid"),
        "person",
        nama=pl.when(noise < 0.06).then(name.str.slice(0, 2) + name.str.slice(3)).otherwise(name),
        nik=pl.when(~lost).then("nik"),
        nik_cocok=pl.when(~lost).then(pl.lit(value=True)),
        nik_bulat=pl.lit(value=False),
        tanggal="tanggal",
        tanggal_kabur=pl.lit(value=False),
        tanggal_kira=pl.lit(value=False),
        kelamin=pl.when("male").then(pl.lit("L")).otherwise(pl.lit("P")),
        kk="kk",
        kk_bulat=pl.lit(value=False),
        desa="desa",
        rt=pl.format("00{}", pl.col("family") % 9),
        rw=pl.lit("001"),
        alamat=pl.format("JALAN {}", pl.col("family") % 30),
        lahir=pl.lit("SAMPIT"),
        peran=pl.col("member").replace_strict(
            {0: "KEPALA KELUARGA", 1: "ISTRI", 2: "ANAK", 3: "ANAK"}, return_dtype=pl.String
        ),
        sumber="sumber",
    ).with_columns(bunyi="nama")


def linked(frame: pl.DataFrame, decisions: Decisions | None = None) -> Linked:
    return link(frame.drop("person"), people_model(), decisions=decisions)


def partition(frame: pl.DataFrame, found: Linked) -> set[frozenset[int]]:
    together = frame.select("rid").join(found.records, on="rid").group_by("cluster").agg("rid")
    return {frozenset(rids) for rids in together["rid"].to_list()}


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return families(3)


@pytest.fixture(scope="module")
def result(people: pl.DataFrame) -> Linked:
    return linked(people)


def test_invented_people_are_found_again(people: pl.DataFrame, result: Linked) -> None:
    both = people.select("rid", "person").join(result.records, on="rid")
    pairs = both.join(both, on="person").filter(pl.col("rid") < pl.col("rid_right"))
    assert pairs.select((pl.col("cluster") == pl.col("cluster_right")).mean()).item() > 0.99
    found = both.join(both, on="cluster").filter(pl.col("rid") < pl.col("rid_right"))
    assert found.select((pl.col("person") == pl.col("person_right")).mean()).item() > 0.995
    assert result.records["probability"].is_between(0, 1).all()
    assert result.records["rid"].equals(people["rid"]), "records come back in the order given"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_means_nothing(people: pl.DataFrame, result: Linked, seed: int) -> None:
    shuffled = people.sample(fraction=1, shuffle=True, seed=seed)
    again = linked(shuffled)
    assert again.records.sort("rid").equals(result.records.sort("rid"))
    assert again.review.height == result.review.height


def test_numbers_of_records_mean_nothing(people: pl.DataFrame, result: Linked) -> None:
    renumbered = people.with_columns((pl.lit(5_000_000) - pl.col("rid")).cast(pl.UInt32).alias("rid"))
    assert linked(renumbered).records["cluster"].equals(result.records["cluster"])


def test_training_is_kept_and_used_again(people: pl.DataFrame, result: Linked) -> None:
    model = people_model()
    kept = read_trained(result.trained.to_json(model), model)
    again = link(people.drop("person"), model, trained=kept)
    assert again.trained is kept
    assert len(partition(people, again) ^ partition(people, result)) <= 4


def test_people_decide_and_evidence_gives_way(people: pl.DataFrame, result: Linked) -> None:
    clusters = (
        people.select("rid").join(result.records, on="rid").group_by("cluster").agg("rid").sort("cluster")
    )
    several = clusters.filter(pl.col("rid").list.len() >= 2)["rid"].to_list()
    apart = several[0][:2]
    joined = [several[5][0], several[9][0]]
    decisions = Decisions(
        must=pl.DataFrame({"left": joined[:1], "right": joined[1:]}),
        cannot=pl.DataFrame({"left": apart[:1], "right": apart[1:]}),
    )
    cluster_of = dict(linked(people, decisions).records.select("rid", "cluster").rows())
    assert cluster_of[apart[0]] != cluster_of[apart[1]]
    assert cluster_of[joined[0]] == cluster_of[joined[1]]


def test_the_callers_frame_is_left_alone(people: pl.DataFrame) -> None:
    before = people.clone()
    linked(people)
    assert people.equals(before)


def test_the_report_accounts_for_each_rule(people: pl.DataFrame, result: Linked) -> None:
    rules = result.report["rules"]
    assert rules["rule"].to_list() == [rule.name for rule in people_model().rules]
    assert (rules["new_pairs"] <= rules["pairs"]).all()
    assert result.report["records"] == people.height


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_very_few_records_are_no_trouble(people: pl.DataFrame, rows: int) -> None:
    assert linked(people.head(rows)).records.height == rows


@pytest.mark.parametrize("classifier", ["ecm", "logistic"])
def test_a_classifier_of_recordlinkage_links_too(people: pl.DataFrame, classifier: str) -> None:
    first = people.group_by("person").agg(pl.col("rid").sort()).sort("person")["rid"].to_list()
    must = [rids for rids in first if len(rids) > 1][:40]
    decisions = Decisions(
        must=pl.DataFrame({"left": [r[0] for r in must], "right": [r[1] for r in must]}),
        cannot=pl.DataFrame({"left": [r[0] for r in first[:40]], "right": [r[0] for r in first[1:41]]}),
    )
    model = dataclasses.replace(people_model(), classifier=classifier)
    found = link(people.drop("person"), model, decisions=decisions)
    both = people.select("rid", "person").join(found.records, on="rid")
    pairs = both.join(both, on="cluster").filter(pl.col("rid") < pl.col("rid_right"))
    assert pairs.select((pl.col("person") == pl.col("person_right")).mean()).item() > 0.9
    same = both.join(both, on="person").filter(pl.col("rid") < pl.col("rid_right"))
    assert same.select((pl.col("cluster") == pl.col("cluster_right")).mean()).item() > 0.9
