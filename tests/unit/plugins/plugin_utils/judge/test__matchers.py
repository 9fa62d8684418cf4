# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

NANO = "2026-04-01T00:00:00.000000001Z"
SECOND = "2026-04-01T00:00:00Z"

# matcher, argument, values that satisfy it, values that do not
CASES: list[tuple[str, t.Any, list[t.Any], list[t.Any]]] = [
    ("equals", 1, [1], [True, 1.0, "1", None]),
    ("equals", None, [None], ["", 0]),
    ("equals", ["a", "b"], [["a", "b"]], [["b", "a"], None]),
    ("not_equals", "a", ["b", None], ["a"]),
    ("present", True, ["a", 0, False, [None]], [None, "", [], {}]),
    ("present", False, [None, "", [], {}], ["a", 0]),
    ("quantity", "250m", ["0.25", 0.25, "250m"], ["0.5", None, "x", True]),
    ("quantity", "64Mi", ["65536Ki", 67108864], ["64M", "64"]),
    ("between", ["50Mi", "100Mi"], [52428800, "100Mi", "60Mi"], ["49Mi", "101Mi", None]),
    ("at_least", 1, [1, 2, "2"], [0, None, "x"]),
    ("at_most", "100Mi", ["100Mi", 1], ["101Mi", None]),
    ("within_percent", {"of": "250m", "percent": 20}, ["200m", "300m"], ["199m", "301m", None]),
    ("one_of", ["a", 1], ["a", 1], ["b", True, None]),
    ("contains", "a", [["a", "b"], "bab"], [["b"], "b", None, {"a": 1}]),
    ("contains", 1, [[1]], [[True], "1"]),
    ("contains_all", ["a", "b"], [["b", "c", "a"], "ab"], [["a"], None]),
    ("same_set", ["a", "b"], [["b", "a"], ["a", "b", "b"]], [["a"], ["a", "b", "c"], None, "ab"]),
    ("matches", "v[0-9]+", ["v1"], ["xv1", "v1x", "v1\n", None, 1, "v" + "1" * 5000]),
    ("image", "nginx", ["docker.io/library/nginx:latest"], ["nginx:1.21", None, 1]),
    ("mode", "755", ["0755", "755"], ["0644", "rwxr-xr-x", None, 755]),
    ("count", 2, [["a", "b"], {"a": 1, "b": 2}], [["a"], None, "ab"]),
    ("before", SECOND, ["2026-03-31T23:59:59.9Z"], [SECOND, NANO, "yesterday", None]),
    ("after", SECOND, [NANO, "2026-04-01T09:00:01+09:00"], [SECOND, "0001-01-01T00:00:00Z", None]),
]
WRONG: list[tuple[str, t.Any]] = [
    ("after", 1),
    ("at_least", "many"),
    ("at_most", None),
    ("before", None),
    ("between", ["50Mi"]),
    ("between", ["a", "b"]),
    ("contains_all", "ab"),
    ("count", "2"),
    ("count", True),
    ("image", None),
    ("matches", "("),
    ("matches", 1),
    ("mode", 493),
    ("mode", "999"),
    ("one_of", "a"),
    ("present", "yes"),
    ("quantity", "fast"),
    ("same_set", "a"),
    ("within_percent", {"of": "1"}),
]


def test_every_matcher_is_tried() -> None:
    assert {case[0] for case in CASES} == set(_matchers.MATCHERS)


@pytest.mark.parametrize(("name", "arg", "good", "bad"), CASES)
def test_matcher(name: str, arg: t.Any, good: list[t.Any], bad: list[t.Any]) -> None:
    matcher = _matchers.MATCHERS[name]
    assert matcher.wrong(arg) is None
    assert [matcher.holds(value, arg) for value in good] == [True] * len(good)
    assert [matcher.holds(value, arg) for value in bad] == [False] * len(bad)


@pytest.mark.parametrize(("name", "arg"), WRONG)
def test_wrong_arguments_are_refused(name: str, arg: t.Any) -> None:
    assert _matchers.MATCHERS[name].wrong(arg)


@pytest.mark.parametrize("name", sorted(set(_matchers.MATCHERS) - {"equals", "not_equals", "present"}))
def test_an_argument_that_was_not_found_satisfies_nothing(name: str) -> None:
    arg: t.Any = {"between": [None, None], "within_percent": {"of": None, "percent": 5}}.get(name)
    for value in (None, "a", 1, ["a"], SECOND, "0755"):
        assert _matchers.MATCHERS[name].holds(value, arg) is False


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("name", "arg"), [(case[0], case[1]) for case in CASES])
def test_expectation_names_label_and_argument(name: str, arg: t.Any, language: str) -> None:
    text = _matchers.expected(name, "LABEL", arg, Messages(language))
    assert "LABEL" in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("value", "arg", "expected"),
    [
        (62914560, ["50Mi", 104857600], "60Mi"),
        (0.25, "250m", "250m"),
        ("64Mi", "50Mi", "64Mi"),
        (3, 1, 3),
        (True, "50Mi", True),
        ([1048576], "1Mi", ["1Mi"]),
        (5, "5", 5),
    ],
)
def test_in_units_of(value: t.Any, arg: t.Any, expected: t.Any) -> None:
    assert _matchers.in_units_of(value, arg) == expected
