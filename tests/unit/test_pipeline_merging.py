from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path  # noqa: TC003  the tests make and read files by it

import polars as pl
import pytest

from kalteng_data.errors import InputError, SettingsError, VerificationError
from kalteng_data.model import Level
from kalteng_data.pipeline import merging
from kalteng_data.progress import Silent
from kalteng_data.resolve.people import own_model, people_model, with_thresholds
from kalteng_data.settings import Link, Merge, Settings, SourceSettings, named_sources

TODAY = dt.date(2026, 11, 24)
HEADER = "NIK;NO KK;NAMA;JK;TGL LAHIR;SHDK;DESA;KECAMATAN;KABUPATEN;RT;RW"
PLACE = "Selat Tengah;Selat;Kapuas;1;2"
CARD, OTHER_CARD = "6203010101100001", "6203010101240007"


def people(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *(f"{row};{PLACE}" for row in rows)]) + "\n")
    return path


def run(
    folder: Path, files: dict[Level | None, list[Path]], settings: Settings, **options: object
) -> merging.MergeResult:
    asked = merging.Run(folder / "ws", TODAY, "2026-11", {}, **options)  # type: ignore[arg-type]
    (folder / "ws").mkdir(exist_ok=True)
    return merging.merge(named_sources(files), settings, asked, Silent())


def table(result: merging.MergeResult, name: str) -> pl.DataFrame:
    return pl.read_parquet(result.folder / f"{name}.parquet")


BUDI = f"6203011708800001;{CARD};BUDI SANTOSO;L;17-08-1980;KEPALA KELUARGA"
SITI = f"6203015708820002;{CARD};SITI AMINAH;P;17-08-1982;ISTRI"


def test_a_row_about_a_card_stands_for_its_head_and_gives_the_family_its_flags(tmp_path: Path) -> None:
    cards = tmp_path / "kartu.csv"
    cards.write_text(
        "NO KK;NAMA KEPALA KELUARGA;NIK KEPALA KELUARGA;DESA;KECAMATAN;KABUPATEN;PKH\n"
        f"{CARD};BUDI SANTOSO;6203011708800001;Selat Tengah;Selat;Kapuas;YA\n"
    )
    listed = people(tmp_path, "penduduk.csv", BUDI, SITI)
    result = run(tmp_path, {Level.PUSAT: [cards], Level.KABUPATEN: [listed]}, Settings())
    assert table(result, "penduduk").height == 2
    assert table(result, "lineage").height == 3
    home = table(result, "keluarga").row(0, named=True)
    assert (home["jumlah_anggota"], home["nama_kepala_keluarga"]) == (2, "BUDI SANTOSO")
    assert (home["bansos_pkh"], home["bansos_sembako"]) == (True, None)


def test_a_dated_list_gives_way_to_an_undated_one_and_the_younger_to_none(tmp_path: Path) -> None:
    old = people(tmp_path, "lama.csv", BUDI)
    new = people(tmp_path, "baru.csv", BUDI.replace(CARD, OTHER_CARD))
    files: dict[Level | None, list[Path]] = {Level.KABUPATEN: [old], Level.PUSAT: [new]}
    undated = run(tmp_path, files, Settings())
    assert table(undated, "penduduk")["no_kk"].to_list() == [CARD]
    dated = run(tmp_path, files, Settings(merge=Merge(as_of={Level.KABUPATEN: dt.date(2024, 1, 1)})))
    assert table(dated, "penduduk")["no_kk"].to_list() == [OTHER_CARD]


def test_declared_trust_decides_whose_card_counts(tmp_path: Path) -> None:
    files: dict[Level | None, list[Path]] = {
        Level.KABUPATEN: [people(tmp_path, "a.csv", BUDI)],
        Level.PUSAT: [people(tmp_path, "b.csv", BUDI.replace("BUDI SANTOSO", "BUDI S"))],
    }
    by_level = Settings(merge=Merge(trust={Level.PUSAT: {"nama": 1.0}}))
    assert table(run(tmp_path, files, by_level), "penduduk")["nama"].to_list() == ["BUDI S"]
    by_source = Settings(source=(SourceSettings(name="b", level=Level.PUSAT, trust=1.0),))
    assert table(run(tmp_path, files, by_source), "penduduk")["nama"].to_list() == ["BUDI S"]


def test_compared_pairs_are_kept_on_request_for_the_owner_alone(tmp_path: Path) -> None:
    files: dict[Level | None, list[Path]] = {
        Level.KABUPATEN: [people(tmp_path, "a.csv", BUDI, SITI)],
        Level.PUSAT: [people(tmp_path, "b.csv", BUDI, SITI)],
    }
    run(tmp_path, files, Settings(), keep_pairs=tmp_path / "pasangan")
    path = tmp_path / "pasangan" / "pairs.parquet"
    pairs = pl.read_parquet(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pairs["match_probability"].is_between(0, 1).all()
    assert {"pusat/b.csv#!2", "kabupaten/a.csv#!2"} <= {*pairs["record_id_l"], *pairs["record_id_r"]}


def test_a_file_that_cannot_be_read_is_left_out_only_when_asked(tmp_path: Path) -> None:
    empty = tmp_path / "kosong.csv"
    empty.write_text("")
    files: dict[Level | None, list[Path]] = {
        Level.PUSAT: [empty],
        Level.KABUPATEN: [people(tmp_path, "a.csv", BUDI)],
    }
    with pytest.raises(InputError):
        run(tmp_path, files, Settings())
    result = run(tmp_path, files, Settings(), skip_unreadable=True)
    assert [error.code for error in result.intake.unreadable] == ["empty-file"]


@pytest.mark.parametrize("period", ["2026", "2026-13", "11-2026", "2026-11-01", ""])
def test_what_is_no_month_is_refused(period: str) -> None:
    with pytest.raises(SettingsError):
        merging.check_period(period)


def test_ill_clusters_are_refused_unless_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging.verify, "REFUSE_SIZE", 1)
    files: dict[Level | None, list[Path]] = {
        Level.KABUPATEN: [people(tmp_path, "a.csv", BUDI)],
        Level.PUSAT: [people(tmp_path, "b.csv", BUDI)],
    }
    with pytest.raises(VerificationError) as caught:
        run(tmp_path, files, Settings())
    assert caught.value.code == "unhealthy"
    assert run(tmp_path, files, Settings(), accept_health=True).warnings == ("largest",)


def test_thresholds_are_probabilities_in_the_settings_and_log_odds_in_the_model() -> None:
    tuned = with_thresholds(people_model(), 0.5, 0.1).clustering
    assert tuned.cluster == pytest.approx(0.0)
    assert tuned.review == pytest.approx((-2.197, 2.197), abs=0.001)


def test_a_model_of_ones_own_is_read_or_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        own_model(tmp_path / "hilang.toml")
    assert caught.value.code == "no-model"
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "model.toml").write_text('name = "kosong"\n')
    settings = Settings(link=Link(model="model.toml"))
    with pytest.raises(SettingsError) as caught:
        run(tmp_path, {Level.KABUPATEN: [people(tmp_path, "a.csv", BUDI)]}, settings)
    assert caught.value.code == "bad-model"
