from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "NIK;Nama;Jenis Kelamin;Tanggal Lahir;Desa;Kecamatan;Kabupaten\n"


def people(*, first: int = 0) -> str:
    """Thirty invented people."""
    home = "Selat Hilir;Selat;Kapuas"
    words = "".join(
        f"62030117088{n:05d};CONTOH {chr(65 + n % 26)}{chr(65 + n // 26)}NA;L;17-08-1988;{home}\n"
        for n in range(first, first + 30)
    )
    return HEAD + words


def test_a_file_sent_again_under_another_name_is_told(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    for name, text in (("a.csv", people()), ("salinan.csv", people()), ("lain.csv", people(first=60))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    both = ("lain.csv", "salinan.csv", "a.csv")
    for order in (both, both[::-1]):
        out = kalteng("validate", *order, "--format", "jsonl").out
        told = [one for line in out.splitlines() if (one := json.loads(line))["code"] == "KT067"]
        assert [(one["file"], one["cell"], one["severity"]) for one in told] == [
            ("salinan.csv", None, "warning")
        ]
        assert "a.csv" in told[0]["message"]
    assert "KT067" not in kalteng("validate", "a.csv", "lain.csv", "--format", "jsonl").out


def test_a_merge_names_copies_in_summary_and_manifest(kalteng: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(people(), encoding="utf-8")
    (tmp_path / "b.csv").write_text(people(), encoding="utf-8")
    ran = kalteng("merge", "--kabupaten", "a.csv", "--pusat", "b.csv", "--output", "out", "--lang", "en")
    assert "the same content as" in ran.err
    (manifest,) = (tmp_path / "out").rglob("manifest.json")
    resent = json.loads(manifest.read_text(encoding="utf-8"))["resent"]
    assert resent == [{"table": "pusat/b.csv", "same_as": "kabupaten/a.csv"}]
