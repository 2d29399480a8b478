"""Two liberties of the command line that its parser does not know, as one pure rewriting of the arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the rewriting must know: the global options, and for each command the options of several values.

    ``flags`` are global options without a value, ``valued`` those with one. ``several`` maps a command to its
    repeatable options; only commands without arguments of their own stand in it, since elsewhere the next
    word may be an argument.
    """

    flags: frozenset[str]
    valued: frozenset[str]
    several: Mapping[str, frozenset[str]] = field(default_factory=dict)


def arrange(args: Sequence[str], grammar: Grammar) -> list[str]:
    """Put globals before the command and repeat an option before each of its values.

    >>> g = Grammar(frozenset({"-q"}), frozenset({"--lang"}), {"merge": frozenset({"--pusat"})})
    >>> arrange(["merge", "--pusat", "a", "b", "-q", "--lang", "en"], g)
    ['-q', '--lang', 'en', 'merge', '--pusat', 'a', '--pusat', 'b']

    What follows ``--`` is left alone.
    """
    words, rest = list(args), []
    if "--" in words:
        cut = words.index("--")
        words, rest = words[:cut], words[cut:]
    globals_, others = _hoist(words, grammar)
    command = next((word for word in others if not word.startswith("-")), "")
    return [*globals_, *_repeat(others, grammar.several.get(command, frozenset())), *rest]


def _hoist(words: Sequence[str], grammar: Grammar) -> tuple[list[str], list[str]]:
    globals_: list[str] = []
    others: list[str] = []
    queue = iter(words)
    for word in queue:
        if word in grammar.valued:
            globals_ += [word, *(value for value in [next(queue, None)] if value is not None)]
        elif word in grammar.flags or word.partition("=")[0] in grammar.valued:
            globals_.append(word)
        else:
            others.append(word)
    return globals_, others


def _repeat(words: Sequence[str], several: frozenset[str]) -> list[str]:
    out: list[str] = []
    option = ""
    fresh = False  # the option stands already before this value
    for word in words:
        if word.startswith("-") and word != "-":
            option, fresh = (word, True) if word in several else ("", False)
            out.append(word)
        elif option and not fresh:
            out += [option, word]
        else:
            out.append(word)
            fresh = False
    return out
