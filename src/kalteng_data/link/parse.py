"""TOML text to a linkage model; what is wrong is told with the key that is wrong."""

from __future__ import annotations

import dataclasses
import tomllib
from typing import TYPE_CHECKING, Any

from kalteng_data.errors import SettingsError
from kalteng_data.link.codes import CodeComparator, PlaceComparator, TextComparator
from kalteng_data.link.dates import DateComparator
from kalteng_data.link.groups import GroupComparator, RecurrenceComparator
from kalteng_data.link.identity import IdentityComparator
from kalteng_data.link.model import Cap, Clustering, Comparator, Group, Learning, LinkModel, PairClass, Rule
from kalteng_data.link.names import NameComparator

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPARATORS: dict[str, type] = {
    "name": NameComparator,
    "identity": IdentityComparator,
    "date": DateComparator,
    "place": PlaceComparator,
    "code": CodeComparator,
    "text": TextComparator,
    "group": GroupComparator,
    "recurrence": RecurrenceComparator,
}
"""Typed comparators by the name that a model gives them."""

CLASSIFIERS = ("patterns", "ecm", "logistic", "naive_bayes", "svm")


def read_model(text: str, name: str = "model") -> LinkModel:
    """A model out of TOML.

    Raises:
        SettingsError: ``bad-model`` naming the key, when a key is unknown, missing or of the wrong kind.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("bad-model", model=name, key="TOML", why=str(error)) from error
    reader = _Reader(content.get("name", name))
    fields = tuple(
        reader.comparator(field, entry) for field, entry in reader.table(content, "fields").items()
    )
    known = {f.field: f for f in fields}
    rules = tuple(
        reader.build(Rule, {"name": rule, **entry}, f"rules.{rule}")
        for rule, entry in reader.table(content, "rules").items()
    )
    classes = tuple(
        reader.pair_class(each, entry, known) for each, entry in reader.table(content, "classes").items()
    )
    caps = tuple(
        reader.build(Cap, {"pair_class": entry.pop("class", ""), **entry}, f"caps[{place}]")
        for place, entry in enumerate(content.get("caps", []))
    )
    for cap in caps:
        reader.level(cap.field, cap.level, known, "caps")
        if cap.pair_class not in {c.name for c in classes}:
            reader.fail("caps", f"no class is named {cap.pair_class}")
    joints = tuple(tuple(joint) for joint in content.get("joints", []))
    reader.check_joints(joints, known)
    if not any(c.same for c in classes) or all(c.same for c in classes):
        reader.fail("classes", "one class at least must be same and one not")
    clustering = reader.clustering(content.get("clustering", {}), known)
    classifier = content.get("classifier", "patterns")
    if classifier not in CLASSIFIERS:
        reader.fail("classifier", f"is one of {', '.join(CLASSIFIERS)}")
    group = reader.build(Group, content["group"], "group") if "group" in content else None
    grouped = any(isinstance(f, GroupComparator) for f in fields)
    if grouped != (group is not None):
        reader.fail("group", "and a field of type group need each other")
    for f in fields:
        if isinstance(f, RecurrenceComparator):
            for level in f.agreeing:
                reader.level(f.of, level, known, f"fields.{f.field}.agreeing")
    return LinkModel(
        name=reader.model,
        fields=fields,
        joints=joints,
        rules=rules,
        classes=classes,
        caps=caps,
        learning=reader.build(Learning, content.get("learning", {}), "learning"),
        group=group,
        clustering=clustering,
        order=tuple(reader.need(content, "order", "order")),
        classifier=classifier,
    )


@dataclasses.dataclass(frozen=True)
class _Reader:
    """Reads parts of one model and names the key where it cannot."""

    model: str

    def fail(self, key: str, why: str) -> None:
        raise SettingsError("bad-model", model=self.model, key=key, why=why)

    def need(self, content: Mapping[str, Any], key: str, path: str) -> Any:  # noqa: ANN401 (TOML value)
        if key not in content:
            self.fail(path, "is missing")
        return content[key]

    def table(self, content: Mapping[str, Any], key: str) -> dict[str, dict[str, Any]]:
        found = self.need(content, key, key)
        if not isinstance(found, dict) or not found:
            self.fail(key, "is a table of tables")
        return dict(found)

    def build(self, kind: type, entry: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 (an instance of kind)
        """An instance of a dataclass; arrays become tuples, unknown and missing keys are errors."""
        fields = {f.name: f for f in dataclasses.fields(kind)}
        for key in entry:
            if key not in fields:
                self.fail(f"{path}.{key}", f"is unknown; known are {', '.join(sorted(fields))}")
        for key, spec in fields.items():
            required = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
            if required and key not in entry:
                self.fail(f"{path}.{key}", "is missing")
        values = {key: _frozen(value) for key, value in entry.items()}
        for key, value in values.items():
            wanted = str(fields[key].type)
            if not _fits(value, wanted):
                self.fail(f"{path}.{key}", f"should be {wanted}")
        return kind(**values)

    def comparator(self, field: str, entry: dict[str, Any]) -> Comparator:
        settings = dict(entry)
        kind = settings.pop("type", "")
        if kind not in COMPARATORS:
            self.fail(f"fields.{field}.type", f"is one of {', '.join(COMPARATORS)}")
        made: Comparator = self.build(COMPARATORS[kind], {"field": field, **settings}, f"fields.{field}")
        return made

    def pair_class(self, name: str, entry: dict[str, Any], known: Mapping[str, Comparator]) -> PairClass:
        start = entry.get("start", {})
        for field, levels in start.items():
            for level in levels:
                self.level(field, level, known, f"classes.{name}.start")
            if sum(levels.values()) > 1 + 1e-9:
                self.fail(f"classes.{name}.start.{field}", "adds up to more than 1")
        filled = {"name": name, "coincidence": False, **entry, "start": {}}
        made: PairClass = self.build(PairClass, filled, f"classes.{name}")
        return dataclasses.replace(made, start={f: dict(v) for f, v in start.items()})

    def level(self, field: str, level: str, known: Mapping[str, Comparator], path: str) -> None:
        if field not in known:
            self.fail(f"{path}.{field}", "no field has this name")
        if level not in known[field].levels:
            self.fail(f"{path}.{field}.{level}", f"levels are {', '.join(known[field].levels)}")

    def check_joints(self, joints: tuple[tuple[str, ...], ...], known: Mapping[str, Comparator]) -> None:
        seen: set[str] = set()
        for joint in joints:
            for field in joint:
                if field not in known:
                    self.fail("joints", f"no field is named {field}")
                if field in seen:
                    self.fail("joints", f"{field} stands in two joints")
                seen.add(field)

    def clustering(self, entry: dict[str, Any], known: Mapping[str, Comparator]) -> Clustering:
        vetoes = []
        for said in entry.get("vetoes", []):
            field, _, level = said.partition(".")
            self.level(field, level, known, "clustering.vetoes")
            vetoes.append((field, level))
        made: Clustering = self.build(Clustering, {**entry, "vetoes": vetoes}, "clustering")
        return made


def _frozen(value: Any) -> Any:  # noqa: ANN401 (TOML value)
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value


def _fits(value: Any, wanted: str) -> bool:  # noqa: ANN401 (TOML value)
    if wanted == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    kinds: dict[str, type] = {"str": str, "int": int, "bool": bool}
    if wanted in kinds:
        return isinstance(value, kinds[wanted]) and (wanted == "bool" or not isinstance(value, bool))
    return not wanted.startswith("tuple") or isinstance(value, tuple)
