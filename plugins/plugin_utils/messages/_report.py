# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts of the report's pages, in both languages. Private to the collection."""

from __future__ import annotations

import typing as t

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # what the action says
    "pages_none": {
        "ja": "{path} に採点結果がありません。先に verify.yml を実行してください。",
        "en": "There are no results in {path}. Run verify.yml first.",
    },
    "pages_labs": {
        "ja": "{path} に複数のラボ ({labs}) の結果があります。ラボごとに lab_results_dir を分けてください。",
        "en": "{path} holds results of several labs ({labs}). Give each lab a lab_results_dir of its own.",
    },
    "pages_written": {
        "ja": "受講者 {students} 名のレポート: {path}",
        "en": "Report of {students} students: {path}",
    },
    "pages_unread": {
        "ja": "読めない結果ファイルをレポートから除きました: {files}",
        "en": "Results that cannot be read are left out of the report: {files}",
    },
    # verdicts
    "verdict_pass": {"ja": "合格", "en": "passes"},
    "verdict_lost": {"ja": "以前は合格、今は不合格", "en": "passed before, not now"},
    "verdict_fail": {"ja": "不合格", "en": "fails"},
    "verdict_skipped": {"ja": "前提の基準が未合格", "en": "waits for another"},
    "verdict_error": {"ja": "判定できず", "en": "could not be judged"},
    "verdict_none": {"ja": "未採点", "en": "not judged"},
    # frame
    "pages_skip": {"ja": "本文へ移動", "en": "Skip to the content"},
    "pages_switch": {"ja": "表示言語", "en": "Language"},
    "pages_left_out": {
        "ja": "次の結果ファイルは読めないため、このレポートに含まれていません。",
        "en": "These results cannot be read and are not part of this report.",
    },
    "pages_newest": {"ja": "最新の採点", "en": "Last judged"},
    "pages_times": {"ja": "時刻は {zone} です。", "en": "Times are {zone}."},
    # the class
    "class_title": {"ja": "クラスの採点レポート", "en": "Report of the class"},
    "class_students": {"ja": "受講者数", "en": "Students"},
    "class_mean": {"ja": "平均点", "en": "Mean score"},
    "class_complete": {"ja": "満点の受講者", "en": "Students with full marks"},
    "class_stuck": {"ja": "つまずいている受講者", "en": "Who is stuck"},
    "class_stuck_about": {
        "ja": "取り組み中の演習で、2 回以上続けて不合格になっている基準です。長く止まっている順に並べています。",
        "en": "What has failed at least twice in a row in an exercise that is under way, longest first.",
    },
    "class_nobody_stuck": {"ja": "つまずいている受講者はいません。", "en": "Nobody is stuck."},
    "class_map": {"ja": "受講者と基準の一覧", "en": "Students and criteria"},
    "class_map_about": {
        "ja": "表は横にスクロールできます (表にフォーカスして矢印キー)。受講者名から個人のレポートを開けます。",
        "en": "The table scrolls sideways (arrow keys once it has the focus). A name opens the student's own report.",
    },
    "class_student": {"ja": "受講者", "en": "Student"},
    "class_score": {"ja": "現在の得点", "en": "Score now"},
    "class_ever": {"ja": "これまでの獲得点", "en": "Ever passed"},
    "class_changed": {"ja": "最後の変化", "en": "Last change"},
    "class_criteria": {"ja": "基準ごとの合格状況", "en": "Criteria"},
    "class_criterion": {"ja": "基準", "en": "Criterion"},
    "class_points": {"ja": "配点", "en": "Points"},
    "class_now": {"ja": "現在合格", "en": "Pass now"},
    "class_ever_count": {"ja": "一度でも合格", "en": "Ever passed"},
    "class_failing": {"ja": "不合格", "en": "Fail now"},
    "class_since": {"ja": "{since} から {times} 回連続", "en": "since {since}, {times} times in a row"},
    "class_more": {"ja": "ほか {count} 件", "en": "and {count} more"},
    # history
    "history": {"ja": "採点の履歴", "en": "History"},
    "history_when": {"ja": "採点日時", "en": "Judged"},
    "history_exercises": {"ja": "対象の演習", "en": "Exercises"},
    "history_students": {"ja": "受講者数", "en": "Students"},
    "history_gained": {"ja": "新たに合格", "en": "Newly passed"},
    "history_lost": {"ja": "不合格に戻った", "en": "No longer passed"},
    "history_score": {"ja": "その回の得点", "en": "Score of that run"},
    "history_older": {"ja": "これより前の {count} 回は省略しました。", "en": "{count} earlier runs are left out."},
    "history_other_vm": {
        "ja": "作り直す前の VM での採点です。",
        "en": "Judged on an earlier VM of this student.",
    },
    # a student
    "student_title": {"ja": "採点レポート", "en": "Report"},
    "student_exercises": {"ja": "演習", "en": "Exercises"},
    "student_not_judged": {"ja": "まだ採点されていない演習", "en": "Exercises not judged yet"},
    "student_only_open": {"ja": "合格した基準を隠す", "en": "Hide what passes"},
    "student_since": {"ja": "いつから", "en": "since"},
    "student_times": {"ja": "{times} 回連続", "en": "{times} times in a row"},
    "student_stuck": {"ja": "つまずいている基準", "en": "stuck"},
    "student_judged": {"ja": "採点", "en": "judged"},
    "student_recorded": {
        "ja": "採点後に評価基準が変わったか、スナップショットがないため、採点時の文章をそのまま表示しています。",
        "en": "Shown as written at the time: the criteria have changed since, or there is no snapshot.",
    },
    "student_points": {"ja": "{earned} / {points} 点", "en": "{earned} / {points} points"},
    "student_after_hints": {"ja": "ヒントを差し引いた得点", "en": "Score after hints"},
    "student_hint_cost": {"ja": "ヒント", "en": "hints"},
    "student_hint_points": {"ja": "{steps} 段階まで表示 (−{cost} 点)", "en": "{steps} steps shown (−{cost} points)"},
    "student_versions": {"ja": "この VM の構成", "en": "What the VM is made of"},
}
