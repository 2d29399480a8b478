from __future__ import annotations

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from kalteng_data import store
from kalteng_data.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NIK = "6203011708800001"


@pytest.fixture
def levels(persons: Path) -> list[str]:
    """The same small list from two levels, as options."""
    centre = persons.with_name("dtsen.csv")
    centre.write_bytes(persons.read_bytes())
    return ["--pusat", str(centre), "--kabupaten", str(persons)]


def test_a_merge_ends_with_a_summary_and_next_steps(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    ran = kalteng("merge", *levels, "--output", tmp_path / "out", "--lang", "en")
    assert ran.code == 0, ran.err
    figures = {
        line.split("  ")[0].strip(): line.split()[-3:] for line in ran.out.splitlines() if line.strip()
    }
    assert figures["centre"] == ["3", "3", "0"]
    assert figures["regencies"] == ["3", "3", "0"]
    assert figures["total"] == ["6", "6", "0"]
    assert "people" in figures
    assert "1 of 1,571" in ran.out
    assert str(tmp_path / "out" / "base") in ran.err
    assert "kalteng export" in ran.err


def test_thousands_are_written_as_the_language_writes_them(
    kalteng: Callable[..., Any], levels: list[str]
) -> None:
    assert "1 dari 1.571" in kalteng("merge", *levels, "--output", "out").out


def test_no_number_of_a_person_is_shown_logged_or_in_a_file_name(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for extra in ([], ["--verbose"], ["--log-format", "json"]):
        ran = kalteng("merge", *levels, "--output", out, *extra)
        assert NIK not in ran.out + ran.err
    tables = {".parquet"}
    for path in out.rglob("*"):
        assert NIK not in path.name
        if path.is_file() and path.suffix not in tables:
            assert NIK.encode() not in path.read_bytes(), path


def test_all_that_is_written_is_for_the_owner_only(
    process: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    assert process("merge", *levels, "--output", "out").code == 0
    assert process("export", "penduduk", "--workspace", "out", "--output", "p.csv").code == 0
    for path in [*(tmp_path / "out").rglob("*"), tmp_path / "out", tmp_path / "p.csv"]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_lineage_has_a_line_for_each_row_with_the_sheets_row_number(
    kalteng: Callable[..., Any], levels: list[str]
) -> None:
    assert kalteng("merge", *levels, "--output", "out").code == 0
    ran = kalteng("export", "lineage", "--workspace", "out")
    assert ran.err == ""
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert sorted((row["level"], row["row"]) for row in rows) == [
        (level, row) for level in ("kabupaten", "pusat") for row in "234"
    ]


def test_a_file_is_written_with_a_word_about_it(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    assert kalteng("merge", *levels, "--output", "out").code == 0
    for fmt in ("csv", "parquet", "xlsx"):
        target = tmp_path / f"penduduk.{fmt}"
        ran = kalteng("export", "penduduk", "--format", fmt, "--workspace", "out", "--output", target)
        assert (ran.code, ran.out) == (0, "")
        assert target.stat().st_size > 0
        assert f"penduduk.{fmt}" in ran.err
    assert kalteng("export", "penduduk", "--format", "xlsx", "--workspace", "out").code == 2


def test_an_unknown_snapshot_names_those_there_are(kalteng: Callable[..., Any], levels: list[str]) -> None:
    assert kalteng("merge", *levels, "--output", "out", "--period", "2026-10").code == 0
    ran = kalteng("export", "desa", "--workspace", "out", "--snapshot", "2020-01_001")
    assert ran.code == 2
    assert "2026-10_001" in ran.err


def test_findings_make_exit_code_1_from_the_chosen_severity_on(
    kalteng: Callable[..., Any], persons: Path
) -> None:
    persons.write_text(persons.read_text(encoding="utf-8").replace("6203011708800001", ""), encoding="utf-8")
    assert kalteng("validate", persons).code == 0
    assert kalteng("validate", persons, "--fail-on", "warning").code == 1
    assert kalteng("validate", persons, KALTENG_VALIDATE_FAIL_ON="warning").code == 1
    merged = ["merge", "--kabupaten", persons, "--output", "out"]
    assert kalteng(*merged).code == 0
    assert kalteng(*merged, "--fail-on", "warning").code == 1


def test_validate_names_the_cell_and_masks_the_value(kalteng: Callable[..., Any], persons: Path) -> None:
    wrong = "620301170880"
    persons.write_text(persons.read_text(encoding="utf-8").replace(NIK, wrong), encoding="utf-8")
    ran = kalteng("validate", persons, "--format", "json")
    assert ran.code == 1
    (report,) = json.loads(ran.out)["files"]
    assert (report["rows"], report["accepted"], report["quarantined"]) == (3, 3, 0)
    found = next(f for f in report["findings"] if f["code"] == "KT103")
    assert found["cell"] == "A2"
    assert found["row"] == 2
    assert wrong not in ran.out
    assert wrong in kalteng("validate", persons, "--format", "json", "--unmask").out


@pytest.mark.parametrize("fmt", ["full", "concise", "json", "jsonl", "csv"])
def test_a_report_can_go_to_a_file(
    kalteng: Callable[..., Any], persons: Path, tmp_path: Path, fmt: str
) -> None:
    persons.write_text(persons.read_text(encoding="utf-8").replace(NIK, ""), encoding="utf-8")
    shown = kalteng("validate", persons, "--format", fmt)
    saved = kalteng("validate", persons, "--format", fmt, "--output", tmp_path / "r")
    assert saved.out == ""
    assert "KT101" in shown.out
    assert (tmp_path / "r").read_text(encoding="utf-8") == shown.out


def test_inspect_shows_a_table_whose_codes_belong_to_no_known_scheme(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "lain.csv"
    file.write_text("kode_desa,desa,jumlah_kk\n3273180001,CAMPAKA,10\n3273180005,CIROYOM,20\n")
    ran = kalteng("inspect", file)
    assert (ran.code, ran.err) == (0, "")
    assert "kode_desa" in ran.out


def test_inspect_shows_what_columns_were_taken_for(kalteng: Callable[..., Any], persons: Path) -> None:
    ran = kalteng("inspect", persons)
    assert ran.code == 0
    assert "no_kk" in ran.out
    assert "BUDI" not in ran.out


def test_a_workspace_merges_its_inbox(kalteng: Callable[..., Any], persons: Path, tmp_path: Path) -> None:
    assert kalteng("init", "w").code == 0
    home = tmp_path / "w"
    persons.rename(home / "inbox" / "kabupaten" / "kapuas.csv")
    assert kalteng("merge", cwd=home / "inbox").code == 0
    assert (home / "base" / "CURRENT").is_file()
    assert kalteng("export", "keluarga", cwd=home).out.count("\n") == 2


def test_one_unreadable_file_stops_the_merge_unless_it_may_be_skipped(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"%PDF-1.7\n")
    refused = kalteng("merge", *levels, "--provinsi", broken, "--output", "out")
    assert (refused.code, refused.out) == (2, "")
    assert "rusak.xlsx" in refused.err
    assert not (tmp_path / "out" / "base").exists()
    skipped = kalteng("merge", *levels, "--provinsi", broken, "--output", "out", "--skip-unreadable")
    assert skipped.code in {0, 1}
    assert "rusak.xlsx" in skipped.err


def test_a_second_run_is_turned_away_at_once(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    with store.lock(tmp_path / "out"):
        ran = kalteng("merge", *levels, "--output", "out")
    assert (ran.code, ran.out) == (75, "")
    assert len(ran.err.splitlines()) == 2


def test_a_second_run_is_turned_away_before_heavy_imports(
    environment: dict[str, str], levels: list[str], tmp_path: Path
) -> None:
    program = (
        "import sys; sys.argv = ['kalteng', *sys.argv[1:]]\n"
        "from kalteng_data.__main__ import main\n"
        "code = main()\n"
        "print(code, [n for n in ('polars', 'numpy', 'pandera') if n in sys.modules])\n"
    )
    with store.lock(tmp_path / "out"):
        done = subprocess.run(
            [sys.executable, "-c", program, "merge", *levels, "--output", "out"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout.strip() == "75 []"


def test_an_output_that_is_a_file_is_refused(
    kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    ran = kalteng("merge", *levels, "--output", "out")
    assert (ran.code, ran.out) == (2, "")
    assert "out" in ran.err.splitlines()[0]


def test_a_json_log_tells_stages_and_figures(kalteng: Callable[..., Any], levels: list[str]) -> None:
    ran = kalteng("merge", *levels, "--output", "out", "--log-format", "json")
    assert ran.out == ""
    entries = [json.loads(line) for line in ran.err.splitlines()]
    stages = [entry["stage"] for entry in entries if entry["event"] == "stage"]
    assert stages[0] == "load"
    assert stages[-1] == "publish"
    assert entries[-1]["event"] == "merged"
    assert entries[-1]["people"] == 3


def on_a_terminal(command: list[str], cwd: Path, env: dict[str, str]) -> str:
    """What a run writes to stderr when that is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=cwd, env=env | {"TERM": "xterm"}, stdout=subprocess.DEVNULL, stderr=theirs
    ):
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_bars_are_shown_on_a_terminal_and_without_colour_when_asked(
    environment: dict[str, str], levels: list[str], tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "kalteng_data", "merge", *levels, "--output", "out", "--lang", "en"]
    shown = on_a_terminal(command, tmp_path, environment)
    assert "Reading files" in shown
    assert "Publishing" in shown
    plain = on_a_terminal([*command, "--no-color"], tmp_path, environment)
    assert "Reading files" in plain
    assert "\x1b[3" not in plain


@pytest.mark.parametrize("options", [{"quiet": True}, {}, {"as_json": True}])
def test_no_bar_is_drawn_where_nobody_looks(
    options: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    with Console("en", **options).progress().stage("load", total=2) as stage:
        stage.advance()
    out, err = capsys.readouterr()
    assert out == ""
    assert ("seconds" in err) == ("as_json" in options)
    assert "Reading" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_ctrl_c_ends_with_130_and_the_previous_base_in_force(
    environment: dict[str, str], kalteng: Callable[..., Any], levels: list[str], tmp_path: Path
) -> None:
    assert kalteng("merge", *levels, "--output", "out").code == 0
    before = (tmp_path / "out" / "base" / "CURRENT").read_text(encoding="utf-8")
    lock = tmp_path / "out" / store.LOCK
    lock.unlink(missing_ok=True)
    with subprocess.Popen(
        [sys.executable, "-m", "kalteng_data", "merge", *levels, "--output", "out"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        deadline = time.monotonic() + 30
        while not lock.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert (tmp_path / "out" / "base" / "CURRENT").read_text(encoding="utf-8") == before
