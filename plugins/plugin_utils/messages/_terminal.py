# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts of what is said in the terminal while a playbook runs, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # what is under way: a role by its name, with its task file where that is not main
    "stage_bundle": {"ja": "バンドルの準備", "en": "Bundle"},
    "stage_preflight": {"ja": "このマシンの確認", "en": "Check of this machine"},
    "stage_container_engine": {"ja": "Docker の準備", "en": "Docker"},
    "stage_mirror": {"ja": "ミラーの準備", "en": "Mirror"},
    "stage_mirror_remove": {"ja": "ミラーの削除", "en": "Removal of the mirror"},
    "stage_student_vm": {"ja": "受講者 VM の起動", "en": "Student VMs"},
    "stage_student_vm_remove": {"ja": "受講者 VM の削除", "en": "Removal of the student VMs"},
    "stage_cluster": {"ja": "VM の準備 (Docker と Kubernetes)", "en": "Docker and Kubernetes on the VMs"},
    "stage_own_machine": {"ja": "手元のマシンの受け入れ", "en": "Acceptance of the machine"},
    "stage_own_machine_release": {"ja": "手元のマシンの解放", "en": "Release of the machine"},
    "stage_verify": {"ja": "採点", "en": "Verify"},
    "stage_look": {"ja": "現状の確認", "en": "What is solved already"},
    "stage_watch": {"ja": "変化を監視中 (終了は Ctrl-C)", "en": "Watching for changes (Ctrl-C ends)"},
    "stage_report": {"ja": "レポートの作成", "en": "Report"},
    # how far it is
    "progress_seconds": {"ja": "{seconds} 秒", "en": "{seconds} s"},
    "progress_minutes": {"ja": "{minutes} 分 {seconds} 秒", "en": "{minutes} min {seconds} s"},
    "progress_attempt": {"ja": "{attempt}/{most} 回目", "en": "attempt {attempt}/{most}"},
    "progress_hosts": {"ja": "{done}/{all} 台", "en": "{done}/{all} hosts"},
    "progress_failed": {"ja": "失敗: {hosts}", "en": "failed: {hosts}"},
    "progress_not_needed": {"ja": "実行不要", "en": "not needed"},
    # how it ended
    "host_failed": {"ja": "{host}: 失敗 ({task})", "en": "{host}: failed ({task})"},
    "host_unreachable": {"ja": "{host}: 接続できません ({task})", "en": "{host}: unreachable ({task})"},
    "ended": {"ja": "完了 ({time})、変更: {changed} 件", "en": "Done in {time}, changes: {changed}"},
    "ended_badly": {
        "ja": "エラーで終了 ({time})、変更: {changed} 件",
        "en": "Ended with errors after {time}, changes: {changed}",
    },
    "ended_check": {
        "ja": "確認のみ ({time})。何も変更していません。実行すると変わるもの: {changed} 件",
        "en": "Only checked, in {time}: nothing was changed. Changes that would be made: {changed}",
    },
    # watching
    "watch_begin": {"ja": "{earned} / {possible} 点", "en": "{earned} / {possible} points"},
    "watch_score": {"ja": "{before} → {earned} / {possible} 点", "en": "{before} → {earned} / {possible} points"},
    "watch_lost": {
        "ja": "観測できません。戻りしだい監視を続けます: {reason}",
        "en": "cannot be observed; watching goes on as soon as it can: {reason}",
    },
    "watch_back": {"ja": "再び観測できるようになりました", "en": "can be observed again"},
    "watch_unread": {
        "ja": "{count} 件の基準を判定できません: {reason}",
        "en": "{count} criteria cannot be judged: {reason}",
    },
    "watch_read": {"ja": "{count} 件の基準を再び判定できます", "en": "{count} criteria can be judged again"},
    "watch_interval": {
        "ja": "lab_watch_interval の値 {value} は使えません。{least} 以上 {most} 以下の秒数を指定してください。",
        "en": "lab_watch_interval {value} cannot be used. Give a number of seconds from {least} to {most}.",
    },
    "watch_snapshots": {
        "ja": "lab_watch は VM を見続けるための指定で、lab_from_snapshots (保存済みの記録) とは一緒に使えません。",
        "en": "lab_watch keeps looking at the VMs, so it cannot go together with lab_from_snapshots.",
    },
    "watch_elsewhere": {
        "ja": "lab_watch を使えるのは verify.yml だけです。",
        "en": "lab_watch is for verify.yml only.",
    },
    "watch_switch": {
        "ja": "lab_watch の値 {value} は真偽値ではありません。true か false を指定してください。",
        "en": "lab_watch = {value} is neither true nor false.",
    },
    "watch_forks": {
        "ja": "{students} 台を同時に監視するには、並列数 {forks} では足りません。-f {students} を付けてください。",
        "en": "{students} hosts are to be watched at once, which {forks} forks cannot do. Add -f {students}.",
    },
}
