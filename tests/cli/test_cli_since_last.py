"""Lists of this month beside the base dataset of last month: what changed too much is said, nothing else."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEADER = "NIK;No KK;Nama;JK;Tgl Lahir;Hubungan Keluarga;RT;Desa;Kecamatan;Kabupaten;Status Dasar"
VILLAGES = ("Selat Hilir", "Selat Tengah", "Selat Hulu", "Selat Dalam", "Murung Keramat")
FIRST = ("BUDI", "SITI", "AGUS", "DEWI", "RUSLI", "YANTI", "HERMAN", "LINA", "SUPRI", "NORA", "TONI", "MARTA")
LAST = ("SANTOSO", "RAHAYU", "GARAK", "LAMBUNG", "TARIGAN", "PRATAMA", "NGANTUNG", "BINTI", "UDAS", "SELONG")
People = list[dict[str, Any]]


def family(village: str, number: int, chance: random.Random) -> People:
    """Four invented people of one card; every number is made from ``number``, so none is twice."""
    card = f"620301{1 + number % 28:02d}0115{number // 28 + 1:04d}"
    years = (1970 + number % 20, 1972 + number % 20, 1996 + number % 20, 2000 + number % 20)
    people: People = []
    for at, year in enumerate(years):
        born = dt.date(year, 1, 2) + dt.timedelta(days=chance.randrange(360))
        woman = at % 2
        nik = f"620301{born.day + 40 * woman:02d}{born:%m%y}{number % 2400 * 4 + at + 1:04d}"
        name = " ".join(chance.choice(words) for words in (FIRST, LAST, LAST))
        people.append(
            {
                "nik": nik, "kk": card, "nama": name,
                "jk": "LP"[woman], "lahir": born, "shdk": ("KEPALA KELUARGA", "ISTRI", "ANAK", "ANAK")[at],
                "rt": f"{number % 9 + 1:03d}", "desa": village, "status": "HIDUP",
            }
        )  # fmt: skip
    return people


def province(families: int = 50, seed: int = 1) -> People:
    chance = random.Random(seed)
    return [
        person
        for at, village in enumerate(VILLAGES)
        for number in range(families)
        for person in family(village, at * families + number, chance)
    ]


def present() -> People:
    """The people of last month's list of the regency, two of whom have died."""
    people = province()
    people[9]["status"] = people[21]["status"] = "MENINGGAL"
    return people


