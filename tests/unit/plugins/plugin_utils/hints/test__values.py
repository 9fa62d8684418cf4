# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Check
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _scene, _values
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise, recorded


def said(*failed: tuple[str, t.Any, t.Any], language: str = "en") -> str:
    """What is said of checks that fail: matcher, value and argument."""
    items = tuple(
        _scene.Failed(Check(selector(f"subject.x{at}"), matcher, argument, None), value, argument)
        for at, (matcher, value, argument) in enumerate(failed)
    )
    criterion = next(item for item in exercise("ex6").criteria if item.id == "ex6.guaranteed-qos")
    scene = _scene.Stage(exercise("ex6"), recorded("ex6", "solved")).scene(criterion)
    scene.__dict__["failed"] = items
    advice = _values.values(scene, Messages(language))
    assert advice is not None
    return advice.what.removesuffix({"en": " The rest is right.", "ja": "ほかの項目は合っています。"}[language])


@pytest.mark.parametrize(
    ("matcher", "value", "argument", "text"),
    [
        ("equals", None, "a", "Not set, or not there: x0."),
        ("contains", [], "a", "Not set, or not there: x0."),
        ("quantity", "64M", "64Mi", "64M of x0 counts in thousands."),
        ("quantity", "1G", "1Gi", "1G of x0 counts in thousands."),
        ("quantity", "128Mi", "64Mi", "Too large: x0."),
        ("quantity", "100m", "250m", "Too small: x0."),
        ("at_least", 0, 1, "Too small: x0."),
        ("at_most", 600.5, 90, "Too large: x0."),
        ("between", "10Mi", ["50Mi", "8Ei"], "Too small: x0."),
        ("equals", 8080, 5000, "Not what is asked for: x0."),
        ("equals", True, False, "Not what is asked for: x0."),
        ("equals", "clients", "client", "x0 is clients: nearly right, but spelt otherwise."),
        ("equals", "always", "Always", "x0 is always: nearly right"),
        ("equals", "/srv/other", "/srv/others", "Not what is asked for: x0."),
        ("equals", "x" * 100, "x" * 101, "Not what is asked for: x0."),
        ("contains", ["80/tcp"], "5000/tcp", "x0 lacks 5000/tcp."),
        ("contains_all", ["a=1"], ["a=1", "b=2"], "x0 lacks b=2."),
        ("count", ["a", "b"], 0, "x0: 2."),
        ("present", {"a": 1}, False, "Still there: x0."),
        ("after", "2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", "At the wrong time"),
        ("mode", "0644", "755", "Not what is asked for: x0."),
    ],
)
def test_one_value(matcher: str, value: t.Any, argument: t.Any, text: str) -> None:
    assert text in said((matcher, value, argument))


def test_what_is_wrong_in_the_same_way_is_said_once() -> None:
    failed = (("equals", None, 1), ("equals", 2, 3), ("equals", "", "a"))
    assert said(*failed) == "Not set, or not there: x0, x2. Not what is asked for: x1."
    assert said(*failed, language="ja") == "設定または記録がありません: x0、x2。求められている値と違います: x1。"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_student_wrote_is_no_placeholder(language: str) -> None:
    assert "{labels} {{ x }}" in said(("contains", ["a"], "{labels} {{ x }}"), language=language)
