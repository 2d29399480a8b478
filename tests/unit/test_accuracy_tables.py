"""What the accuracy run judges, shows and ends with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from benchmarks.accuracy import __main__ as command
from benchmarks.accuracy.pairs import Pairs
from benchmarks.accuracy.run import MergeFailed, Run, merge, published
from benchmarks.accuracy.score import Merged, Score
from benchmarks.accuracy.stages import STAGES, Losses, combined
from benchmarks.accuracy.tables import Figure, figures, render, targets
from benchmarks.province.profiles import PROFILES
from benchmarks.province.traps import TRAPS

if TYPE_CHECKING:
    from pathlib import Path

GOOD = Score(
    rows=1000, lost=0, twice=0, strange=0, quarantined=2, people=Pairs(1000, 1000, 1000),
    families=Pairs(5000, 5000, 4990), identities=400, shared=0, village_right=999, village_wrong=0,
    twins=Merged(5, 0), namesakes=Merged(3, 0), traps=dict.fromkeys(TRAPS, Pairs(10, 10, 10)),
    trap_rows=dict.fromkeys(TRAPS, 7), subgroups={"women": Pairs(400, 400, 399)},
)  # fmt: skip


def run_of(score: Score, profile: str = "real", seed: int = 1) -> Run:
    return Run(profile, seed, score, None, 1.0)


def missed(runs: list[Run]) -> set[str]:
    return {one.name for one in figures(runs) if not one.met}


def test_every_profile_has_the_targets_of_pairs_and_villages() -> None:
    asked = {"precision", "recall", "village_right", "village_wrong_at_most"}
    assert all(asked <= set(targets()[profile]) for profile in PROFILES)
    assert "families_f1" not in targets()["rough"]


def test_one_bad_seed_is_not_hidden_by_four_good_ones() -> None:
    bad = replace(GOOD, people=Pairs(1000, 1000, 960))
    assert missed([run_of(GOOD, seed=s) for s in range(1, 6)]) == set()
    assert missed([*(run_of(GOOD, seed=s) for s in range(1, 5)), run_of(bad, seed=5)]) == {
        "pair precision",
        "pair recall",
    }


def test_a_single_lost_row_a_wrong_village_or_many_quarantined_rows_are_below_target() -> None:
    assert missed([run_of(replace(GOOD, lost=1))]) == {"rows lost, twice or strange"}
    assert missed([run_of(replace(GOOD, village_wrong=2))]) == {"villages wrong"}
    assert missed([run_of(replace(GOOD, quarantined=11))]) == {"rows quarantined"}


def test_a_figure_without_a_target_is_shown_and_never_missed() -> None:
    assert Figure("rough", "families pair F1", (0.1,), None).met
    assert "shown" in render([run_of(GOOD, "rough")])


def test_every_trap_and_subgroup_has_its_line_and_stages_where_they_are_known() -> None:
    text = render([run_of(GOOD)])
    starts = {line.split()[0] for line in text.splitlines() if line}
    assert set(TRAPS) <= starts
    assert "women" in starts
    assert "blocking" not in text
    zero = dict.fromkeys(STAGES, 0)
    kept = Losses(zero | {"blocking": 4}, {"moved": zero | {"blocking": 4}})
    with_stages = render([replace(run_of(GOOD), losses=kept)])
    assert "pairs lost: unread 0, blocking 4, weighing 0, clustering 0" in with_stages
    moved = next(line for line in with_stages.splitlines() if line.startswith("moved"))
    assert moved.split() == ["moved", "7", "10", "0", "0.00", "0", "0", "4", "0", "0"]


def test_losses_of_several_merges_add_up() -> None:
    zero = dict.fromkeys(STAGES, 0)
    one = Losses(zero | {"weighing": 2}, {"twin": zero | {"weighing": 2}})
    other = Losses(zero | {"weighing": 1, "unread": 1}, {"moved": zero | {"unread": 1}})
    both = combined([one, other])
    assert both.total == {"unread": 1, "blocking": 0, "weighing": 3, "clustering": 0}
    assert both.traps["twin"]["weighing"] == 2
    assert both.traps["moved"]["unread"] == 1


def test_the_command_ends_with_one_below_target_and_two_after_a_failed_merge(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "run_all", lambda *_a, **_k: [run_of(GOOD)])
    assert command.main([]) == 0
    monkeypatch.setattr(command, "run_all", lambda *_a, **_k: [run_of(replace(GOOD, twice=1))])
    assert command.main(["--profile", "real", "--seed", "3"]) == 1
    assert "BELOW" in capsys.readouterr().out

    def fails(*_a: object, **_k: object) -> list[Run]:
        message = "kalteng merge ended with 2"
        raise MergeFailed(message)

    monkeypatch.setattr(command, "run_all", fails)
    assert command.main([]) == 2


def test_a_merge_that_cannot_run_and_a_workspace_without_snapshot_are_failures(tmp_path: Path) -> None:
    for level in ("pusat", "provinsi", "kabupaten"):
        (tmp_path / level).mkdir()
    (tmp_path / "pusat" / "empty.csv").write_bytes(b"")
    with pytest.raises(MergeFailed, match="ended with 2"):
        merge(tmp_path, tmp_path / "out")
    with pytest.raises(MergeFailed, match="nothing is published"):
        published(tmp_path, "lineage")


def test_the_current_snapshot_is_the_one_that_is_scored(tmp_path: Path) -> None:
    for name, row in (("2026-10_001", 1), ("2026-11_001", 2)):
        (tmp_path / "base" / name).mkdir(parents=True)
        pl.DataFrame({"row": [row]}).write_parquet(tmp_path / "base" / name / "lineage.parquet")
    (tmp_path / "base" / "CURRENT").write_text("2026-11_001\n", encoding="utf-8")
    assert published(tmp_path, "lineage")["row"].to_list() == [2]
