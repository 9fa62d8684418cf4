# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Everything a student or instructor reads that is not in a criteria file, in both languages.

Private to the collection. Placeholders are filled once and never looked at again, so what a student
wrote cannot be taken for a placeholder.
"""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import render
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import (
    _app,
    _cluster,
    _docker,
    _hints,
    _modules,
    _report,
    _terminal,
)

LANGUAGES: t.Final = ("ja", "en")
# the zero of Docker's timestamps
NEVER = "0001-01-01T00:00:00"

MESSAGES: t.Final[t.Mapping[str, t.Mapping[str, str]]] = {
    # values
    "nothing": {"ja": "なし", "en": "nothing"},
    "never": {"ja": "一度もなし", "en": "never"},
    "is": {"ja": "{label} = {value}", "en": "{label} = {value}"},
    "or": {"ja": " または ", "en": " or "},
    # what a matcher expects
    "equals": {"ja": "{label} = {arg}", "en": "{label} = {arg}"},
    "not_equals": {"ja": "{label} ≠ {arg}", "en": "{label} ≠ {arg}"},
    "present": {"ja": "{label} がある", "en": "{label} exists"},
    "not_present": {"ja": "{label} がない", "en": "no {label}"},
    "between": {"ja": "{label} が {low} 以上 {high} 以下", "en": "{label} from {low} to {high}"},
    "at_least": {"ja": "{label} ≧ {arg}", "en": "{label} ≥ {arg}"},
    "at_most": {"ja": "{label} ≦ {arg}", "en": "{label} ≤ {arg}"},
    "within_percent": {"ja": "{label} = {of} ± {percent} %", "en": "{label} = {of} ± {percent} %"},
    "one_of": {"ja": "{label} が次のいずれか: {arg}", "en": "{label} is one of: {arg}"},
    "contains": {"ja": "{label} に {arg} が含まれる", "en": "{label} contains {arg}"},
    "same_set": {"ja": "{label} が {arg} と一致 (順不同)", "en": "{label} = {arg} in any order"},
    "matches": {"ja": "{label} の形式が {arg}", "en": "{label} looks like {arg}"},
    "count": {"ja": "{label} の数 = {arg}", "en": "number of {label} = {arg}"},
    "before": {"ja": "{label} が {arg} より前", "en": "{label} earlier than {arg}"},
    "after": {"ja": "{label} が {arg} より後", "en": "{label} later than {arg}"},
    # verdicts
    "not_found": {"ja": "{name} が見つかりません", "en": "{name} not found"},
    "seeded": {
        "ja": "{exercise} の start が用意したもので、あなたが作ったものではないため得点になりません。",
        "en": "It was put there by start of {exercise}, not by you, so it earns nothing.",
    },
    "seeded_actual": {"ja": "{exercise} の start が作成したもの", "en": "made by start of {exercise}"},
    "skipped": {"ja": "先に {needs} に合格する必要があります。", "en": "{needs} must pass first."},
    "no_history": {
        "ja": "この VM ではまだ {exercises} のどの基準にも合格していないため、片付けを判定できません。",
        "en": "Nothing of {exercises} has passed on this VM yet, so there is nothing to have been cleaned up.",
    },
    "probe_error": {
        "ja": "VM の状態を読み取れませんでした。{what}: {tried}: {reason}",
        "en": "The VM could not be read. {what}: {tried}: {reason}",
    },
    "not_observed": {
        "ja": "スナップショットに観測結果がありません: {probe}",
        "en": "The snapshot holds no observation of {probe}",
    },
    "selector_error": {
        "ja": "判定基準を評価できませんでした: {reason}",
        "en": "The criterion cannot be evaluated: {reason}",
    },
    # predicates
    "table": {"ja": "見出し {columns} のある表", "en": "a table with the columns {columns}"},
    "no_table": {"ja": "見出しのある表が見つかりません", "en": "no table with a heading found"},
    "row": {"ja": "{name} の行", "en": "a row for {name}"},
    "no_row": {"ja": "{name} の行がありません", "en": "no row for {name}"},
    "cell": {"ja": "{name} の {column} = {value}", "en": "{column} of {name} = {value}"},
    "memory_near": {
        "ja": "{name} の memory = 約 {value} (1/{factor}〜{factor} 倍)",
        "en": "memory of {name} = about {value} (within a factor of {factor})",
    },
    "no_limit": {"ja": "無制限", "en": "no limit"},
    "cpu_near": {"ja": "{name} の CPU = {value} ± {percent} %", "en": "CPU of {name} = {value} ± {percent} %"},
    "cpu_is": {"ja": "{name} の CPU = {value}", "en": "CPU of {name} = {value}"},
    "json_record": {
        "ja": "最近の各行が timestamp (ISO 8601)・level・message を持つ 1 つの JSON オブジェクト",
        "en": "each recent line is one JSON object with timestamp (ISO 8601), level and message",
    },
    "line": {"ja": "行: {line}", "en": "line: {line}"},
    "converted": {"ja": "変換後のログにこの行がある: {line}", "en": "the converted log has this line: {line}"},
    "not_converted": {
        "ja": "最近の {of} 行のうち未変換: {count} 行",
        "en": "{count} of the last {of} lines are not converted",
    },
    "returned": {
        "ja": "リクエストに付けた値が JSON の応答に含まれる",
        "en": "the answer is JSON that holds the value sent with the request",
    },
    "answer": {"ja": "応答: {body}", "en": "answer: {body}"},
    "arrived": {"ja": "リクエストが上流に届いた", "en": "the request reached the upstream"},
    "not_arrived": {"ja": "リクエストが上流に届いていない", "en": "the request did not reach the upstream"},
    **_app.MESSAGES,
    **_cluster.MESSAGES,
    **_docker.MESSAGES,
    **_hints.MESSAGES,
    **_modules.MESSAGES,
    **_report.MESSAGES,
    **_terminal.MESSAGES,
    # report
    "report_title": {"ja": "採点結果", "en": "Results"},
    "report_score": {"ja": "得点", "en": "Score"},
    "report_total": {"ja": "{earned} / {possible} 点", "en": "{earned} / {possible} points"},
    "report_errors": {"ja": "判定できなかった基準: {count}", "en": "criteria that could not be judged: {count}"},
    "report_expected": {"ja": "期待", "en": "expected"},
    "report_actual": {"ja": "実際", "en": "actual"},
    "report_why": {"ja": "理由", "en": "why"},
    "report_fact": {"ja": "項目", "en": "item"},
    "report_live": {"ja": "この VM", "en": "this VM"},
    "report_written": {"ja": "記入", "en": "written down"},
    "report_where": {"ja": "確認先", "en": "look at"},
    "report_what": {"ja": "状況", "en": "problem"},
    "report_next": {"ja": "次に", "en": "next"},
    "report_hint_cost": {
        "ja": "ヒント {steps} / {of} 段階 ({cost} 点)",
        "en": "{steps} of {of} steps of the hint ({cost} points)",
    },
    "report_hint_more": {
        "ja": "次のヒント ({cost} 点): -e lab_hint_for={criterion}",
        "en": "one step more costs {cost} points: -e lab_hint_for={criterion}",
    },
    "report_after_hints": {
        "ja": "ヒントを差し引いて {after} 点 (−{cost})",
        "en": "{after} after hints (−{cost})",
    },
    "report_waited": {"ja": "{seconds} 秒待ちました", "en": "waited {seconds} s"},
    "report_standins": {
        "ja": "代替イメージ (Docker Hub の代わりにビルドしたもの): {images}",
        "en": "Stand-in images (built in place of Docker Hub's): {images}",
    },
    "report_file": {"ja": "結果ファイル: {path}", "en": "Results: {path}"},
    "report_checklist": {"ja": "チェックリスト", "en": "Checklist"},
    "report_before": {"ja": "(以前の採点で合格、今は未達成の基準あり)", "en": "(passed before, not all of it now)"},
    "report_switched_off": {
        "ja": "採点しない基準 (講師の設定): {ids}",
        "en": "Not judged, as the instructor has chosen: {ids}",
    },
    "report_open": {"ja": "未達成", "en": "open"},
    "report_unread": {
        "ja": "結果ファイルを読めません: {path}: {reason}",
        "en": "Results cannot be read: {path}: {reason}",
    },
    # refusals
    "not_begun": {
        "ja": "この実行はまだ始まっていません ({name} が登録されていません)。先に kcna.labs.begin を実行してください。",
        "en": "no run is registered as {name}: call kcna.labs.begin first",
    },
    "unknown_language": {
        "ja": "lab_language に {language} は使えません。使えるもの: {known}",
        "en": "lab_language {language} is unknown. Known: {known}",
    },
    "unknown_tags": {
        "ja": "タグ {tags} はありません。使えるタグ: {known}",
        "en": "There is no tag {tags}. Known tags: {known}",
    },
    "unknown_exercises": {
        "ja": "演習 {exercises} はありません。ある演習: {known}",
        "en": "There is no exercise {exercises}. Known exercises: {known}",
    },
    "no_switch": {
        "ja": "{name} の値 {value} は真偽値ではありません ({criterion} を採点するかどうか)。"
        "true か false を指定してください。",
        "en": "{name} = {value} is neither true nor false. It says whether {criterion} is judged.",
    },
    "wrong_hints": {
        "ja": "lab_hints に {value} は使えません。表示する段階の数を 0 から {most} までの整数で指定してください。",
        "en": "lab_hints = {value} cannot be: it is the number of steps of a hint to show, from 0 to {most}.",
    },
    "wrong_hint_cost": {
        "ja": "lab_hint_cost に {value} は使えません。ヒント 1 段階の点数を 0 以上の数 (0.25 など) にしてください。",
        "en": "lab_hint_cost = {value} cannot be: it is what a step of a hint costs, 0 points or more, such as 0.25.",
    },
    "wrong_hint_for": {
        "ja": "lab_hint_for の {names} は、採点する演習 ({exercises}) にも、その基準にもありません。",
        "en": "lab_hint_for: {names} is neither one of the exercises judged ({exercises}) nor a criterion of them.",
    },
    "hint_for_snapshots": {
        "ja": "lab_hint_for は lab_from_snapshots と一緒には使えません。"
        "再採点では、採点したときに開いたヒントだけを表示します。",
        "en": "lab_hint_for cannot be used with lab_from_snapshots: judging again shows what was opened then.",
    },
    "nothing_selected": {
        "ja": "選ばれた演習がありません。使えるタグ: {known}",
        "en": "No exercise is selected. Known tags: {known}",
    },
    "no_students": {
        "ja": "グループ students にホストがありません。"
        "`make lab` で受講者 VM を作るか、-i で自分のインベントリーを指定してください。",
        "en": "The group students has no host. "
        "Make student VMs by `make lab`, or name an inventory of your own with -i.",
    },
    "no_student_vm": {
        "ja": "{host} は受講者 VM ではありません ({marker} がありません)。"
        "provision.yml (`make lab`) で準備するか、-l で対象を選んでください。",
        "en": "{host} is no student VM: it has no {marker}. Prepare it by provision.yml (`make lab`), "
        "or choose other hosts with -l.",
    },
    "foreign": {
        "ja": "{host} には演習と同じ名前のものがラボの開始前からあります: {things}。何も変更していません。"
        "不要なら削除し、必要なら別の名前に変えてから、もう一度 start してください。",
        "en": "On {host} something stood under the exercise's names before the lab began: {things}. "
        "Nothing was changed. Remove it, or rename it if it is needed, and start again.",
    },
    "observe_failed": {"ja": "{host} を観測できませんでした: {reason}", "en": "{host} could not be observed: {reason}"},
    "no_snapshots": {
        "ja": "{path} に *.snapshot.json がありません。",
        "en": "There is no *.snapshot.json in {path}.",
    },
    "not_judged": {
        "ja": "{count} 件の基準を判定できませんでした: {first}",
        "en": "{count} criteria could not be judged: {first}",
    },
    "not_passed": {"ja": "合格していない基準: {ids}", "en": "Criteria not passed: {ids}"},
    "no_results": {
        "ja": "{exercise} はこの実行では採点されていません。",
        "en": "{exercise} was not judged in this run.",
    },
    "judged": {"ja": "{earned} / {possible} 点", "en": "{earned} of {possible} points"},
    "regraded": {
        "ja": "{count} 件のスナップショットを再採点しました",
        "en": "{count} snapshots judged again",
    },
}


class UnknownLanguage(ValueError):
    """lab_language is none of LANGUAGES."""


class Messages:
    """The catalogue in one language. Values are made harmless and short before they are filled in."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            # said in both languages, since we cannot know which one to use
            texts = MESSAGES["unknown_language"].values()
            values = {"language": render(language, "''"), "known": ", ".join(LANGUAGES)}
            raise UnknownLanguage(" / ".join(text.format(**values) for text in texts))
        self.language = language
        self.nothing = MESSAGES["nothing"][language]

    def __call__(self, name: str, /, **values: t.Any) -> str:
        """One message, filled in."""
        shown = {key: self._shown(value) for key, value in values.items()}
        return MESSAGES[name][self.language].format(**shown)

    def heard(self, text: str) -> str:
        """What a module has said, in this language; what is none of its sentences stays as it is."""
        understood = None if self.language == "en" else _modules.understand(text)
        if understood is None:
            return text
        name, values = understood
        return self(name, **{key: self.heard(value) for key, value in values.items()})

    def _shown(self, value: t.Any) -> str:
        if isinstance(value, str) and value.startswith(NEVER):
            return MESSAGES["never"][self.language]
        return render(value, self.nothing, 400)

    def pick(self, text: t.Mapping[str, str]) -> str:
        """This language's side of a text in both."""
        return text[self.language]
