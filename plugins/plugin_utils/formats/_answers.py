# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Answers that a student wrote down as YAML. Private to the collection.

Only the fields of the form are read, each as text: `1.10` stays `1.10` and `no` stays `no`. Whatever else the file
holds is left alone, and a file that is large, deep or refers to itself is no answer.
"""

from __future__ import annotations

import functools
import re
import typing as t
import unicodedata

import yaml

Section = dict[str, str]

MAX_TEXT = 16 << 10
MAX_VALUE = 200
MAX_EVENTS = 1000
MAX_DEPTH = 8
ENGINES: t.Final = ("docker", "containerd", "cri_o")
FORM: t.Final[t.Mapping[str, tuple[str, ...]]] = {
    "node": ("name", "runtime", "runtime_version", "kubelet_cri_endpoint", "oci_runtime"),
    "tools": ("docker", "containerd"),
    "trace": ("pod", "container_id", "node_pid"),
    "split": ("docker_only_container", "cri_only_container", "docker_only_image", "cri_only_image"),
}
KEY = re.compile(r"^([ \t\u3000]*[\w-]+[ \t\u3000]*)：", re.MULTILINE)
COMPARED: t.Final = ("speaks_cri", "kubernetes_only", "builds_images", "service_here")


# every criterion of exercise 9 asks anew; what is found is not written to
@functools.lru_cache(maxsize=64)
def parse(text: str) -> dict[str, t.Any] | None:
    """Every field of the form, empty where nothing was written; None where the file is no mapping that can be read."""
    prepared = _plain(text)
    try:
        if len(text) > MAX_TEXT or not _is_modest(prepared):
            return None
        # the base loader makes texts, lists and mappings, and nothing else
        documents = [item for item in yaml.load_all(prepared, Loader=yaml.BaseLoader) if item]
    except (yaml.YAMLError, ValueError):
        return None
    # a `---` may end the form, but not divide it
    if len(documents) != 1 or not isinstance(documents[0], dict):
        return None
    found = documents[0]
    sections: dict[str, t.Any] = {name: _section(found, name, fields) for name, fields in FORM.items()}
    compared = _mapping(_named(found, "compare"))
    return {**sections, "compare": {engine: _section(compared, engine, COMPARED) for engine in ENGINES}}


def _plain(text: str) -> str:
    """As YAML wants it: Japanese keyboards give wide spaces and colons, editors tabs.

    A wide colon behind a key is meant as YAML's. Within an answer it is a sign like any other, and stays.
    """
    spaced = KEY.sub(r"\1: ", text.removeprefix("\ufeff")).expandtabs(2)
    return "：".join(unicodedata.normalize("NFKC", part) for part in spaced.split("："))


def _is_modest(text: str) -> bool:
    """Neither deep nor long, and without anchors: so nothing can grow while it is built."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.BaseLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if number > MAX_EVENTS or depth > MAX_DEPTH or getattr(event, "anchor", None):
            return False
    return True


def _section(found: t.Mapping[t.Any, t.Any], name: str, fields: t.Iterable[str]) -> Section:
    section = _mapping(_named(found, name))
    return {field: _text(_named(section, field)) for field in fields}


def _mapping(value: t.Any) -> dict[t.Any, t.Any]:
    return value if isinstance(value, dict) else {}


def _named(found: t.Mapping[t.Any, t.Any], name: str) -> t.Any:
    """`CRI-O`, `cri_o` and `crio` are one name."""
    wanted = _key(name)
    return next((value for key, value in found.items() if isinstance(key, str) and _key(key) == wanted), None)


def _key(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _text(value: t.Any) -> str:
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))[:MAX_VALUE]
    return " ".join(unicodedata.normalize("NFKC", value).split())[:MAX_VALUE] if isinstance(value, str) else ""
