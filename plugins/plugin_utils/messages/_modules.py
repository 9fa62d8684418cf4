# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is said where messages are not at hand, in both languages. Private to the collection.

Modules, and what prepares a class, speak English. The English side here is their sentence, word for word: by it the
controller finds what to say instead (`Messages.heard`).
"""

from __future__ import annotations

import re
import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # why cleanup keeps something
    "kept_was_there": {"ja": "演習の開始前からあった", "en": "was there before the exercise"},
    "kept_other_image": {
        "ja": "演習の開始前、この名前は別のイメージのものだった",
        "en": "another image had this name before the exercise",
    },
    "kept_undecided": {
        "ja": "{exercise} の start 時点の一覧 (photograph) がなく、誰のものか判断できない",
        "en": "without the photograph of start of {exercise} nobody can tell whose it is",
    },
    "kept_not_seeded": {
        "ja": "{exercise} の start が置いたものではない",
        "en": "was not put there by start of {exercise}",
    },
    "kept_seeded": {"ja": "{exercise} の start が置いたもの", "en": "was put there by start of {exercise}"},
    "kept_used_by_pod": {
        "ja": "Pod {pod} のコンテナ {name} が使用中",
        "en": "is used by container {name} of Pod {pod}",
    },
    "kept_used": {"ja": "コンテナ {name} が使用中", "en": "is used by container {name}"},
    "kept_known_as": {"ja": "{name} という名前もある", "en": "is known as {name} as well"},
    "kept_build_cache": {
        "ja": "特定の演習のものではない (`docker builder prune` で空にできる)",
        "en": "belongs to nobody in particular: `docker builder prune` empties it",
    },
    "kept_belongs": {"ja": "{exercise} のもの", "en": "belongs to {exercise}"},
    "kept_mount": {
        "ja": "マウントポイントであるか、中にマウントポイントがある",
        "en": "is or holds a mount point",
    },
    "kept_no_directory": {"ja": "ディレクトリではない", "en": "is no directory"},
    "kept_no_file": {"ja": "ファイルではない ({kind})", "en": "is no file but a {kind}"},
    "kept_holds": {
        "ja": "空ではない ({first} など {count} 件)",
        "en": "is not empty ({count} left, {first} among them)",
    },
    "kept_not_empty": {"ja": "空ではない", "en": "is not empty"},
    "kept_written": {"ja": "まだ書き込まれている", "en": "something still writes to it"},
    # why cleanup removes nothing
    "cleanup_failed": {"ja": "{exercise} の cleanup: {reason}", "en": "cleanup of {exercise}: {reason}"},
    "cleanup_no_photograph": {
        "ja": "{path} も {baseline} もなく、以前からあったものを判断できないため、何も削除していません。"
        "playbooks/provision.yml を実行してください。",
        "en": "there is neither {path} nor {baseline}, so nobody can tell what was here before: nothing was removed. "
        "Run playbooks/provision.yml.",
    },
    "cleanup_link": {
        "ja": "{path} は {target} へのシンボリックリンクのため、何も削除していません。"
        "リンクを削除するか、{path} を本物のディレクトリにしてください。",
        "en": "{path} is a symbolic link to {target}: nothing was removed. "
        "Remove the link, or make {path} a real directory.",
    },
    "cleanup_too_deep": {
        "ja": "{path} は階層が深すぎます。手動で削除してください (rm -r {path})",
        "en": "{path} is nested too deeply: remove it by hand (rm -r {path})",
    },
    # why nothing is written into a workspace
    "workspace_refused": {
        "ja": "{path} は {account} のディレクトリではありません "
        "(シンボリックリンク、ファイル、または所有者が違います)。何も変更していません。別の場所へ移すか削除してから、もう一度実行してください。",
        "en": "{path} is no directory of {account} (it is a link, a file, or somebody else's). "
        "Nothing was changed. Move it away or remove it, and run this again.",
    },
    "workspace_directory": {
        "ja": "{path} はディレクトリです。別の場所へ移すか削除してから、もう一度実行してください。",
        "en": "{path} is a directory. Move it away or remove it, and run this again.",
    },
    "workspace_account": {
        "ja": "このマシンにはアカウント {account} がありません",
        "en": "there is no account {account} on this machine",
    },
    # what does not go, whoever has asked for that
    "stays_silent_api": {
        "ja": "{told}。応答しない API は `kubectl get apiservices` で分かります。"
        "応答するまで、Namespace は削除されません",
        "en": "{told}; `kubectl get apiservices` shows which API does not answer; until it does no namespace can go",
    },
    "stays_since": {
        "ja": "Kubernetes: {things} の削除が {seconds} 秒たっても終わりません ({reason})",
        "en": "Kubernetes: removing {things}: still there after {seconds} s; {reason}",
    },
    "stays": {
        "ja": "Kubernetes: {things} の削除が {seconds} 秒たっても終わりません",
        "en": "Kubernetes: removing {things}: still there after {seconds} s",
    },
    # why a machine will not do
    "unfit": {"ja": "このマシンでは実行できません。", "en": "This machine will not do."},
    "unfit_since": {"ja": "{problem}。", "en": " {problem}."},
    "needs_platform": {
        "ja": "プラットフォーム: x86_64 (amd64) の Linux が必要です。このマシンは {arch} の {system} です",
        "en": "platform: Linux on x86_64 (amd64) needed, this is {system} on {arch}",
    },
    "needs_python": {
        "ja": "Python: {needed} 以降が必要です。{executable} は {have} です",
        "en": "Python: {needed} or newer needed, {executable} is {have}",
    },
    "needs_root": {
        "ja": "root: ソフトウェアのインストールと起動に必要です。root でもなく、パスワードなしの sudo も使えません",
        "en": "root: needed to install and start software, and neither root nor passwordless sudo is available",
    },
    "needs_memory": {
        "ja": "メモリ: {purpose}には {needed} MB 必要です。空きは {available} MB です",
        "en": "memory: {needed} MB needed for {purpose}, {available} MB available",
    },
    "needs_disk": {
        "ja": "ディスク: {purpose}には {paths} に {needed} GB 必要です。空きは {free} GB です",
        "en": "disk: {needed} GB needed in {paths} for {purpose}, {free} GB free",
    },
    "needs_port": {
        "ja": "ポート {port}: {purpose}に必要ですが、{who} が使用中です",
        "en": "port {port}: needed for {purpose}, taken by {who}",
    },
    # … for what
    "for_this": {"ja": "この処理", "en": "this"},
    "for_bundle": {"ja": "バンドルの作成", "en": "making the bundle"},
    "for_bundle_and_cache": {
        "ja": "バンドルとビルドキャッシュの作成",
        "en": "making the bundle and its build cache",
    },
    "for_cache": {"ja": "ビルドキャッシュ", "en": "the build cache"},
    "for_mirror": {"ja": "ミラー (mirror_port)", "en": "the mirror (mirror_port)"},
    "for_kubernetes": {"ja": "Kubernetes とラボのイメージ", "en": "Kubernetes and the lab's images"},
    "for_vm": {"ja": "受講者 VM 1 台の追加", "en": "1 more student VM"},
    "for_vms": {"ja": "受講者 VM {count} 台の追加", "en": "{count} more student VMs"},
    # why a class cannot be made
    "plan_count": {
        "ja": "受講者の数 {count} は 0 から {most} までの整数ではありません",
        "en": "the number of students is {count}, not a whole number from 0 to {most}",
    },
    "plan_container": {
        "ja": "クラス {name} のものではないコンテナ {container} があります。名前を変えるか、削除してください",
        "en": "a container {container} is there that does not belong to class {name}: rename or remove it",
    },
    "plan_network": {
        "ja": "クラス {name} のものではない Docker ネットワーク {network} があります。"
        "削除するか、KCNA_LABS_CLASS に別のクラス名を指定してください",
        "en": "a Docker network {network} is there that does not belong to class {name}: remove it or choose "
        "another class name in KCNA_LABS_CLASS",
    },
    "plan_subnet": {
        "ja": "{range} の中に、クラス {name} に使えるネットワークが残っていません",
        "en": "no network in {range} is free for class {name}",
    },
    # why there is no bundle
    "bundle_incomplete": {
        "ja": "{folder} のバンドルは不完全です: {parts}。make bundle を実行してください。",
        "en": "the bundle in {folder} is incomplete: {parts}. Run make bundle.",
    },
    "bundle_not_made": {"ja": "未作成", "en": "not made yet"},
    "bundle_changed": {"ja": "作り方が変わった", "en": "its recipe changed"},
    "bundle_lacks": {"ja": "{path} がない", "en": "{path} is missing"},
    "bundle_busy": {
        "ja": "別の実行が {folder} を使ってバンドルを作成中です。終わるまで待ってください",
        "en": "another run makes a bundle with {folder}; wait for its end",
    },
    "bundle_root": {
        "ja": "イメージの作成には root が必要です。"
        "root、またはパスワードなしで sudo を使えるユーザーで実行してください",
        "en": "images are built as root: run this as root, or as a user whom sudo asks for no password",
    },
    "bundle_space": {
        "ja": "{purpose}には {folder} に {needed} MB 必要ですが、空きは {free} MB しかありません。空きを増やすか、"
        "別のディレクトリを指定して、もう一度実行してください。できあがった部分は残っています。",
        "en": "{purpose} needs {needed} MB in {folder}, but only {free} MB are free. "
        "Free some space there, or choose another folder, and run it again: finished parts are kept.",
    },
    "bundle_foreign": {
        "ja": "{folder} は空ではなく、manifest.json もないため、バンドルではありません。"
        "別のディレクトリ (lab_bundle_dir) を指定するか、空にしてください。",
        "en": "{folder} is not empty, yet holds no manifest.json, so it is no bundle. "
        "Choose another folder (lab_bundle_dir), or empty this one.",
    },
    "bundle_broken": {
        "ja": "{file} を読めません: {reason}。ディレクトリ {folder} を削除して、"
        "もう一度 make bundle を実行してください。ビルドキャッシュがあるので、初回より短時間で終わります。",
        "en": "{file} cannot be read: {reason}. Delete the folder {folder} and run the bundle playbook "
        "(make bundle) again; the build caches make that quicker than the first time.",
    },
}


def _pattern(sentence: str) -> re.Pattern[str]:
    """What a sentence looks like once its placeholders are filled in; one that stands twice says the same twice."""
    found, seen = "", set()
    for place, part in enumerate(re.split(r"\{(\w+)\}", sentence)):
        if place % 2 == 0:
            found += re.escape(part)
        else:
            found += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(found, re.DOTALL)


# in the order above: a longer sentence that holds a shorter one stands before it
SENTENCES: t.Final = {name: _pattern(texts["en"]) for name, texts in MESSAGES.items()}


def understand(text: str) -> tuple[str, dict[str, str]] | None:
    """The name of a sentence, and what its placeholders were filled with."""
    for name, pattern in SENTENCES.items():
        if found := pattern.fullmatch(text):
            return name, found.groupdict()
    return None
