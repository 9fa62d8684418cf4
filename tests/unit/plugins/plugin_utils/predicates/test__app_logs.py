# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the mutants of the capstone do not reach; they try predicates/_app and the rest on a recorded VM."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _app_logs

Object = dict[str, t.Any]

NONCE = "0123456789abcdef"
BORN = "2026-01-31T09:00:00Z"


def holds(name: str, **args: t.Any) -> bool:
    found = _app_logs.PREDICATES[name]
    assert set(args) == found.arguments
    return all(finding.holds for finding in found.judge(args, Messages("ja")))


def pod(**spec: t.Any) -> Object:
    mounts = [{"name": "logs", "mountPath": "/logs"}]
    containers = [{"name": "web", "volumeMounts": mounts}, {"name": "adapter", "volumeMounts": mounts}]
    volumes = [{"name": "logs", "persistentVolumeClaim": {"claimName": "data"}}]
    metadata = {"name": "a-1", "creationTimestamp": BORN}
    return {"metadata": metadata, "spec": {"containers": containers, "volumes": volumes, **spec}}


def trace(**seen: t.Any) -> Object:
    found = {"pod": "a-1", "app": "web", "nonce": NONCE, "output": {}, "files": [], "heads": [], **seen}
    return {"asked_at": "2026-01-31T09:05:00.5Z", "pods": [found]}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f'{{"timestamp": "2026-01-31T09:05:01Z", "message": "GET /?kcna={NONCE}"}}', True),
        (f'{{"timestamp": "2026-01-31T18:04:30.123+09:00", "message": "{NONCE}"}}', True),
        (f'{{"timestamp": "2026-01-31T09:05:01z", "message": {{"path": "{NONCE}"}}}}', True),
        (f'{{"timestamp": "2026-01-31T09:03:59Z", "message": "{NONCE}"}}', False),
        (f'{{"timestamp": "2026-01-31T09:05:01", "message": "{NONCE}"}}', False),  # no zone is no RFC 3339
        (f'{{"timestamp": 1769850300, "message": "{NONCE}"}}', False),
        (f'{{"time": "2026-01-31T09:05:01Z", "message": "{NONCE}"}}', False),
        (f'{{"timestamp": "2026-01-31T09:05:01Z", "msg": "{NONCE}"}}', False),
        (f'["2026-01-31T09:05:01Z", "{NONCE}"]', False),
        (f'{{"timestamp": "2026-01-31T09:05:01Z", "message": "{NONCE}"', False),
    ],
)
def test_a_line_that_tells_of_the_request(line: str, expected: bool) -> None:
    assert holds("log_converted", pods=[pod()], trace=trace(output={"adapter": [line]})) is expected
    file = {"volume": "logs", "container": "adapter", "path": "x", "lines": [line]}
    assert holds("log_converted", pods=[pod()], trace=trace(files=[file])) is expected


