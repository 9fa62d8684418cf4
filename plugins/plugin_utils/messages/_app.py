# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts of the predicates about an application, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    "app_pod": {
        "ja": "ラベル app={label} の Ready な Pod (動作中のコンテナが 2 つ以上)",
        "en": "a Ready Pod with the label app={label} and two running containers or more",
    },
    "main_process": {"ja": "アプリの主プロセス", "en": "the application's main process"},
    "package": {"ja": "パッケージ flask のディレクトリ", "en": "the folder of the package flask"},
    "answered_by": {"ja": "応答しているもの", "en": "what answers"},
    "json_line": {
        "ja": "リクエストを message に含み timestamp (RFC 3339) が現在から 60 秒以内の JSON 1 行",
        "en": "one line of JSON with the request in message and a timestamp (RFC 3339) within 60 s of now",
    },
    "shared_log": {
        "ja": "アプリともう 1 つのコンテナがマウントするボリュームに、変換前の記録がある",
        "en": "a volume that the application and another container mount holds the record before conversion",
    },
    "record_in": {"ja": "記録のあるファイル", "en": "files with the record"},
    "volume": {"ja": "ログのボリューム", "en": "volume of the log"},
    "oldest_record": {"ja": "最も古い記録", "en": "oldest record"},
    "init_names_db": {
        "ja": "正常終了した Init コンテナが、エンドポイントのある Service (またはクラスター外のホスト) を指定している",
        "en": "an init container that ended with 0 names a Service with ready endpoints, or a host outside the cluster",
    },
    "init_waits": {
        "ja": "データベースに接続できない間、Init コンテナが正常終了しない",
        "en": "the init container does not end well as long as the database cannot be reached",
    },
    "init_waited": {
        "ja": "{name} はデータベースが Ready になるまで待機した",
        "en": "{name} waited until the database was ready",
    },
    "clone_waits": {
        "ja": "{name} の複製は、データベースのない環境で待機し続けた",
        "en": "a copy of {name} went on waiting where there is no database",
    },
    "clone_idles": {
        "ja": "{name} の複製は動作し続けたが、データベースへの接続も名前解決も試みなかった",
        "en": "a copy of {name} went on running, and asked nobody for a connection or a name",
    },
    "clone_ended": {
        "ja": "{name} の複製は、データベースのない環境で終了コード {code} で終わった",
        "en": "a copy of {name} ended with {code} where there is no database",
    },
    "not_oom": {"ja": "{name} が OOMKilled になっていない", "en": "{name} was not OOMKilled"},
}
