# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts of the predicates about Docker, registries and runtimes, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    "nonroot": {"ja": "USER の UID が 0 以外", "en": "the UID of USER is not 0"},
    "uid_is": {"ja": "USER は {name} (UID: {uid})", "en": "USER = {name} (UID: {uid})"},
    "no_such_user": {
        "ja": "USER は {name} (イメージの /etc/passwd にない)",
        "en": "USER = {name} (not in /etc/passwd of the image)",
    },
    "patterns": {"ja": "Docker が解釈できるパターン", "en": "patterns that Docker understands"},
    "bad_pattern": {"ja": "解釈できないパターン: {pattern}", "en": "a pattern that is none: {pattern}"},
    "left_out": {"ja": "{path} が除外される", "en": "{path} is left out"},
    "sent": {"ja": "{path} がビルドコンテキストに含まれる", "en": "{path} is sent to the build"},
    "has_file": {"ja": "イメージのレイヤーに {path} がある", "en": "a layer of the image holds {path}"},
    "no_file": {"ja": "イメージのレイヤーに {path} がない", "en": "no layer of the image holds {path}"},
    "pulled": {"ja": "現在レジストリにある {tag} を pull した", "en": "{tag}, as the registry has it, was pulled"},
    "not_pulled": {"ja": "{tag} を取得した記録がない", "en": "no pull of {tag} in the registry's log"},
    "one_sided": {
        "ja": "{label} が {here} にあり、{there} にはない",
        "en": "{label} is in {here} and not in {there}",
    },
    "is_in": {"ja": "{label} の {value} があるのは: {places}", "en": "{label}: {value} is in: {places}"},
    "node_image": {"ja": "ノードのイメージ {name} の ID", "en": "id of the node's image {name}"},
}