def write(path: Path, people: People) -> Path:
    lines = [
        f"{p['nik']};{p['kk']};{p['nama']};{p['jk']};{p['lahir']:%d-%m-%Y};{p['shdk']};{p['rt']};{p['desa']};"
        f"Selat;Kapuas;{p['status']}"
        for p in people
    ]
    path.write_text("\n".join((HEADER, *lines, "")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the base dataset of last month: one list of a regency, one of the centre."""
    folder = tmp_path_factory.mktemp("w")
    people = present()
    older = [dict(p) for p in people]
    older[0]["lahir"] = older[0]["lahir"] + dt.timedelta(days=31)  # the centre has had another date all along
    older[9]["status"] = "HIDUP"
    older[21]["status"] = ""
    write(folder / "kab.csv", people)
    write(folder / "pusat.csv", older)
    run = [sys.executable, "-m", "kalteng_data", "merge", "--kabupaten", "kab.csv", "--pusat", "pusat.csv"]
    done = subprocess.run(
        [*run, "--period", "2026-10", "--output", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return folder


def told(kalteng: Callable[..., Any], base: Path, people: People, *args: str) -> list[Any]:
    """Findings beside the base of a list that somebody validates in the workspace."""
    write(base / "now.csv", people)
    return checked(kalteng, base, "now.csv", *args)


def checked(kalteng: Callable[..., Any], base: Path, file: str, *args: str) -> list[Any]:
    ran = kalteng("validate", file, "--format", "jsonl", *args, cwd=base, KALTENG_PERIOD="2026-11")
    assert "Traceback" not in ran.err
    found = [json.loads(line) for line in ran.out.splitlines() if line]
    return [one for one in found if one["code"].startswith("KT6")]


def test_the_same_lists_again_find_nothing_but_that_they_are_the_same(
    kalteng: Callable[..., Any], base: Path
) -> None:
    for file in ("kab.csv", "pusat.csv"):
        assert {one["code"] for one in checked(kalteng, base, file)} == {"KT606"}


def test_the_same_content_in_another_file_finds_nothing(kalteng: Callable[..., Any], base: Path) -> None:
    people = present()
    assert told(kalteng, base, people[::-1]) == []


@pytest.mark.parametrize("seed", range(5))
def test_an_ordinary_month_finds_nothing(kalteng: Callable[..., Any], base: Path, seed: int) -> None:
    chance = random.Random(seed)
    people = present()
    cards = sorted({p["kk"] for p in people})
    gone = set(chance.sample(cards, max(1, len(cards) // 100 + 1)))
    now = [p for p in people if p["kk"] not in gone]
    for number in range(3):
        now += family(chance.choice(VILLAGES), 1000 + seed * 10 + number, chance)
    chance.choice(now)["status"] = "MENINGGAL"
    assert told(kalteng, base, now) == []


@pytest.mark.parametrize(("kept", "change"), [(0.5, "200 > 100 (-50%)"), (0.8, "200 > 160 (-20%)")])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_village_that_lost_many_is_told_at_its_first_row(
    kalteng: Callable[..., Any], base: Path, kept: float, change: str, lang: str
) -> None:
    people = [p for p in present() if p["desa"] != "Selat Hulu"]
    hulu = [p for p in present() if p["desa"] == "Selat Hulu"]
    (one,) = told(kalteng, base, people + hulu[: int(len(hulu) * kept)], "--lang", lang)
    assert (one["code"], one["severity"], one["cell"]) == ("KT601", "warning", f"H{2 + len(people)}")
    assert (one["value"], change in one["message"]) == ("Selat Hulu", True)


def test_a_village_that_grew_by_half_is_told_too(kalteng: Callable[..., Any], base: Path) -> None:
    chance = random.Random(3)
    more = [p for number in range(25) for p in family("Selat Dalam", 900 + number, chance)]
    (one,) = told(kalteng, base, present() + more)
    assert (one["code"], one["value"]) == ("KT601", "Selat Dalam")
    assert "200 > 300 (+50%)" in one["message"]


def test_a_missing_village_is_told_where_its_neighbours_came(kalteng: Callable[..., Any], base: Path) -> None:
    (one,) = told(kalteng, base, [p for p in present() if p["desa"] != "Selat Hulu"])
    assert (one["code"], one["value"], one["severity"]) == ("KT602", "Selat Hulu", "warning")
    assert "200" in one["message"]


def test_a_list_of_one_village_misses_no_other(kalteng: Callable[..., Any], base: Path) -> None:
    assert told(kalteng, base, [p for p in present() if p["desa"] == "Selat Hulu"]) == []


def test_an_aid_list_is_no_shrunken_village(kalteng: Callable[..., Any], base: Path) -> None:
    rows = [f"{p['nik']};{p['nama']};{p['desa']};Selat;Kapuas;2;YA" for p in present()[::5]]
    text = "\n".join(("NIK;Nama;Desa;Kecamatan;Kabupaten;Desil;PKH", *rows, ""))
    (base / "aid.csv").write_text(text, encoding="utf-8")
    assert checked(kalteng, base, "aid.csv") == []


def test_a_changed_birth_date_and_sex_are_warnings_masked(kalteng: Callable[..., Any], base: Path) -> None:
    people = present()
    was = people[40]["lahir"]
    people[40]["lahir"] = was + dt.timedelta(days=400)
    people[44]["jk"] = "P"
    found = {one["code"]: one for one in told(kalteng, base, people)}
    assert {code: (one["severity"], one["cell"]) for code, one in found.items()} == {
        "KT603": ("warning", "E42"),
        "KT604": ("warning", "D46"),
    }
    assert f"**-**-{was.year}" in found["KT603"]["message"]
    assert f"{was:%m-%d}" not in found["KT603"]["message"]


def test_a_date_that_one_source_always_had_is_no_news(kalteng: Callable[..., Any], base: Path) -> None:
    people = present()
    people[0]["lahir"] = people[0]["lahir"] + dt.timedelta(days=31)
    assert told(kalteng, base, people) == []


def test_the_dead_who_are_called_alive_are_a_note(kalteng: Callable[..., Any], base: Path) -> None:
    people = province()  # row 9 was called alive by the centre before: no news; row 21 was not
    (one,) = told(kalteng, base, people)
    assert (one["code"], one["severity"], one["cell"]) == ("KT605", "note", "K23")


@pytest.mark.parametrize("code", ["KT601", "KT603"])
def test_they_are_switched_and_weighed_like_any_rule(
    kalteng: Callable[..., Any], base: Path, code: str
) -> None:
    people = [p for p in present() if p["desa"] != "Selat Hulu"] + present()[400:500]
    people[40]["lahir"] = people[40]["lahir"] + dt.timedelta(days=400)
    try:
        (base / "kalteng.toml").write_text(f'[rules]\n{code} = "error"\n', encoding="utf-8")
        weights = {one["code"]: one["severity"] for one in told(kalteng, base, people)}
        assert weights[code] == "error"
        (base / "kalteng.toml").write_text(f'[rules]\n{code} = "off"\n', encoding="utf-8")
        assert code not in {one["code"] for one in told(kalteng, base, people)}
    finally:
        (base / "kalteng.toml").unlink()


def test_a_merge_tells_them_and_forgives_an_office_that_sent_nothing(
    kalteng: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    people = province(20)
    write(folder / "a.csv", people)
    half = [p for p in people if p["shdk"] == "ANAK"]
    write(folder / "b.csv", half)
    first = ("--provinsi", "a.csv", "b.csv", "--period", "2026-10", "--output", ".")
    assert kalteng("merge", *first, cwd=folder).code in {0, 1}
    write(folder / "c.csv", people[1:])
    assert kalteng(
        "merge", "--provinsi", "c.csv", "--period", "2026-11", "--output", ".", cwd=folder
    ).code in {
        0,
        1,
    }
    told_of = json.loads((folder / "base" / "2026-11_001" / "manifest.json").read_text())["counts"][
        "findings"
    ]
    write(folder / "d.csv", people[::2])
    kalteng("merge", "--provinsi", "d.csv", "--period", "2026-12", "--output", ".", cwd=folder)
    later = json.loads((folder / "base" / "2026-12_001" / "manifest.json").read_text())["counts"]["findings"]
    assert later.get("warning", 0) >= told_of.get("warning", 0) + len(VILLAGES)


def test_without_a_base_nothing_of_it_is_imported(base: Path, tmp_path: Path) -> None:
    write(tmp_path / "a.csv", province(2))
    code = (
        "import sys; from kalteng_data.cli import run; run(['validate', 'a.csv', '--format', 'json']);"
        "print([m for m in sys.modules if 'pipeline.before' in m or 'validate.before' in m], file=sys.stderr)"
    )
    for folder, seen in ((tmp_path, False), (base, True)):
        write(folder / "a.csv", province(2))
        ran = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
        )
        assert ("pipeline.before" in ran.stderr) is seen


def test_a_damaged_base_is_said(kalteng: Callable[..., Any], base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "w"
    name = (base / "base" / "CURRENT").read_text().strip()
    (folder / "base" / name).mkdir(parents=True)
    (folder / "base" / "CURRENT").write_text(name, encoding="utf-8")
    (folder / "base" / name / "manifest.json").write_bytes(
        (base / "base" / name / "manifest.json").read_bytes()
    )
    pl.DataFrame({"x": [1]}).write_parquet(folder / "base" / name / "desa.parquet")
    write(folder / "a.csv", province(2))
    ran = kalteng("validate", "a.csv", cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert "desa.parquet" in ran.err
