# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The predicates of _predicates_docker, as criteria call them."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._predicates import PREDICATES

JUNK = [".env", "docs/notes.md"]


def holds(name: str, **args: t.Any) -> bool:
    assert set(args) == PREDICATES[name].arguments
    for language in ("ja", "en"):
        found = PREDICATES[name].judge(args, Messages(language))
        for finding in found:
            assert finding.expected
            assert finding.actual
            assert finding.holds or finding.expected != finding.actual
    return all(finding.holds for finding in found)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("/bin/sh -c pip install --no-cache-dir -r requirements.txt", True),
        ("RUN /bin/sh -c pip3.11 install flask # buildkit", True),
        ("/bin/sh -c uv pip install -r requirements.txt", True),
        ("/bin/sh -c python -m pip  install .", True),
        ("/bin/sh -c pip --no-cache-dir install -r requirements.txt", True),
        ("pip3 --disable-pip-version-check --timeout 60 -q install flask", True),
        ("/bin/sh -c pip --version && apt-get install curl", False),
        ("/bin/sh -c apt-get install -y python3-pip", False),
        (
            "RUN set -eux; wget -O python.tar.xz https://python.org/; pip3 install --no-compile 'setuptools==65.5.1'",
            False,
        ),
        ("COPY --from=builder /root/.local /home/appuser/.local # buildkit", False),
    ],
)
def test_installs_packages(step: str, expected: bool) -> None:
    history = ["CMD x", step, "ADD file in /"]
    assert holds("installs_packages", history=history, wanted=True) is expected
    assert holds("installs_packages", history=history, wanted=False) is not expected


@pytest.mark.parametrize(
    ("name", "uid", "expected"),
    [
        ("appuser", 1000, True),
        ("10001:0", 10001, True),
        ("", 0, False),
        ("root", 0, False),
        ("toor", 0, False),
        ("ghost", None, False),
    ],
)
def test_nonroot_user(name: str, uid: int | None, expected: bool) -> None:
    assert holds("nonroot_user", user={"name": name, "uid": uid}) is expected


def test_clean_final_stage() -> None:
    two = "FROM a AS b\nRUN pip install x\nFROM c\nCOPY --from=b /x /x\n"
    copied, installed = ["COPY /x /x"], ["/bin/sh -c pip install x"]
    assert holds("clean_final_stage", text=two, history=copied)
    assert not holds("clean_final_stage", text=two, history=installed)
    assert not holds("clean_final_stage", text="FROM a\nCOPY . .\n", history=copied)
    assert not holds("clean_final_stage", text=None, history=None)
    for builder in ("/bin/sh -c #(nop) COPY --chown=appuser dir:0 in /x ", "COPY --chown=1:0 /x /x # buildkit"):
        assert holds("clean_final_stage", text=two, history=["CMD x", builder])
    # as docker import and docker commit leave it
    for flat in ([""], ["python app.py", "/bin/sh -c echo COPY "]):
        assert not holds("clean_final_stage", text=two, history=flat)


@pytest.mark.parametrize("text", ["*\n!app.py\n", ".env\ndocs\n", "**/.env\n**/notes.md\n"])
def test_dockerignore_leaves_out(text: str) -> None:
    assert holds("dockerignore", text=text, unwanted=JUNK, needed=["app.py"])


@pytest.mark.parametrize("text", ["", "docs\n", "*\n", ".env\n/notes.md\n", "docs\n.env\n[\n"])
def test_dockerignore_leaves_out_too_little_or_too_much(text: str) -> None:
    assert not holds("dockerignore", text=text, unwanted=JUNK, needed=["app.py"])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["app.py", "requirements.txt"], True),
        (["src/app.py"], True),
        (["app.py", ".env"], False),
        (["app.py", "src/docs/notes.md"], False),
        (["app.py", "my.env", "mydocs/notes.md"], True),
        (["myapp.py"], False),
        ([], False),
    ],
)
def test_files_in_layers(files: list[str], expected: bool) -> None:
    assert holds("files_in_layers", layers={"files": files}, unwanted=JUNK, needed=["app.py"]) is expected


def request(method: str, reference: str = "v1.0", status: int = 200, agent: str = "docker/20.10.24 go/go1.19") -> t.Any:
    return {"method": method, "reference": reference, "status": status, "agent": agent}


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ([request("PUT", status=201), request("GET")], True),
        ([request("PUT", status=201), request("GET", "sha256:a")], True),
        ([request("GET")], True),
        ([request("PUT", status=201)], False),
        ([request("GET"), request("PUT", status=201)], False),
        # the same content was pushed once more
        ([request("GET", "sha256:a"), request("PUT", status=201)], True),
        ([request("GET", "sha256:b"), request("PUT", status=201)], False),
        ([request("PUT", status=201), request("HEAD")], False),
        ([request("PUT", status=201), request("GET", status=404)], False),
        ([request("PUT", status=201), request("GET", "v2.0")], False),
        ([request("PUT", status=201), request("GET", agent="kcna-labs-verify")], False),
        ([request("PUT", status=201), request("GET", agent="containerd/1.6.20")], False),
        # another tag was pushed since
        ([request("PUT", status=201), request("GET"), request("PUT", "v2.0", status=201)], True),
        ([], False),
        (None, False),
    ],
)
def test_pulled_after_push(log: t.Any, expected: bool) -> None:
    assert holds("pulled_after_push", requests=log, tag="v1.0", digests=["sha256:a"]) is expected
