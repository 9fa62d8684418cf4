# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._exercises import COLLECTION
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _modules
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.tests._sources import literals

UTILS = COLLECTION / "plugins" / "module_utils"
# where a sentence is made that a person reads
SPEAKERS = [
    UTILS / "_selection.py",
    UTILS / "_selection_images.py",
    UTILS / "_selection_types.py",
    UTILS / "_removal.py",
    COLLECTION / "plugins" / "modules" / "preflight.py",
    COLLECTION / "plugins" / "plugin_utils" / "_class_plan.py",
]
# what is no sentence: details of a thing that goes, and the kind of a thing
DETAILS = {"directory with its content", "empty directory", "has no name", "this name alone", "one name", "mount point"}
KIND = re.compile(r"(?:docker|node|v1) [\w ]+|x records|[x, ]+")


def filled(sentence: str) -> str:
    return re.sub(r"\{(\w+)\}", r"<\1>", sentence)


@pytest.mark.parametrize("name", _modules.MESSAGES)
def test_a_sentence_is_understood_as_itself(name: str) -> None:
    texts = _modules.MESSAGES[name]
    assert _modules.understand(filled(texts["en"])) is not None
    assert Messages("ja").heard(filled(texts["en"])) == filled(texts["ja"])
    assert Messages("en").heard(filled(texts["en"])) == filled(texts["en"])


def test_what_a_machine_says_stays() -> None:
    assert Messages("ja").heard("dial unix /var/run/docker.sock: connect") == "dial unix /var/run/docker.sock: connect"


def test_a_sentence_within_a_sentence() -> None:
    said = Messages("ja").heard("memory: 2900 MB needed for 2 more student VMs, 812 MB available")
    assert said == "メモリ: 受講者 VM 2 台の追加には 2900 MB 必要です。空きは 812 MB です"


def test_a_namespace_that_stays_is_told_with_its_reason() -> None:
    english = (
        "cleanup of ex8: Kubernetes: removing v1 Namespace kcna-lab02-ex8: still there after 60 s; Discovery failed: "
        "metrics.k8s.io/v1beta1; `kubectl get apiservices` shows which API does not answer; until it does no namespace "
        "can go"
    )
    assert Messages("ja").heard(english) == (
        "ex8 の cleanup: Kubernetes: v1 Namespace kcna-lab02-ex8 の削除が 60 秒たっても終わりません "
        "(Discovery failed: metrics.k8s.io/v1beta1)。応答しない API は `kubectl get apiservices` で分かります。"
        "応答するまで、Namespace は削除されません"
    )


def test_a_path_that_stands_twice_is_one_path() -> None:
    assert _modules.understand("/a is nested too deeply: remove it by hand (rm -r /b)") is None


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda path: path.stem)
def test_every_sentence_is_known(path: Path) -> None:
    found = [(line, text.strip()) for line, text in literals(path) if " " in text.strip()]
    said = [(line, text) for line, text in found if text not in DETAILS and not KIND.fullmatch(text)]
    assert said
    assert not [f"{path.name}:{line}: {text}" for line, text in said if _modules.understand(text) is None]


def test_every_purpose_that_a_role_names_is_known() -> None:
    tasks = [task for path in (COLLECTION / "roles").rglob("tasks/*.yml") for task in yaml.safe_load(path.read_text())]
    asked = [task["kcna.labs.preflight"] for task in tasks if "kcna.labs.preflight" in task]
    purposes = [item["purpose"] for item in asked if "purpose" in item]
    assert len(purposes) > 3
    for purpose in purposes:
        # a number, and the letter of the plural
        words = re.sub(r"\{\{[^}]*\}\}$", "s", re.sub(r"^\{\{[^}]*\}\}", "2", purpose))
        assert _modules.understand(words), purpose
