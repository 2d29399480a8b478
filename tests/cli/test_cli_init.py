from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from kalteng_data.catalogue import LANGUAGES
from kalteng_data.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_init_makes_a_workspace_that_git_does_not_see_data_in(
    process: Callable[..., Any], tmp_path: Path
) -> None:
    assert process("init", "w").code == 0
    for level in ("pusat", "provinsi", "kabupaten"):
        assert (tmp_path / "w" / "inbox" / level).is_dir()
    ignored = (tmp_path / "w" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/inbox/", "/base/", "/reports/", "/cache/"} <= set(ignored)
    assert (tmp_path / "w" / "kalteng.toml").stat().st_mode & 0o077 == 0


def test_init_never_overwrites_settings(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kalteng.toml").write_text("# mine\n", encoding="utf-8")
    assert kalteng("init").code == 2
    assert (tmp_path / "kalteng.toml").read_text(encoding="utf-8") == "# mine\n"


def test_init_in_a_place_that_is_a_file_says_so(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    ran = kalteng("init", "f/w")
    assert ran.code == 2
    assert "f/w" in ran.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_valid_with_every_line_in_use(lang: str, tmp_path: Path) -> None:
    text = files("kalteng_data.settings").joinpath(f"template.{lang}.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"project": {}}
    used = re.sub(r'^# (?=[\[\w"]+[\w".\]]*(?: =|\]))', "", text, flags=re.MULTILINE)
    used = re.sub(r"^# (\[)", r"\1", used, flags=re.MULTILINE)
    (tmp_path / "kalteng.toml").write_text(used, encoding="utf-8")
    settings, _ = load_settings(tmp_path, environ={})
    assert settings.source[0].codes == "bps"
    assert settings.link.match == pytest.approx(0.9)
    assert settings.merge.as_of
    assert settings.rules
