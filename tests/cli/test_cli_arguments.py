from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalteng_data.cli.arguments import Grammar, arrange

GRAMMAR = Grammar(
    flags=frozenset({"-q", "--quiet", "--version"}),
    valued=frozenset({"--lang", "--workspace"}),
    several={"merge": frozenset({"--pusat", "--as-of"}), "init": frozenset()},
)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        ("merge --pusat a b c", "merge --pusat a --pusat b --pusat c"),
        ("merge --pusat a --pusat b c", "merge --pusat a --pusat b --pusat c"),
        ("merge --pusat a b --output o", "merge --pusat a --pusat b --output o"),
        ("merge --pusat=a b", "merge --pusat=a b"),
        ("merge --output o --pusat a b", "merge --output o --pusat a --pusat b"),
        ("merge --pusat a b --lang en", "--lang en merge --pusat a --pusat b"),
        ("merge --pusat a --lang=en b", "--lang=en merge --pusat a --pusat b"),
        ("--lang en merge -q", "--lang en -q merge"),
        ("validate a b --workspace w", "--workspace w validate a b"),
        ("validate --pusat a b", "validate --pusat a b"),
        ("village show -- --lang", "village show -- --lang"),
        ("merge --lang", "--lang merge"),
        ("merge --pusat - b", "merge --pusat - --pusat b"),
        ("", ""),
    ],
)
def test_globals_come_first_and_options_stand_before_each_value(given_: str, wanted: str) -> None:
    assert arrange(given_.split(), GRAMMAR) == wanted.split()


@given(st.lists(st.sampled_from(["merge", "--pusat", "a", "b", "--lang", "en", "-q", "--", "--output", "-"])))
def test_arranging_twice_changes_nothing_and_loses_no_word(words: list[str]) -> None:
    once = arrange(words, GRAMMAR)
    assert arrange(once, GRAMMAR) == once
    assert sorted(w for w in once if w != "--pusat") == sorted(w for w in words if w != "--pusat")
