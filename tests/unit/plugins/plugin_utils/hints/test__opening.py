# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps are opened one after another, and each is paid once, at the price of its day."""

from __future__ import annotations

import json

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _opening
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._opening import Opening, Policy, Shown
from hypothesis import given
from hypothesis import strategies as st

ONE = frozenset({"ex6.a"})


def test_without_a_price_everything_is_open_up_to_the_limit() -> None:
    assert [_opening.begin(Policy(limit), {}, None).open("ex6.a") for limit in range(4)] == [0, 1, 2, 3]


def test_with_a_price_only_what_is_asked_for_is_opened() -> None:
    opening = _opening.begin(Policy(cost=0.5, asked=ONE), {}, None)
    assert (opening.open("ex6.a"), opening.open("ex6.b")) == (1, 0)
    assert _opening.begin(Policy(cost=0.5), {}, None).open("ex6.a") == 0


def test_each_run_opens_one_step_more_and_what_is_open_stays_so() -> None:
    shown: dict[str, Shown] = {}
    for steps, cost in ((1, 0.25), (2, 0.5), (3, 0.75), (3, 0.75)):
        opening = _opening.begin(Policy(cost=0.25, asked=ONE), shown, None)
        shown = {"ex6.a": opening.after("ex6.a", opening.open("ex6.a"))}
        assert shown["ex6.a"] == (steps, cost)
    assert _opening.begin(Policy(cost=0.25), shown, None).open("ex6.a") == 3


def test_the_limit_holds_what_is_asked_for() -> None:
    shown = {"ex6.a": Shown(1, 0.5)}
    opening = _opening.begin(Policy(limit=1, cost=0.5, asked=ONE), shown, None)
    assert opening.open("ex6.a") == 1
    assert opening.after("ex6.a", 1) == (1, 0.5)
    assert opening.next(1) is None


def test_a_run_that_looks_again_opens_no_further_step() -> None:
    first = _opening.begin(Policy(cost=1, asked=ONE), {}, None)
    shown = {"ex6.a": first.after("ex6.a", first.open("ex6.a"))}
    again = _opening.begin(Policy(cost=1, asked=ONE), shown, first)
    assert again.open("ex6.a") == 1
    assert again.after("ex6.a", 1) == (1, 1)


def test_what_was_shown_for_nothing_is_not_paid_for_later() -> None:
    free = _opening.begin(Policy(limit=2), {}, None)
    shown = {"ex6.a": free.after("ex6.a", free.open("ex6.a"))}
    assert shown == {"ex6.a": (2, 0)}
    dear = _opening.begin(Policy(cost=1, asked=ONE), shown, None)
    assert dear.after("ex6.a", dear.open("ex6.a")) == (3, 1)


def test_without_a_price_asking_shows_all_of_one_and_no_other() -> None:
    opening = _opening.begin(Policy(asked=ONE), {}, None)
    assert (opening.open("ex6.a"), opening.open("ex6.b")) == (3, 0)


@pytest.mark.parametrize(("limit", "cost", "steps", "price"), [(3, 0.5, 1, 0.5), (3, 0.5, 3, None), (3, 0, 1, None)])
def test_the_price_of_the_next_step(limit: int, cost: float, steps: int, price: float | None) -> None:
    assert Opening(limit, cost).next(steps) == price


@given(
    st.builds(
        _opening.begin,
        st.builds(Policy, st.integers(0, 3), st.sampled_from([0, 0.25, 1]), st.none() | st.just(ONE)),
        st.dictionaries(st.sampled_from(["ex6.a", "ex6.b"]), st.builds(Shown, st.integers(0, 3), st.just(0.5))),
        st.none(),
    )
)
def test_it_is_kept_as_json(opening: Opening) -> None:
    assert _opening.of_host({"hints": json.loads(json.dumps(opening.as_dict()))}) == opening


@pytest.mark.parametrize("host", [{}, {"hints": None}, {"hints": {}}, {"hints": {**Opening().as_dict(), "shown": [1]}}])
def test_what_was_seen_before_there_were_steps_shows_all(host: dict[str, object]) -> None:
    assert _opening.of_host(host) == Opening()
    assert _opening.of_host(host, 1).open("ex6.a") == 1


def test_of_several_looks_the_highest_step_counts() -> None:
    looks = [Opening(shown={"a": Shown(1, 1)}), Opening(shown={"a": Shown(2, 1), "b": Shown(1)}), Opening()]
    assert _opening.merged(looks) == {"a": (2, 1), "b": (1, 0)}


def test_points() -> None:
    assert [str(_opening.points(number)) for number in (0.1 + 0.2, 1.0, 0.125, 0)] == ["0.3", "1", "0.125", "0"]
