# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import http.server
import subprocess
import sys
import threading
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _canary


def pod(name: str, address: str | None, state: dict[str, t.Any]) -> dict[str, t.Any]:
    statuses = [{"containerID": f"containerd://{name}-id", "state": state}]
    return {"metadata": {"name": name}, "status": {"podIP": address, "containerStatuses": statuses}}


def test_only_pods_that_run_and_have_an_address_count() -> None:
    pods = _canary.running_pods(
        [
            pod("guarded", "10.244.0.5", {"running": {}}),
            pod("open", None, {"running": {}}),
            pod("friend", "10.244.0.7", {"waiting": {"reason": "ContainerCreating"}}),
            {"metadata": {"name": "stranger"}, "status": {"phase": "Pending"}},
        ],
        lambda container_id: {"guarded-id": 4711}[container_id],
    )
    assert pods == {"guarded": _canary.Pod("guarded", "10.244.0.5", 4711)}


def test_questions_have_a_control_for_each_denial() -> None:
    asked = _canary.questions({"guarded": "10.244.0.5", "open": "10.244.0.6"}, "10.96.0.9")
    assert {(question.client, question.expected) for question in asked} == {
        ("friend", "200"),
        ("stranger", "200"),
        ("stranger", "timeout"),
    }
    assert [question.url for question in asked if question.expected == "timeout"] == [
        "http://10.244.0.5:8080/",
        "http://10.96.0.9/",
    ]


@pytest.fixture
def server() -> t.Iterator[int]:
    class Quiet(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: t.Any) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Quiet) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_address[1]
        running.shutdown()
        thread.join()


def asked(url: str) -> str:
    done = subprocess.run([sys.executable, "-c", _canary.ASK, url, "0.3"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_client_tells_an_answer_a_silence_and_a_refusal_apart(server: int) -> None:
    assert asked(f"http://127.0.0.1:{server}/") == "200"
    # TEST-NET-1 (RFC 5737): nobody is there to answer
    assert asked("http://192.0.2.254:9/") in {"timeout", "OSError"}
    assert asked("http://127.0.0.1:9/") == "ConnectionRefusedError"
