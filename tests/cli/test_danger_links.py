"""Pipes, links and folders that call themselves files lead nowhere, and nobody waits for them."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.dangers import LIST, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and pipes differ on Windows")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "zip"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(
    ending: str, kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / f"pipa.{ending}")
    for lang in ("id", "en"):
        ran = kalteng("validate", f"pipa.{ending}", "--lang", lang)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
        assert f"pipa.{ending}" in ran.err
    assert kalteng("validate", "/dev/zero").code == 2
    (tmp_path / "folder.xlsx").mkdir()
    assert kalteng("validate", "folder.xlsx").code == 2


def test_a_folder_with_a_pipe_and_a_broken_link_is_read_without_them(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    os.mkfifo(folder / "pipa.csv")
    (folder / "putus.csv").symlink_to(folder / "tidak_ada.csv")
    (folder / "warga.csv").write_bytes(LIST)
    ran = kalteng("validate", "masuk", "--format", "json")
    assert [one["file"] for one in json.loads(ran.out)["files"]] == ["warga.csv"]


def test_a_member_of_a_zip_that_is_a_link_leads_nowhere(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "rahasia.csv").write_bytes(LIST)
    link = zipfile.ZipInfo("tautan.csv")
    link.external_attr = 0o120777 << 16
    content = packed((link, str(tmp_path / "rahasia.csv").encode()), ("warga.csv", LIST))
    (tmp_path / "kiriman.zip").write_bytes(content)
    ran = kalteng("validate", "kiriman.zip")
    assert (ran.code, ran.out) == (2, "")
    assert "tautan.csv" in ran.err
