# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is generally known of things that are not as they should be, in both languages. Private to the collection.

what_… says what is wrong, how_… how to go on. Neither is a solution: a test compares them with the lab's own.
"""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _hints_run

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # where to look
    "hint_where": {"ja": "{look} ({section})", "en": "{look} ({section})"},
    "hint_section": {"ja": "本文 {section}", "en": "section {section} of the text"},
    "hint_part": {"ja": "本文「{title}」", "en": 'the part "{title}" of the text'},
    "hint_and": {"ja": " と ", "en": " and "},
    "comma": {"ja": "、", "en": ", "},
    "sentences": {"ja": "{one}{other}", "en": "{one} {other}"},
    # not there
    "what_seeded": {
        "ja": "{name} は {exercise} の準備 (start) で置かれたもので、あなたが作ったものではありません。",
        "en": "{name} was put there when {exercise} was prepared (start); you did not make it.",
    },
    "how_seeded": {
        "ja": "{name} を削除し、{section} の手順で自分で作成してください。",
        "en": "Delete {name} and make it yourself, as {section} says.",
    },
    "what_absent": {"ja": "{name} がまだありません。", "en": "There is no {name} yet."},
    "what_absent_in": {
        "ja": "名前空間 {namespace} に {name} がまだありません。",
        "en": "There is no {name} in the namespace {namespace} yet.",
    },
    "how_absent": {"ja": "{section} の手順で作成してください。", "en": "Make it as {section} says."},
    "what_no_docker": {
        "ja": "{name} という名前の Docker コンテナがありません (停止中のものも含めて)。",
        "en": "There is no Docker container called {name}, not even a stopped one.",
    },
    "what_no_file": {"ja": "{name} がまだありません。", "en": "There is no {name} yet."},
    "what_unreadable": {
        "ja": "{name} はありますが、必要な内容を読み取れません。",
        "en": "{name} is there, but what is needed of it cannot be read.",
    },
    "what_deleting": {"ja": "{name} は削除の途中です。", "en": "{name} is just being deleted."},
    "how_deleting": {
        "ja": "一覧から消えるまで待ち、作り直してください。",
        "en": "Wait until it is gone from the list, then make it again.",
    },
    "what_elsewhere": {
        "ja": "{name} は名前空間 {there} にあります。採点で見るのは {here} です。",
        "en": "{name} is in the namespace {there}. Marks are given for what is in {here}.",
    },
    "how_elsewhere": {
        "ja": "`kubectl config view --minify` で今の名前空間を確かめ、{here} に作り直してください。"
        "{there} のものは不要なので削除します。",
        "en": "See by `kubectl config view --minify` which namespace you are in, make it again in {here}, "
        "and delete the one in {there}.",
    },
    "what_near": {
        "ja": "{name} はありませんが、よく似た名前の {near} があります。",
        "en": "There is no {name}, but there is {near}, which is nearly the same name.",
    },
    "how_near": {
        "ja": "名前は 1 文字でも違えば別のものです。{name} という名前で作り直してください。",
        "en": "A name that differs in one letter is another name. Make it again as {name}.",
    },
    "how_near_image": {
        "ja": "タグまで含めたものがイメージの名前です。{name} という名前を付けてください。",
        "en": "The tag is a part of an image's name. Give it the name {name}.",
    },
    "what_no_container": {
        "ja": "{object} に {name} という名前のコンテナがありません (あるもの: {names})。",
        "en": "{object} has no container called {name}. It has: {names}.",
    },
    "how_no_container": {
        "ja": "マニフェストでコンテナの name を {name} に直し、作り直してください。",
        "en": "Change the container's name in the manifest to {name}, and create it again.",
    },
    **_hints_run.MESSAGES,
    # files
    "type_file": {"ja": "普通のファイル", "en": "an ordinary file"},
    "type_directory": {"ja": "ディレクトリ", "en": "a directory"},
    "type_symlink": {"ja": "シンボリックリンク", "en": "a symbolic link"},
    "what_type": {"ja": "{path} は{wanted}ではなく、{kind}です。", "en": "{path} is not {wanted}, but {kind}."},
    "how_type": {
        "ja": "今あるものの名前を変えるか削除し、{path} を{wanted}として作り直してください。",
        "en": "Rename or remove what is there, and make {path} again as {wanted}.",
    },
    "what_owner": {"ja": "{path} の所有者は {owner} です。", "en": "{path} belongs to {owner}."},
    "how_owner": {
        "ja": "sudo や別のアカウントで作ったものです。受講者アカウントのものに直してください。",
        "en": "It was made with sudo or by another account. Make it the student's.",
    },
    "what_empty": {"ja": "{path} はありますが、空です。", "en": "{path} is there, but empty."},
    "how_empty": {
        "ja": "書き込むはずだったコマンドを、リダイレクトなしで実行し、エラーが出ていないか確認してください。",
        "en": "Run the command that was to fill it without the redirection: does it end with an error?",
    },
    "what_too_long": {
        "ja": "{path} は {size} バイトあり、採点で読める長さを超えています。",
        "en": "{path} has {size} bytes, which is more than the marks can read.",
    },
    "what_no_json": {
        "ja": "{path} は JSON として読めません。途中で切れているか、ほかの文字が混ざっています。",
        "en": "{path} is no JSON: it is cut off, or something else is mixed in.",
    },
    "how_no_json": {
        "ja": "`jq . ファイル名` でエラーの位置が分かります。コマンドの出力をそのまま保存し直してください。",
        "en": "`jq . FILE` shows where it goes wrong. Save the command's output again as it is.",
    },
    # answers by HTTP
    "the_application": {"ja": "アプリ", "en": "the application"},
    "what_no_answer": {"ja": "{place} から応答がありません。", "en": "No answer from {place}."},
    "what_nobody": {
        "ja": "{place} に接続できません。そのポートで待ち受けているものがありません。",
        "en": "Nobody listens there: {place}.",
    },
    "how_no_answer": {
        "ja": "コンテナのログを読み、アプリが 0.0.0.0 の正しいポートで待ち受けているかを確認してください。",
        "en": "Read the container's log. Does the application listen on 0.0.0.0, and on the right port?",
    },
    "what_status": {"ja": "{place} は HTTP {status} を返しています。", "en": "HTTP {status} is the answer of {place}."},
    "how_status": {
        "ja": "アプリにそのパスが定義されているか、つづりも含めて確認してください。",
        "en": "Does the application know this path, and under this spelling?",
    },
    "how_status_broken": {
        "ja": "アプリの中でエラーが起きています。コンテナのログで原因の行を探してください。",
        "en": "Something breaks in the application. Look in the container's log for the line that says what.",
    },
    "how_status_login": {
        "ja": "認証が通っていません。ユーザー名、パスワード、宛先のホストとポートを確認してください。",
        "en": "The login is not accepted. Check user, password, and for which host and port they are.",
    },
    # values
    "what_unset": {
        "ja": "設定または記録がありません: {labels}。",
        "en": "Not set, or not there: {labels}.",
    },
    "what_wrong": {
        "ja": "求められている値と違います: {labels}。",
        "en": "Not what is asked for: {labels}.",
    },
    "what_units": {
        "ja": "{labels} の {detail} は 1000 進の単位です。Mi のように i の付く単位は 1024 進で、値が異なります。",
        "en": "{detail} of {labels} counts in thousands. Units with an i, "
        "such as Mi, count in 1024s, which is not the same.",
    },
    "what_alike": {
        "ja": "{labels} の {detail} は、つづりが少しだけ違います。",
        "en": "{labels} is {detail}: nearly right, but spelt otherwise.",
    },
    "what_lacks": {"ja": "{labels} に {detail} が含まれていません。", "en": "{labels} lacks {detail}."},
    "what_less": {"ja": "値が小さすぎます: {labels}。", "en": "Too small: {labels}."},
    "what_more": {"ja": "値が大きすぎます: {labels}。", "en": "Too large: {labels}."},
    "what_left": {"ja": "{labels}: {detail} 件。", "en": "{labels}: {detail}."},
    "what_still": {"ja": "{labels} がまだ残っています。", "en": "Still there: {labels}."},
    "what_order": {
        "ja": "時刻の前後が逆です: {labels}。",
        "en": "At the wrong time, before instead of after or the reverse: {labels}.",
    },
    "what_rest": {"ja": "ほかの項目は合っています。", "en": "The rest is right."},
}
