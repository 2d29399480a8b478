"""Workspaces, settings, outputs and streams that are not as they should be."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BASE = "2026-11_001"


def assert_refused(ran: Any, name: str) -> None:
    """Exit code 2, silence on stdout, one line of reason that names the place, one of next step."""
    assert (ran.code, ran.out) == (2, ""), ran.err
    lines = ran.err.splitlines()
    assert len(lines) == 2, ran.err
    assert name in lines[0]
    assert len(lines[1]) > 10
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("below", ["berkas", "berkas/di/bawahnya"])
def test_an_output_below_a_file_is_refused(
    lang: str, below: str, kalteng: Callable[..., Any], persons: Path, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("isi", encoding="utf-8")
    ran = kalteng("merge", "--kabupaten", persons, "--output", below, "--lang", lang)
    assert_refused(ran, below)
    assert "File exists" not in ran.err
    assert (tmp_path / "berkas").read_text(encoding="utf-8") == "isi"


def test_a_base_that_is_a_file_is_refused(kalteng: Callable[..., Any], persons: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "base").write_text("isi", encoding="utf-8")
    assert_refused(kalteng("merge", "--kabupaten", persons, "--output", "out"), "out")


@pytest.mark.parametrize("command", [["export", "penduduk"], ["merge"], ["config", "show"]])
def test_a_workspace_that_is_a_file_is_refused(
    command: list[str], kalteng: Callable[..., Any], persons: Path
) -> None:
    assert_refused(kalteng(*command, "--workspace", persons), persons.name)


@pytest.mark.parametrize("kind", ["a folder", "no database"])
def test_a_state_that_cannot_be_used_stops_before_the_new_base_is_in_force(
    kind: str, kalteng: Callable[..., Any], merged: Path, persons: Path, contents: Callable[..., Any]
) -> None:
    state = merged / "state.sqlite"
    state.unlink()
    if kind == "a folder":
        state.mkdir()
    else:
        state.write_bytes(b"no database at all " * 100)
    before = contents(merged)
    ran = kalteng("merge", "--kabupaten", persons, "--output", merged, "--lang", "en")
    assert_refused(ran, "state.sqlite")
    assert "unchanged" in ran.err
    assert contents(merged) == before


def test_an_empty_settings_file_means_the_defaults(
    kalteng: Callable[..., Any], persons: Path, tmp_path: Path
) -> None:
    (tmp_path / "kalteng.toml").write_bytes(b"")
    assert kalteng("merge", "--kabupaten", persons).code == 0
    assert (tmp_path / "base" / "CURRENT").is_file()


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (b'[project]\nname = "x\n', ":2", ""),
        (b"[project]\n\nperiode = 1\n", ":3", "project.periode"),
        (b'[project]\nperiod = "November"\n', ":2", "project.period"),
        (b"[link]\nmatch = 90\n", ":2", "link.match"),
        (b'[[source]]\nname = "a"\n', ":1", "source[1].level"),
        (b'[[source]]\nname = "a"\nlevel = "desa"\n', ":3", "source[1].level"),
        (b'[[source]]\nname = "a"\nlevel = "pusat"\n[source.columns]\n"X" = "nikk"\n', ":5", "source[1]"),
        (b"\xff\xfe[\x00p\x00", "", ""),
    ],
)
def test_broken_settings_name_the_line_and_the_key(
    text: bytes, line: str, key: str, kalteng: Callable[..., Any], persons: Path, tmp_path: Path
) -> None:
    (tmp_path / "kalteng.toml").write_bytes(text)
    for lang in ("id", "en"):
        ran = kalteng("merge", "--kabupaten", persons, "--lang", lang)
        assert_refused(ran, f"kalteng.toml{line}")
        assert key in ran.err
    assert not (tmp_path / "base").exists()


@pytest.mark.parametrize(
    "pointer", [b"2020-01_001\n", b"", b"../../etc\n", b"\xff\xfe\x00", b"2026-11_001/../2026-11_001"]
)
def test_a_pointer_to_no_snapshot_is_refused_until_the_next_merge(
    pointer: bytes, kalteng: Callable[..., Any], merged: Path, persons: Path
) -> None:
    (merged / "base" / "CURRENT").write_bytes(pointer)
    ran = kalteng("export", "desa", "--workspace", merged)
    assert_refused(ran, "CURRENT")
    assert BASE in ran.err
    assert kalteng("export", "desa", "--workspace", merged, "--snapshot", BASE).code == 0
    if not pointer:
        assert kalteng("merge", "--kabupaten", persons, "--output", merged, "--period", "2026-11").code == 0
        assert kalteng("export", "desa", "--workspace", merged).code == 0


@pytest.mark.parametrize("damage", ["gone", "noise", "cut", "altered", "empty"])
def test_a_damaged_table_is_refused_by_name(
    damage: str, kalteng: Callable[..., Any], merged: Path, tmp_path: Path
) -> None:
    table = merged / "base" / BASE / "desa.parquet"
    sound = table.read_bytes()
    table.unlink()
    if damage != "gone":
        middle = bytes(b ^ 0x5A for b in sound[100:4000])
        table.write_bytes(
            {"noise": b"noise", "cut": sound[:3000], "empty": b"",
             "altered": sound[:100] + middle + sound[4000:]}[damage]
        )  # fmt: skip
    ran = kalteng("export", "desa", "--workspace", merged, "--output", tmp_path / "desa.csv")
    assert_refused(ran, "desa.parquet")
    assert not (tmp_path / "desa.csv").exists()
    assert kalteng("export", "penduduk", "--workspace", merged).code == 0


@pytest.mark.parametrize("fmt", ["csv", "parquet", "xlsx"])
def test_an_export_that_cannot_be_written_leaves_nothing(
    fmt: str, kalteng: Callable[..., Any], merged: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    for output in (tmp_path / "tiada" / f"a.{fmt}", tmp_path / "folder"):
        command = ["export", "desa", "--workspace", merged, "--format", fmt, "--output", output]
        assert_refused(kalteng(*command), output.name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "out"]


LIMITED = """
import resource, sys
limit, *sys.argv[1:] = sys.argv[1:]
from kalteng_data.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("fmt", ["csv", "parquet", "xlsx"])
def test_an_export_to_a_full_disk_leaves_what_was_there(
    fmt: str, environment: dict[str, str], merged: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"desa.{fmt}"
    target.write_bytes(b"last month's")
    command = ["export", "desa", "--workspace", str(merged), "--format", fmt, "--output", str(target)]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, "5000", *command],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert target.name in done.stderr.splitlines()[0]
    assert target.read_bytes() == b"last month's"
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, "out"]


