# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _logs

SAY = Messages("en")
Object = dict[str, t.Any]


def holds(name: str, **args: t.Any) -> bool:
    assert set(args) == _logs.PREDICATES[name].arguments
    found = _logs.PREDICATES[name].judge(args, SAY)
    assert all(finding.expected for finding in found)
    return all(finding.holds for finding in found)


def file(*lines: str, age_s: float = 1) -> Object:
    return {"content": "".join(f"{line}\n" for line in lines), "truncated": False, "age_s": age_s}


def record(message: str, **more: t.Any) -> str:
    return json.dumps({"timestamp": "2026-04-01T00:00:00+00:00", "level": "INFO", "message": message, **more})


def records(*lines: str) -> bool:
    return holds("json_records", file=file(*lines), last=3)


@pytest.mark.parametrize(
    "when",
    [
        "2026-04-01T00:00:00+00:00",
        "2026-04-01T00:00:00+0900",
        "2026-04-01T00:00:00Z",
        "2026-04-01 00:00:00",
        "2026-04-01T00:00:00.123Z",
        "20260401T000000Z",
    ],
)
def test_a_record_with_a_time(when: str) -> None:
    assert records(record("a", timestamp=when))


@pytest.mark.parametrize("when", ["1775001600", 1775001600, "", "yesterday", "2026-13-01T00:00:00", "2026-04-01", None])
def test_no_time(when: t.Any) -> None:
    assert not records(record("a", timestamp=when))


def test_more_keys_and_another_order_do_no_harm() -> None:
    assert records('{"message": "a", "app": [1], "level": "info", "timestamp": "2026-04-01T00:00:00Z"}')


@pytest.mark.parametrize(
    "line",
    [
        "{'message': 'a'}",
        "[]",
        "3",
        record(""),
        record("a", level=" "),
        record("a", level=1),
        record("a") + "}",
        "[" * 9999,
    ],
)
def test_no_record(line: str) -> None:
    assert not records(record("good"), line)


def test_only_recent_lines_count_and_one_is_needed() -> None:
    assert records("old and wrong", *[record("a")] * 3)
    assert not records()


def app(*seconds: int, age_s: float = 1) -> Object:
    return file(*[f"20260401_0000{second:02} [LEGACY] said {second}" for second in seconds], age_s=age_s)


def converted(source: Object, *lines: str, age_s: float = 1) -> bool:
    return holds("lines_converted", source=source, target=file(*lines, age_s=age_s), last=2, within_s=15)


def test_every_line_is_converted() -> None:
    lines = [record(line) for line in app(10, 20, 30)["content"].splitlines()]
    assert converted(app(10, 20, 30), *lines)
    # the first one is not among the last two that are due
    assert converted(app(0, 10, 20, 40), *[record(line) for line in app(10, 20)["content"].splitlines()])


def test_a_record_of_another_form_is_no_lost_line() -> None:
    for line in ('{"message": {"text": "%s"}}', '{"log": ["%s", 1]}', '["%s"]', '"%s"'):
        assert converted(app(10), line % app(10)["content"].strip())
        assert not converted(app(10), line % app(11)["content"].strip())


def test_what_is_young_may_be_missing() -> None:
    assert converted(app(0, 10, 20, 30), *[record(line) for line in app(0, 10)["content"].splitlines()])
    assert not converted(app(0, 10, 20, 30, age_s=10), *[record(line) for line in app(0, 10)["content"].splitlines()])


def test_an_adapter_that_has_stopped() -> None:
    assert not converted(app(0, 10, 20, 30), record("20260401_000000 [LEGACY] said 0"))


def test_the_first_line_of_all_has_to_be_there() -> None:
    assert converted(app(0), record("20260401_000000 [LEGACY] said 0"))
    assert not converted(app(0), record("something else"))
    assert not converted(file(), record("something"))
    assert not converted(app(0))


def test_the_prefix_may_be_stripped() -> None:
    same = file(*[f"20260401_0000{second:02} [LEGACY] running" for second in (0, 10, 20, 30)])
    assert converted(same, record("running"), record("running"))
    # all look alike: but nothing was written since these lines were
    assert not converted(same, record("running"), age_s=25)
    assert not converted(same, record("a constant"))


def test_quotes_are_compared_after_decoding_and_faulty_records_as_they_are() -> None:
    source = file('20260401_000000 [LEGACY] a "b" \\c', age_s=30)
    assert converted(source, record('20260401_000000 [LEGACY] a "b" \\c'))
    assert converted(source, "{'message': '20260401_000000 [LEGACY] a \"b\" \\c'}")


def answered(
    body: t.Any, *, logged: list[str] | None, code: int = 0, status: int = 200, config: Object | None = None
) -> bool:
    text = body if isinstance(body, str) else json.dumps(body)
    request = {"code": code, "stdout": f"{text}\n{status}", "stderr": "", "nonce": "abc", "logged": logged}
    return holds("upstream_answered", request=request, config=config)


def test_the_upstream_answered() -> None:
    assert answered({"url": "http://httpbin/get?kcna=abc"}, logged=["GET /get?kcna=abc"])


@pytest.mark.parametrize("logged", [[], None])
def test_the_proxy_answered_by_itself(logged: list[str] | None) -> None:
    assert not answered({"url": "/get?kcna=abc"}, logged=logged)


def test_an_answer_that_is_no_answer() -> None:
    assert not answered("<html>abc</html>", logged=["abc"])
    assert not answered({"url": "/get"}, logged=["abc"])
    assert not answered({"url": "abc"}, logged=["abc"], status=502)
    assert not answered({"url": "abc"}, logged=["abc"], code=7)


CONFIG = {"default.conf": "location / {\n  proxy_pass http://backend;\n  proxy_set_header Host httpbin.org;\n}\n"}
ECHO: Object = {"args": {"kcna": "abc"}, "headers": {"Host": "httpbin.org"}, "origin": "192.0.2.1", "url": "abc"}


def test_an_upstream_outside_echoes() -> None:
    assert answered(ECHO, logged=[], config=CONFIG)


@pytest.mark.parametrize("change", [{"args": {}}, {"headers": {"Host": "a"}}, {"origin": None}, {"headers": None}])
def test_no_echo(change: Object) -> None:
    assert not answered({**ECHO, **change}, logged=[], config=CONFIG)
    assert not answered(ECHO, logged=[], config=None)
