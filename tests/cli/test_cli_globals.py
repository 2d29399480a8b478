from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def settings_in(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "kalteng.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("env", "args", "word"),
    [
        ({}, [], "Bobot"),
        ({"LANG": "en_GB.UTF-8"}, [], "Severity"),
        ({"LANG": "C.UTF-8"}, [], "Bobot"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "id_ID.UTF-8"}, [], "Bobot"),
        ({"LANG": "en_GB.UTF-8", "KALTENG_LANG": "id"}, [], "Bobot"),
        ({"KALTENG_LANG": "id"}, ["--lang", "en"], "Severity"),
        ({"KALTENG_LANG": "id"}, ["--lang=en"], "Severity"),
    ],
)
def test_the_language_is_the_flags_then_the_environments_then_the_locales(
    kalteng: Callable[..., Any], env: dict[str, str], args: list[str], word: str
) -> None:
    assert word in kalteng("rules", *args, **env).out


def test_the_language_of_the_workspace_comes_before_the_locale(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    home = settings_in(tmp_path / "w", '[project]\nlang = "en"\n')
    assert "Severity" in kalteng("rules", cwd=home, LANG="id_ID.UTF-8").out
    assert "Severity" in kalteng("rules", "--workspace", home).out
    assert "Bobot" in kalteng("rules", cwd=home, KALTENG_LANG="id").out


def test_a_workspace_is_found_upward_from_a_folder_below_it(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    home = settings_in(tmp_path / "w", '[project]\nperiod = "2026-07"\n')
    below = home / "inbox" / "pusat"
    below.mkdir(parents=True)
    assert 'project.period = "2026-07"' in kalteng("config", "show", cwd=below).out


def test_a_named_workspace_comes_before_the_nearest(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    near = settings_in(tmp_path / "near", '[project]\nname = "near"\n')
    far = settings_in(tmp_path / "far", '[project]\nname = "far"\n')
    assert '"far"' in kalteng("config", "show", "--workspace", far, cwd=near).out
    assert '"far"' in kalteng("config", "show", cwd=near, KALTENG_WORKSPACE=str(far)).out


def test_origins_name_flag_variable_line_and_default(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    text = '# one\n[project]\nname = "N"\nperiod = "2026-01"\nlang = "en"\n[rules]\nKT001 = "note"\n'
    home = settings_in(tmp_path / "w", text)
    shown = kalteng(
        "config", "show", "--origin", "--lang", "en", cwd=home, KALTENG_PERIOD="2026-02"
    ).out.splitlines()
    lines = {line.split(" = ")[0]: line for line in shown}
    assert lines["project.name"].endswith("# file: kalteng.toml:3")
    assert '"2026-02"' in lines["project.period"]
    assert lines["project.period"].endswith("# environment: KALTENG_PERIOD")
    assert lines["project.lang"].endswith("# flag: --lang")
    assert lines["rules.KT001"].endswith("# file: kalteng.toml:7")
    assert lines["privacy.mask"].endswith("# default")


def test_a_wrong_setting_names_its_key_and_line(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    home = settings_in(tmp_path / "w", '[project]\nname = "x"\nperiode = "2026-01"\n')
    ran = kalteng("config", "show", cwd=home)
    assert ran.code == 2
    assert ran.out == ""
    assert "kalteng.toml:3" in ran.err
    assert "project.periode" in ran.err


def test_quiet_silences_messages_but_not_errors(kalteng: Callable[..., Any]) -> None:
    made = kalteng("init", "w", "--quiet")
    assert (made.code, made.out, made.err) == (0, "", "")
    again = kalteng("--quiet", "init", "w")
    assert again.code == 2
    assert len(again.err.splitlines()) == 2


def test_messages_go_to_stderr_and_data_to_stdout(kalteng: Callable[..., Any]) -> None:
    made = kalteng("init", "w")
    assert made.out == ""
    assert "w" in made.err
    shown = kalteng("rules")
    assert "KT001" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize("env", [{}, {"KALTENG_LOG_FORMAT": "json"}])
def test_json_messages_are_one_object_a_line(kalteng: Callable[..., Any], env: dict[str, str]) -> None:
    args = [] if env else ["--log-format", "json"]
    ran = kalteng("init", "w", *args, **env)
    entries = [json.loads(line) for line in ran.err.splitlines()]
    assert {entry["level"] for entry in entries} == {"info"}
    refused = json.loads(kalteng("init", "w", *args, **env).err)
    assert refused["level"] == "error"
    assert refused["event"] == "workspace-exists"
    assert refused["hint"]


def test_a_reader_that_stops_early_is_no_error(environment: dict[str, str]) -> None:
    import subprocess
    import sys

    with subprocess.Popen(
        [sys.executable, "-m", "kalteng_data", "rules"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
