"""Deliveries in folders and zips."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from kalteng_data.errors import InputError
from kalteng_data.load import read_tables
from kalteng_data.settings import bundles, named_sources, one_source

if TYPE_CHECKING:
    from pathlib import Path

LIST = "NIK;NAMA;JENIS KELAMIN\n6203011708800001;ANI;P\n6203011708800002;BUDI;L\n"


def packed(members: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def zipped(tmp_path: Path, members: dict[str, str | bytes]) -> Path:
    path = tmp_path / "kiriman.zip"
    path.write_bytes(packed(members))
    return path


def test_members_of_a_zip_are_files_named_with_it(tmp_path: Path) -> None:
    inner = packed({"desa c.csv": LIST})
    path = zipped(tmp_path, {"b/desa.csv": LIST, "a.txt": LIST, "c.zip": inner, "b\\lain.csv": LIST})
    sources = named_sources({None: [path]})
    names = ["a.txt", "b/desa.csv", "b/lain.csv", "c.zip/desa c.csv"]
    assert [s.file for s in sources] == [f"kiriman.zip/{name}" for name in names]
    assert [s.name for s in sources] == ["a", "desa", "lain", "desa c"]
    assert {s.archive for s in sources} == {path}
    assert read_tables(sources).persons["nama"].to_list() == ["ANI", "BUDI"] * 4


def test_members_lie_where_nobody_else_may_look(tmp_path: Path) -> None:
    (source,) = named_sources({None: [zipped(tmp_path, {"../../a.csv": LIST})]})
    assert source.file == "kiriman.zip/a.csv"
    assert stat.S_IMODE(source.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(source.path.parent.parent.stat().st_mode) == 0o700
    assert not (tmp_path.parent / "a.csv").exists()


def test_what_systems_leave_beside_is_no_delivery(tmp_path: Path) -> None:
    left = {
        "__MACOSX/._a.csv": LIST,
        "~$a.xlsx": "x",
        ".b.csv": LIST,
        "surat.pdf": "x",
        "baca.txt": "Salam, hormat,\n",
    }
    (source,) = named_sources({None: [zipped(tmp_path, {"a.csv": LIST, **left})]})
    assert source.file == "kiriman.zip/a.csv"


def test_a_folder_stands_for_the_spreadsheets_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    (folder / "seruyan").mkdir(parents=True)
    for name in ("a.csv", "seruyan/a.csv", "~$b.xlsx", "surat.doc", ".c.csv"):
        (folder / name).write_text(LIST, encoding="utf-8")
    zipped(folder, {"d.csv": LIST})
    sources = named_sources({None: [folder]})
    assert [s.file for s in sources] == ["kiriman.zip/d.csv", "masuk/a.csv", "seruyan/a.csv"]
    assert [s.archive is None for s in sources] == [False, True, True]


@pytest.mark.parametrize("members", [{}, {"surat.pdf": "x"}])
def test_a_zip_or_folder_without_spreadsheets_is_refused(
    tmp_path: Path, members: dict[str, str | bytes]
) -> None:
    (tmp_path / "kosong").mkdir()
    for path, code in ((zipped(tmp_path, members), "foreign-file"), (tmp_path / "kosong", "is-folder")):
        with pytest.raises(InputError) as caught:
            read_tables(named_sources({None: [path]}))
        assert caught.value.code == code


def nested(levels: int) -> bytes:
    content = packed({"a.csv": LIST})
    for _ in range(levels):
        content = packed({"dalam.zip": content})
    return content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed({"a.csv": bytes(201 << 20)}), "zip-bomb"),
        (nested(3), "zip-bomb"),
        (packed({f"{i}.csv": "" for i in range(20_001)}), "zip-bomb"),
        (packed({"a.csv": LIST})[:60], "truncated"),
    ],
    ids=["unpacks a thousandfold", "zips in zips in zips", "too many", "cut"],
)
def test_a_zip_that_cannot_be_trusted_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "jahat.zip"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        named_sources({None: [path]})
    assert (caught.value.code, caught.value.details["file"]) == (code, "jahat.zip")


def test_all_that_zips_in_a_zip_hold_is_bounded_before_any_list_is_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = packed({"a.csv": LIST, "b.csv": LIST})
    outer = tmp_path / "luar.zip"
    outer.write_bytes(packed({"0.csv": LIST, "d.zip": inner, "e.zip": inner}))
    allowed = 5 * len(LIST) + 2 * len(inner)
    folder = tmp_path / "pribadi"
    folder.mkdir()
    monkeypatch.setattr(bundles, "_private_folder", lambda: folder)
    monkeypatch.setattr(bundles, "_UNPACKED", allowed)
    assert [one.file for one in named_sources({None: [outer]})] == [
        f"luar.zip/{name}" for name in ("0.csv", "d.zip/a.csv", "d.zip/b.csv", "e.zip/a.csv", "e.zip/b.csv")
    ]
    laid_out = list(folder.rglob("*.csv"))
    assert len(laid_out) == 5
    for place in laid_out:
        place.unlink()
    monkeypatch.setattr(bundles, "_UNPACKED", allowed - 1)
    with pytest.raises(InputError) as caught:
        named_sources({None: [outer]})
    assert caught.value.code == "zip-bomb"
    assert list(folder.rglob("*.csv")) == []


def test_no_more_comes_out_of_a_zip_than_it_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pribadi"
    folder.mkdir()
    monkeypatch.setattr(bundles, "_private_folder", lambda: folder)
    path = zipped(tmp_path, {"a.csv": LIST * 50})
    stated = struct.pack("<I", len(LIST) * 50)
    path.write_bytes(path.read_bytes().replace(stated, struct.pack("<I", 10)))
    with pytest.raises(InputError) as caught:
        named_sources({None: [path]})
    assert caught.value.code == "truncated"
    assert sum(place.stat().st_size for place in folder.rglob("*.csv")) <= 10


def test_a_command_for_one_file_says_how_many_there_are(tmp_path: Path) -> None:
    assert one_source(zipped(tmp_path, {"a.csv": LIST})).file == "kiriman.zip/a.csv"
    with pytest.raises(InputError) as caught:
        one_source(zipped(tmp_path, {"a.csv": LIST, "b.csv": LIST}))
    assert (caught.value.code, caught.value.details["n"]) == ("several-files", 2)