def shell(line: str, environment: dict[str, str], **names: object) -> subprocess.CompletedProcess[str]:
    """A line of bash in which ``kalteng`` is the command; its exit code is the first program's."""
    line = line.replace("kalteng", f'"{sys.executable}" -m kalteng_data')
    return subprocess.run(
        ["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"],
        env=environment | {name: str(value) for name, value in names.items()},
        capture_output=True,
        text=True,
        encoding="latin-1",  # a Parquet file is no text
        check=False,
        timeout=120,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's pipes differ on Windows")
@pytest.mark.parametrize("fmt", ["csv", "parquet"])
def test_a_reader_that_has_seen_enough_is_no_error(
    fmt: str, environment: dict[str, str], merged: Path
) -> None:
    done = shell(f'kalteng export desa --format {fmt} --workspace "$W" | head -c 9', environment, W=merged)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout) == 9


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110
@pytest.mark.parametrize("sink", ["> /dev/full", ">&-"])
def test_a_result_that_nobody_can_be_given_is_an_error(
    sink: str, environment: dict[str, str], merged: Path
) -> None:
    done = shell(f'kalteng export desa --workspace "$W" --lang en {sink}', environment, W=merged)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("Error: stdout: cannot be written")
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")  # noqa: PTH110
@pytest.mark.parametrize("sink", ["> /dev/full 2>&-", ">&-"])
def test_a_merge_stands_though_its_summary_cannot_be_shown(
    sink: str, environment: dict[str, str], merged: Path, persons: Path
) -> None:
    line = f'kalteng merge --kabupaten "$P" -o "$W" --period 2026-12 --lang en {sink}'
    done = shell(line, environment, W=merged, P=persons)
    assert done.returncode == 0
    assert "unchanged" not in done.stderr
    assert (merged / "base" / "CURRENT").read_text(encoding="utf-8") == "2026-12_001\n"
    assert (merged / "state.sqlite").read_bytes().startswith(b"SQLite format 3")


@pytest.mark.skipif(sys.platform == "win32", reason="the shell's streams differ on Windows")
def test_a_refusal_that_nobody_can_be_told_keeps_its_code(environment: dict[str, str], merged: Path) -> None:
    assert shell('kalteng merge --pusat no.csv -o "$W" 2>&-', environment, W=merged).returncode == 2
