# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What predicates about volumes, rights and the network say, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # predicates about volumes
    "recorded_before": {
        "ja": "{path} の行があり、更新時刻が現在の Pod の作成 ({time}) より前",
        "en": "a row for {path} with a time before the present Pod was created ({time})",
    },
    "recorded_now": {
        "ja": "{path} の記録 = 現在のファイル (inode {inode}, 更新時刻 {time})",
        "en": "record of {path} = the file of now (inode {inode}, modified {time})",
    },
    "recorded": {
        "ja": "{path} の記録: inode {inode}, 更新時刻 {time}",
        "en": "record of {path}: inode {inode}, modified {time}",
    },
    "gone": {"ja": "{path} は失われている", "en": "{path} is gone"},
    "still_there": {
        "ja": "{path} は記録したときのまま残っている (inode {inode})",
        "en": "{path} is still the file that was recorded (inode {inode})",
    },
    "init_ended": {
        "ja": "Init コンテナ {name} が正常終了 (終了コード 0)",
        "en": "init container {name} ended with code 0",
    },
    "init_code": {"ja": "Init コンテナ {name} の終了コード = {code}", "en": "init container {name} ended with {code}"},
    "no_init": {"ja": "Init コンテナに {name} がありません", "en": "{name} is no init container"},
    "in_order": {"ja": "実行順 {names}", "en": "in this order: {names}"},
    "other_order": {
        "ja": "Init コンテナの順序 {names} (時刻 {times})",
        "en": "init containers in the order {names} (times {times})",
    },
    # predicates about rights
    "volume_group": {
        "ja": "emptyDir のグループ = {gid} (setgid ビット付き)",
        "en": "an emptyDir of group {gid} with the setgid bit",
    },
    "volumes": {"ja": "emptyDir のグループとモード: {volumes}", "en": "group and mode of emptyDirs: {volumes}"},
    "writable": {"ja": "{path} に書き込める", "en": "{path} can be written to"},
    "not_writable": {"ja": "{path} に書き込めない", "en": "{path} cannot be written to"},
    # predicates about the network
    "service_port": {"ja": "{name} のポート = {port}", "en": "port of {name} = {port}"},
    "endpoint": {
        "ja": "{name} のエンドポイントが Ready な Pod ({labels}) のポート {port}",
        "en": "an endpoint of {name} is port {port} of a Ready Pod ({labels})",
    },
    "endpoints": {"ja": "{name} のエンドポイント = {endpoints}", "en": "endpoints of {name} = {endpoints}"},
    "all_denied": {
        "ja": "ラベルのない Pod の {direction} がすべて拒否される",
        "en": "{direction} of a Pod without labels is denied altogether",
    },
    "not_isolated": {
        "ja": "ラベルのない Pod の {direction} を制限する NetworkPolicy がない",
        "en": "no NetworkPolicy restricts {direction} of a Pod without labels",
    },
    "opened_by": {
        "ja": "ラベルのない Pod の {direction} を許可する NetworkPolicy がある: {names}",
        "en": "{direction} of a Pod without labels is allowed by {names}",
    },
    "answer_is": {"ja": "{url} の応答 = {answer}", "en": "answer of {url} = {answer}"},
    "curl_unresolved": {"ja": "名前を解決できない (curl 6)", "en": "the name is not resolved (curl 6)"},
    "curl_refused": {"ja": "接続を拒否された (curl 7)", "en": "the connection is refused (curl 7)"},
    "curl_timeout": {
        "ja": "タイムアウト (curl 28)。名前解決か接続が遮断されている",
        "en": "time-out (curl 28): the name look-up or the connection is blocked",
    },
    "curl_code": {"ja": "curl の終了コード {code}", "en": "curl ended with {code}"},
    "allowed": {"ja": "ポリシー上 {place} への接続は許可", "en": "policies allow {place}"},
    "denied": {"ja": "ポリシー上 {place} への接続は拒否", "en": "policies deny {place}"},
    "no_answer": {"ja": "{place} から応答がない (タイムアウト)", "en": "{place} does not answer (time-out)"},
    "outcome": {"ja": "{place} への接続結果 = {outcome}", "en": "connection to {place}: {outcome}"},
    "reached": {"ja": "client が webapp の Pod IP に接続できる", "en": "client reaches the Pod IP of webapp"},
    "not_reached": {"ja": "client はどの Pod IP にも接続できない", "en": "client reaches no Pod IP"},
}