def test_what_only_the_application_mounts_is_not_the_sidecars() -> None:
    line = f'{{"timestamp": "2026-01-31T09:05:01Z", "message": "{NONCE}"}}'
    file = {"volume": "logs", "container": "web", "path": "x", "lines": [line]}
    alone = pod(containers=[{"name": "web", "volumeMounts": [{"name": "logs"}]}, {"name": "adapter"}])
    assert not holds("log_converted", pods=[alone], trace=trace(files=[file]))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"timestamp": "2026-01-31T08:59:58Z"}', True),
        ('{"timestamp": "2026-01-31T17:59:58+09:00"}', True),
        ("2026-01-31 08:59:59,001 INFO", True),
        ("20260131_085959 [LEGACY]", True),
        ("2026/01/31 08:59:59 [notice]", True),
        ("[2026-01-31T08:59:59+0000] x", True),
        # web servers, date(1), time.ctime(), seconds and milliseconds since 1970
        ('10.244.0.1 - - [31/Jan/2026:08:59:59 +0000] "GET / HTTP/1.1" 200 5', True),
        ('fd00:10:244::1 - - [31/Jan/2026:17:59:59 +0900] "GET / HTTP/1.1" 200 5', True),
        ('127.0.0.1 - - [31/Jan/2026 08:59:59] "GET / HTTP/1.1" 200 -', True),
        ("Sat Jan 31 08:59:59 UTC 2026 GET /", True),
        ("[Sat Jan 31 08:59:59 2026] GET /", True),
        ("Sat, 31 Jan 2026 08:59:59 GMT GET /", True),
        ("2026年1月31日(土) 8時59分59秒 GET /", True),
        ("1769849999.25 GET /", True),
        ("ts=1769849999250 GET /", True),
        ("[31/Jan/2026:09:59:59 +0100] x", True),
        ("10.244.0.1 - - [31/Jan/2026:09:00:00 +0000] x", False),
        ("10.244.0.1 - - [31/Foo/2026:08:59:59 +0000] x", False),
        ("1769850000 GET /", False),
        ("GET /1769849999", False),
        ("2026-01-31 09:00:00 INFO", False),  # the very second of its birth
        ("2026-13-45 08:59:59 INFO", False),
        ("x" * 60 + "2026-01-31 08:59:59", False),
        ("no date", False),
    ],
)
def test_a_record_from_before(line: str, expected: bool) -> None:
    seen = trace(
        files=[{"volume": "logs", "container": "adapter", "path": "x", "lines": [NONCE]}],
        heads=[{"volume": "logs", "path": "x", "lines": ["# heading", line]}],
    )
    claims = [{"metadata": {"name": "data"}, "status": {"phase": "Bound"}}]
    assert holds("log_survived", pods=[pod()], trace=seen, claims=claims) is expected
    other = pod(volumes=[{"name": "logs", "emptyDir": {}}])
    assert not holds("log_survived", pods=[other], trace=seen, claims=claims)


@pytest.mark.parametrize(
    ("now", "first", "expected"),
    [
        ("2026-01-31 18:05:00 GET", "2026-01-31 17:59:58 GET", True),  # asked at 09:05 UTC: the log is in Japan's time
        ("2026-01-31 18:05:00 GET", "2026-01-31 18:00:01 GET", False),
        ("Sat Jan 31 04:04:59 EST 2026 GET", "Sat Jan 31 03:59:58 EST 2026 GET", True),
        ("2026-01-31 09:05:00 GET", "2026-01-31 08:59:58 GET", True),
        ("2026-03-31 09:05:00 GET", "2026-01-31 09:00:01 GET", False),  # no zone is two months ahead
        ("2026-01-31T18:05:00+09:00 GET", "2026-01-31 09:00:01 GET", False),
    ],
)
def test_a_log_without_a_zone_is_in_the_zone_of_its_last_request(now: str, first: str, expected: bool) -> None:
    seen = trace(
        files=[{"volume": "logs", "container": "adapter", "path": "x", "lines": [f"{now} /?kcna={NONCE}"]}],
        heads=[{"volume": "logs", "path": "x", "lines": [first]}],
    )
    claims = [{"metadata": {"name": "data"}, "status": {"phase": "Bound"}}]
    assert holds("log_survived", pods=[pod()], trace=seen, claims=claims) is expected


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({"persistentVolumeClaim": {"claimName": "data"}}, True),
        ({"persistentVolumeClaim": {"claimName": "gone"}}, False),
        ({"hostPath": {"path": "/x"}}, True),
        ({"emptyDir": {}}, False),
    ],
)
def test_what_outlives_a_pod(volume: Object, expected: bool) -> None:
    seen = trace(files=[{"volume": "logs", "container": "adapter", "path": "x", "lines": [NONCE]}])
    claims = [{"metadata": {"name": "data"}, "status": {"phase": "Bound"}}]
    mounted = pod(volumes=[{"name": "logs", **volume}])
    assert holds("log_persistent", pods=[mounted], trace=seen, claims=claims) is expected
