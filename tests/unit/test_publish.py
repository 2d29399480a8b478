from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import polars as pl
import pytest

from kalteng_data.errors import InputError, LockedError, OutputError
from kalteng_data.publish import snapshot, verify
from kalteng_data.store import lock

if TYPE_CHECKING:
    from pathlib import Path

TABLE = {"penduduk": pl.DataFrame({"id_penduduk": ["P0000000018"]})}


def publish(workspace: Path, period: str = "2026-11") -> str:
    name = snapshot.next_name(workspace, period)
    snapshot.make_current(workspace, snapshot.stage(workspace, name, TABLE, {"rows": 1}))
    return name


def test_snapshots_are_numbered_and_the_last_one_is_current(tmp_path: Path) -> None:
    names = [publish(tmp_path), publish(tmp_path), publish(tmp_path, "2026-12")]
    assert names == ["2026-11_001", "2026-11_002", "2026-12_001"]
    assert snapshot.snapshots(tmp_path) == names
    assert snapshot.current(tmp_path) == names[-1]
    assert (tmp_path / "base" / "CURRENT").read_text() == "2026-12_001\n"


def test_a_staged_snapshot_is_not_seen_and_is_swept(tmp_path: Path) -> None:
    publish(tmp_path)
    snapshot.stage(tmp_path, "2026-11_002", TABLE, {})
    assert snapshot.current(tmp_path) == "2026-11_001"
    assert snapshot.sweep(tmp_path) == 1
    assert snapshot.snapshots(tmp_path) == ["2026-11_001"]


def test_files_and_folders_are_for_the_owner_alone(tmp_path: Path) -> None:
    publish(tmp_path)
    for path in (tmp_path / "base").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_a_place_that_is_a_file_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "base").write_text("")
    with pytest.raises(OutputError) as caught:
        snapshot.stage(tmp_path, "2026-11_001", TABLE, {})
    assert caught.value.details["place"] == str(tmp_path)


def test_an_empty_workspace_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        snapshot.current(tmp_path)
    assert caught.value.code == "no-snapshot"


def test_unknown_tables_and_snapshots_are_named(tmp_path: Path) -> None:
    publish(tmp_path)
    for table, name in (("orang", None), ("penduduk", "2020-01_001")):
        with pytest.raises(InputError):
            snapshot.table_path(tmp_path, table, name)
    assert json.loads((tmp_path / "base" / "2026-11_001" / "manifest.json").read_text()) == {"rows": 1}


def test_a_second_run_is_turned_away(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(LockedError), lock(tmp_path):
        pass


def test_a_lock_can_be_taken_again_after_release(tmp_path: Path) -> None:
    with lock(tmp_path):
        pass
    with lock(tmp_path):
        assert (tmp_path / ".kalteng.lock").exists()


def lineage(rows_of_person: list[int], probability: float = 1.0) -> pl.DataFrame:
    people = [f"P{i}" for i, rows in enumerate(rows_of_person) for _ in range(rows)]
    return pl.DataFrame(
        {"id_penduduk": people, "level": ["pusat"] * len(people),
         "match_probability": [probability] * len(people), "status": ["merged"] * len(people)}
    )  # fmt: skip


def test_healthy_people_raise_no_warning() -> None:
    assert verify.health(lineage([1, 2] * 600)).refusals == ()


def test_a_person_of_hundreds_of_rows_is_refused() -> None:
    assert "largest" in verify.health(lineage([verify.REFUSE_SIZE + 1])).refusals


def test_many_repeats_of_one_list_are_refused() -> None:
    assert "repeated" in verify.health(lineage([3] * 400 + [1] * 400)).refusals


def test_doubtful_bridges_are_refused() -> None:
    assert "bridges" in verify.health(lineage([2] * 800, probability=0.2)).refusals
