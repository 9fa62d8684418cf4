# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Everything a student or instructor reads that is not in a criteria file, in both languages.

Private to the collection. Placeholders are filled once and never looked at again, so what a student
wrote cannot be taken for a placeholder.
"""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils import _messages_cluster
from ansible_collections.kcna.labs.plugins.plugin_utils._plain import render

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
    "nonroot": {"ja": "USER が root 以外", "en": "USER is not root"},
    "patterns": {"ja": "Docker が解釈できるパターン", "en": "patterns that Docker understands"},
    "bad_pattern": {"ja": "解釈できないパターン: {pattern}", "en": "a pattern that is none: {pattern}"},
    "left_out": {"ja": "{path} が除外される", "en": "{path} is left out"},
    "sent": {"ja": "{path} がビルドに使われる", "en": "{path} is sent to the build"},
    "has_file": {"ja": "イメージのレイヤーに {path} がある", "en": "a layer of the image holds {path}"},
    "no_file": {"ja": "イメージのレイヤーに {path} がない", "en": "no layer of the image holds {path}"},
    "pulled": {"ja": "{tag} を push した後に pull した", "en": "{tag} was pulled after it was pushed"},
    "not_pulled": {"ja": "push の後に pull の記録がない", "en": "no pull of it since the push"},
    "one_sided": {
        "ja": "{label} が {here} にあり、{there} にはない",
        "en": "{label} is in {here} and not in {there}",
    },
    "is_in": {"ja": "{label} の {value} があるのは: {places}", "en": "{label}: {value} is in: {places}"},
    "node_image": {"ja": "ノードのイメージ {name} の ID", "en": "id of the node's image {name}"},
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
        "ja": "要求に付けた値が JSON の応答に含まれる",
        "en": "the answer is JSON that holds the value sent with the request",
    },
    "answer": {"ja": "応答: {body}", "en": "answer: {body}"},
    "arrived": {"ja": "要求が上流に届いた", "en": "the request reached the upstream"},
    "not_arrived": {"ja": "要求が上流に届いていない", "en": "the request did not reach the upstream"},
    **_messages_cluster.MESSAGES,
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
    # predicates about an application
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
    "clone_ended": {
        "ja": "{name} の複製は、データベースのない環境で終了コード {code} で終わった",
        "en": "a copy of {name} ended with {code} where there is no database",
    },
    "not_oom": {"ja": "{name} が OOMKilled になっていない", "en": "{name} was not OOMKilled"},
    # report
    "report_title": {"ja": "採点結果", "en": "Results"},
    "report_score": {"ja": "得点", "en": "Score"},
    "report_total": {"ja": "{earned} / {possible} 点", "en": "{earned} / {possible} points"},
    "report_errors": {"ja": "判定できなかった基準: {count}", "en": "criteria that could not be judged: {count}"},
    "report_expected": {"ja": "期待", "en": "expected"},
    "report_actual": {"ja": "実際", "en": "actual"},
    "report_why": {"ja": "理由", "en": "why"},
    "report_next": {"ja": "次に", "en": "next"},
    "report_waited": {"ja": "{seconds} 秒待ちました", "en": "waited {seconds} s"},
    "report_standins": {
        "ja": "代替イメージ (Docker Hub の代わりにビルドしたもの): {images}",
        "en": "Stand-in images (built in place of Docker Hub's): {images}",
    },
    "report_file": {"ja": "結果ファイル: {path}", "en": "Results: {path}"},
    "report_checklist": {"ja": "チェックリスト", "en": "Checklist"},
    "report_before": {"ja": "(以前の採点で合格、今は未達成の基準あり)", "en": "(passed before, not all of it now)"},
    "report_open": {"ja": "未達成", "en": "open"},
    "report_student": {"ja": "受講者", "en": "student"},
    "report_unread": {
        "ja": "結果ファイルを読めません: {path}: {reason}",
        "en": "Results cannot be read: {path}: {reason}",
    },
    # refusals
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

    def _shown(self, value: t.Any) -> str:
        if isinstance(value, str) and value.startswith(NEVER):
            return MESSAGES["never"][self.language]
        return render(value, self.nothing, 400)

    def pick(self, text: t.Mapping[str, str]) -> str:
        """This language's side of a text in both."""
        return text[self.language]
