from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kalteng_data.catalogue import LANGUAGES, error_text
from kalteng_data.errors import InputError, SettingsError
from kalteng_data.model import Level
from kalteng_data.settings import (
    Settings,
    configured_sources,
    find_workspace,
    load_settings,
    named_sources,
    shortest_names,
)
from kalteng_data.settings.lines import key_lines


def read(folder: Path, text: str, **env: str) -> Settings:
    (folder / "kalteng.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, environ=env)[0]


def test_without_a_file_all_is_default() -> None:
    assert load_settings(None, environ={}) == (Settings(), {})


def test_flag_comes_before_environment_before_file(tmp_path: Path) -> None:
    (tmp_path / "kalteng.toml").write_text('[project]\nperiod = "2026-01"\n', encoding="utf-8")
    env = {"KALTENG_PERIOD": "2026-02"}
    flags = {"project.period": ("--period", "2026-03")}
    periods = [
        load_settings(tmp_path, environ={})[0].project.period,
        load_settings(tmp_path, environ=env)[0].project.period,
        load_settings(tmp_path, flags, env)[0].project.period,
    ]
    assert periods == ["2026-01", "2026-02", "2026-03"]


def test_environment_sets_numbers_and_switches(tmp_path: Path) -> None:
    settings = read(tmp_path, "", KALTENG_LINK_MATCH="0.8", KALTENG_PRIVACY_MASK="false")
    assert settings.link.match == pytest.approx(0.8)
    assert settings.privacy.mask is False


@pytest.mark.parametrize(
    ("text", "code", "key", "place"),
    [
        ('[project]\nperiodd = "x"\n', "settings-unknown", "project.periodd", "kalteng.toml:2"),
        ("[foo]\na = 1\n", "settings-unknown", "foo", "kalteng.toml:1"),
        ('[[source]]\nlevel = "pusat"\n', "settings-missing", "source[1].name", "kalteng.toml:1"),
        (
            '[[source]]\nname = "a"\nlevel = "pusat"\n[[source]]\nname = "b"\nlevel = "desa"\n',
            "settings-value",
            "source[2].level",
            "kalteng.toml:6",
        ),
        (
            '[[source]]\nname = "a"\nlevel = "pusat"\n[[source]]\nname = "a"\nlevel = "pusat"\n',
            "settings-value",
            "source[2].name",
            "kalteng.toml:5",
        ),
        (
            '[[source]]\nname = "a"\nlevel = "pusat"\n[source.columns]\n"Nama X" = "nam"\n',
            "settings-value",
            "source[1].columns.Nama X",
            "kalteng.toml:5",
        ),
        (
            '[[source]]\nname = "a"\nlevel = "pusat"\nheader_row = 0\n',
            "settings-value",
            "source[1].header_row",
            "kalteng.toml:4",
        ),
        ('[project]\nperiod = "2026-13"\n', "settings-value", "project.period", "kalteng.toml:2"),
        ("[project]\nperiod = 202601\n", "settings-value", "project.period", "kalteng.toml:2"),
        ('[link]\nmatch = "much"\n', "settings-value", "link.match", "kalteng.toml:2"),
        ("[link]\nmatch = 1.5\n", "settings-value", "link.match", "kalteng.toml:2"),
        ("[link]\nmatch = 0.5\nreview = 0.9\n", "settings-value", "link.review", "kalteng.toml:3"),
        ('[merge.as_of]\npusat = "soon"\n', "settings-value", "merge.as_of.pusat", "kalteng.toml:2"),
        ("[merge.trust.pusat]\nnam = 0.3\n", "settings-value", "merge.trust.pusat.nam", "kalteng.toml:2"),
        ("[merge.trust.desa]\nnama = 0.3\n", "settings-value", "merge.trust.desa", "kalteng.toml:1"),
        ('[rules]\nKT001 = "of"\n', "settings-value", "rules.KT001", "kalteng.toml:2"),
        ('[rules]\nKT999 = "off"\n', "settings-value", "rules.KT999", "kalteng.toml:2"),
        ("project = 3\n", "settings-value", "project", "kalteng.toml:1"),
        ("[project]\nname = \n", "settings-toml", None, "kalteng.toml:2"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_by_key_and_line(
    tmp_path: Path, text: str, code: str, key: str | None, place: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert caught.value.code == code
    assert caught.value.details.get("key") == key
    assert caught.value.details["place"] == place
    for lang in LANGUAGES:
        reason, hint = error_text(caught.value, lang)
        assert place in reason
        assert "\n" not in reason + hint


def test_a_wrong_variable_is_named_as_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, "", KALTENG_PERIOD="soon")
    assert caught.value.details["place"] == "KALTENG_PERIOD"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kalteng.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="settings-unreadable"):
        load_settings(tmp_path, environ={})


def test_a_byte_order_mark_from_an_editor_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "kalteng.toml").write_bytes(b'\xef\xbb\xbf[project]\nname = "x"\n')
    assert load_settings(tmp_path, environ={})[0].project.name == "x"


def test_sources_and_days_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[[source]]\nname = "dtsen"\nlevel = "pusat"\nas_of = 2026-06-30\ncodes = "bps"\n'
        "[merge.as_of]\nkabupaten = 2026-07-01\n[merge.trust.pusat]\nnik = 0.9\n",
    )
    dtsen = settings.source_named("dtsen")
    assert dtsen is not None
    assert dtsen.as_of == dt.date(2026, 6, 30)
    assert dtsen.patterns == ("inbox/pusat/*",)
    assert settings.merge.as_of == {Level.KABUPATEN: dt.date(2026, 7, 1)}
    assert settings.source_named("other") is None


def test_keys_are_found_by_line_through_arrays_and_long_texts() -> None:
    text = 'a = """\nb = 1\n"""\n[[s]]\nx = 1\n[s.t]\ny.z = 2\n[[s]]\n"q r" = 3\n'
    lines = key_lines(text)
    assert lines[("a",)] == 1
    assert ("b",) not in lines
    assert lines[("s", 0, "x")] == 5
    assert lines[("s", 0, "t", "y", "z")] == 7
    assert lines[("s", 1, "q r")] == 9


def test_the_nearest_folder_with_settings_is_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "kalteng.toml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_workspace(below) == tmp_path
    (below / "kalteng.toml").touch()
    assert find_workspace(below) == below


def touched(*paths: Path) -> list[Path]:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return list(paths)


def test_equal_names_of_one_level_are_told_apart_by_the_shortest_path(tmp_path: Path) -> None:
    one, two, three = touched(tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv", tmp_path / "y.csv")
    found = named_sources({Level.PUSAT: [three, two, one]})
    assert [source.file for source in found] == ["a/x.csv", "b/x.csv", "y.csv"]


def test_the_same_name_in_two_levels_needs_no_path(tmp_path: Path) -> None:
    one, two = touched(tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv")
    found = named_sources({Level.PUSAT: [one], Level.PROVINSI: [two]})
    assert {source.file for source in found} == {"x.csv"}


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (one,) = touched(tmp_path / "x.csv")
    assert len(named_sources({Level.PUSAT: [one, tmp_path / "." / "x.csv"]})) == 1


def test_a_file_of_two_levels_is_refused(tmp_path: Path) -> None:
    (one,) = touched(tmp_path / "x.csv")
    with pytest.raises(SettingsError, match="two-levels"):
        named_sources({Level.PUSAT: [one], Level.PROVINSI: [one]})


def test_a_pattern_is_expanded_without_what_excel_hides(tmp_path: Path) -> None:
    touched(tmp_path / "a.xlsx", tmp_path / "~$a.xlsx", tmp_path / ".b.xlsx")
    assert [source.file for source in named_sources({None: [tmp_path / "*.xlsx"]})] == ["a.xlsx"]


@pytest.mark.parametrize("name", ["none.csv", "*.csv"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="missing-file"):
        named_sources({None: [tmp_path / name]})


def test_without_sources_each_inbox_folder_is_one(tmp_path: Path) -> None:
    touched(tmp_path / "inbox" / "pusat" / "d.csv", tmp_path / "inbox" / "kabupaten" / "k.xlsx")
    found = configured_sources(Settings(), tmp_path)
    assert [(source.level, source.name) for source in found] == [("kabupaten", "k"), ("pusat", "d")]


def test_a_declared_source_carries_its_name_and_schema(tmp_path: Path) -> None:
    touched(tmp_path / "in" / "d.csv")
    text = '[[source]]\nname = "dtsen"\nlevel = "pusat"\nfiles = ["in/*.csv"]\nschema = "keluarga"\n'
    (found,) = configured_sources(read(tmp_path, text), tmp_path)
    assert (found.name, found.schema, found.file) == ("dtsen", "keluarga", "d.csv")


def test_shortest_names_end_even_when_one_path_ends_in_another() -> None:
    paths = [Path("x.csv"), Path("a/x.csv"), Path("b/a/x.csv")]
    names = shortest_names(paths)
    assert len(set(names.values())) == 3


def test_settings_of_which_nothing_is_said_are_what_the_checked_empty_table_gives() -> None:
    from pydantic import TypeAdapter

    assert load_settings(None, environ={})[0] == TypeAdapter(Settings).validate_python({})
