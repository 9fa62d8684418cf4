# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a student is told who has made one of the known mistakes: in both languages, fitting, and no solution.

The worlds are the recorded ones with the faults of mutants/, or with changes of the same form.
"""

from __future__ import annotations

import functools
import re
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _hints
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _hints as general
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.tests.unit import _solution, test_mutants
from ansible_collections.kcna.labs.tests.unit._told import Steps, observation, told
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise, recorded

CODE = re.compile(r"`([^`]+)`")


@functools.cache
def worlds(name: str) -> dict[str, Observation]:
    """The VM on which nothing was done, the started one, and each mutant."""
    mutants = {
        case.values[1]["name"]: case.values[1]["changes"]
        for case in test_mutants.cases("mutants")
        if case.values[0] == name
    }
    states = {state: recorded(name, state) for state in ("untouched", "started")}
    return {**states, **{case: observation(name, *changes) for case, changes in mutants.items()}}


def problems(verdict: _judge.Verdict, steps: Steps, language: str) -> t.Iterator[str]:
    """What is wrong with three steps by their form."""
    if len(steps) != 3 or not all(steps):
        yield f"{len(steps)} steps"
    for step in steps:
        prose = CODE.sub("", step)
        if re.search(r"[{}]|\bNone\b", prose) or "`" in prose or step != " ".join(step.split()):
            yield f"not filled in: {step}"
        if language == "en" and re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", step):
            yield f"not English: {step}"
        if language == "ja" and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", step):
            yield f"not Japanese: {step}"
        if _solution.given_away(step):
            yield f"gives away {_solution.given_away(step)}: {step}"
    where, what, how = steps
    if what in (verdict.actual, verdict.expected) or what == how:
        yield f"says nothing new: {what}"
    section = verdict.criterion.section
    if not CODE.search(where) or (section[0].isdecimal() and section not in where):
        yield f"nowhere to look: {where}"
    yield from (f"does more: {command}" for command in CODE.findall(where) if not _solution.looks(command))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", _exercises.known())
def test_whoever_has_made_a_mistake_is_told_where_what_and_how(name: str, language: str) -> None:
    found = [
        f"{world}: {criterion}: {problem}"
        for world, seen in worlds(name).items()
        for criterion, (verdict, steps) in told(name, seen, language).items()
        for problem in problems(verdict, steps, language)
    ]
    assert not found


@pytest.mark.parametrize("name", _exercises.known())
def test_both_languages_look_in_the_same_place(name: str) -> None:
    for world, seen in worlds(name).items():
        commands = [
            {criterion: CODE.findall(steps[0]) for criterion, (_verdict, steps) in told(name, seen, language).items()}
            for language in LANGUAGES
        ]
        assert commands[0] == commands[1], world


@pytest.mark.parametrize("name", _exercises.known())
def test_what_passes_or_waits_has_no_hint(name: str) -> None:
    adviser = _hints.Adviser(exercise(name), recorded(name, "untouched"))
    for verdict in _judge.judge(exercise(name), recorded(name, "untouched"), Messages("en")):
        assert bool(adviser.steps(verdict, Messages("en"))) is (verdict.outcome == "fail")


def texts() -> t.Iterator[tuple[str, str]]:
    """Everything that a hint can be made of, with where it stands."""
    for name in _exercises.known():
        for criterion in exercise(name).criteria:
            parts = {"hint": criterion.hint}
            for at, item in enumerate(criterion.advice):
                parts |= {f"hints[{at}].{step}": getattr(item, step) or {} for step in ("where", "what", "how")}
            for field, text in parts.items():
                yield from ((f"{criterion.id}, {field}.{language}", said) for language, said in text.items())
    for key, text in general.MESSAGES.items():
        yield from ((f"{key}.{language}", said) for language, said in text.items())


def test_no_hint_holds_the_solution() -> None:
    found = {place: _solution.given_away(text) for place, text in texts()}
    assert len(found) > 900
    assert not {place: lines for place, lines in found.items() if lines}


@pytest.mark.parametrize(
    "hint",
    [
        "Run `docker run -d --name web-server nginx:1.21`.",
        "docker run -d --name web-server nginx:1.21 を実行",
        "Say `docker  push   localhost:5000/kcna-webapp:v1.0;`",
        "`EXPOSE 5000`",
        "`medium: Memory`",
        "write `allowPrivilegeEscalation: false` there",
        "`while true; do :; done`",
        "`kubectl top pod resource-demo --containers > ex6-top.txt`",
        "kubectl create secret docker-registry with other names",
        "`mkdir -p ~/kcna-lab02`",
    ],
)
def test_a_solution_is_noticed(hint: str) -> None:
    assert _solution.given_away(hint)


@pytest.mark.parametrize(
    "hint",
    [
        "Look at `kubectl -n kcna-lab02 describe pod resource-demo`.",
        "`kubectl top pod resource-demo --containers`",
        "Declare the port by EXPOSE.",
        "`docker run` has `--name`.",
    ],
)
def test_what_only_looks_is_none(hint: str) -> None:
    assert _solution.given_away(hint) == []


# exercise, mutant -> a part of what is wrong, in both languages, and of how to go on in English
CASES: t.Final[list[tuple[str, str, str, str, str]]] = [
    ("prep", "it belongs to root", "belongs to root", "所有者は root", "student's"),
    ("prep", "a file has the name", "is not a directory", "ディレクトリではなく", "again as a directory"),
    ("ex1", "there is no web-server", "not even a stopped one", "停止中のものも含めて", "--name"),
    ("ex1", "the container is called web-server2", "not called web-server", "名前が web-server では", "docker rename"),
    ("ex1", "web-server is stopped", "stopped with exit code 0", "終了コード 0", "start it again"),
    ("ex1", "web-server is paused", "web-server is paused", "paused", "docker unpause"),
    ("ex1", "web-server was put there by a start", "you did not make it", "あなたが作ったものでは", "make it yourself"),
    ("ex1", "web-server was removed and created anew", "never been stopped", "一度も停止", "Do not remove"),
    ("ex1", "the file for 1.21 holds the layers of alpine", "layers of nginx:alpine", "nginx:alpine の", "Save the"),
    ("ex1", "the file for 1.21 is half written", "is no JSON", "JSON として", "jq . FILE"),
    ("ex1", "the machine's memory stands in the alpine row", "the whole VM", "VM 全体", "docker stats"),
    ("ex1", "the nginx count is off by one", "is not the number", "違う行", "left open"),
    ("ex1", "memory of nginx and alpine is swapped", "far from what", "かけ離れた", "present figures"),
    ("ex2", "the image has another tag", "there is kcna-webapp:latest", "kcna-webapp:latest が", "part of an image's"),
    ("ex2", "test-app is on port 8088", "port 8088, not on 8080", "8088 番", "-p HOST:CONTAINER"),
    ("ex2", "the image was built anew, test-app still runs the old one", "before the last", "古い", "Remove"),
    ("ex2", "test-app leads to another port of the container", "not to port 5000", "5000 番には", "-p HOST:CONTAINER"),
    ("ex2", "v1.1 was built anew, its container still runs the old one", "before the last", "古い", "Remove"),
    ("ex2", "Dockerfile.multistage has one stage", "only one stage", "1 つしか", "COPY --from"),
    (
        "ex2",
        "v1.1 installs packages in its last stage, with an option before the word",
        "in the final stage",
        "最終ステージで",
        "COPY --from",
    ),
    ("ex2", "what is copied comes from another image, not from a stage", "no earlier", "前のステージを", "COPY --from"),
    ("ex2", "there is no /health", "HTTP 404", "HTTP 404", "know this path"),
    ("ex2", "the page breaks", "HTTP 500", "HTTP 500", "log"),
    ("ex3", "it was tagged, but not pushed", "A tag alone sends nothing", "送られません", "push that name"),
    ("ex3", "something else serves port 5000", "is no registry", "レジストリではない", "Stop whatever"),
    ("ex4", "the image of always-pull cannot be reached", "nginx:latest (ImagePullBackOff)", "取得できません", "spelt"),
    ("ex4", "the image of never-pull is not on the node", "not on the node", "ノードにありません", "crictl pull"),
    ("ex4", "memory is requested in units of 1000", "counts in thousands", "1000 進", "64Mi"),
    ("ex4", "another image was pushed since", "an older one", "(古い) イメージ", "crictl rmi"),
    ("ex4", "the message was written into the image", "into the image", "イメージに書き込まれ", "CUSTOM_MESSAGE"),
    ("ex4", "the Deployment is paused with a new template", "is paused", "一時停止中", "Let it go on"),
    ("ex4", "the container has another name", "It has: web.", "あるもの: web", "name in the manifest"),
    ("ex4", "the password is wrong", "does not accept this user", "受け付けません", "docker-registry"),
    ("ex4", "private-app names no Secret", "imagePullSecrets", "imagePullSecrets", "imagePullSecrets"),
    ("ex5", "log-collector has ended", "come to its end (code 0)", "正常に (終了コード 0 で)", "goes on"),
    ("ex5", "the upstream cannot be resolved", "It ended with 1", "終了コードは 1", "logs ambassador-example -c"),
    ("ex5", "the ConfigMap was never made", "still being created", "ContainerCreating", "events"),
    ("ex5", "the sidecar has another name", "It has: main-app, collector", "main-app, collector", "name in the"),
    ("ex5", "nobody has sent a request", "not had a request", "リクエストが届いていない", "Send main-app a request"),
    ("ex5", "the records have single quotes", "single quotes", "一重引用符", "jq -c ."),
    ("ex5", "the message is called msg", "not all there", "そろっていません", "one object"),
    ("ex5", "the message is a record of its own", "all three are texts", "3 つとも文字列", "one object"),
    ("ex5", "nothing listens on localhost", "Nobody listens", "待ち受けていません", "listen"),
    ("ex5", "the upstream's address leads nowhere", "within 5 s", "5 秒待っても", "upstream"),
    ("ex5", "something on port 80 does not speak HTTP", "no answer in HTTP", "HTTP の応答に", "upstream"),
    ("ex5", "the proxy asks for another path", "reaches httpbin", "httpbin まで届きました", "path of the request"),
    ("ex5", "the collector has stopped after a first round", "waits for a new line", "待って", "one more request"),
    ("ex6", "resource-demo is being deleted", "just being deleted", "削除の途中", "Wait until it is gone"),
    ("ex6", "memory-limited writes a file on disk", "only page cache", "ページキャッシュ", "lies in memory"),
    ("ex6", "memory-limited reads its file on disk again and again", "in `kubectl top`", "繰り返し", "lies in memory"),
    ("ex6", "oom-demo was killed, but not for memory", "before the runtime", "記録を始める前", "Delete the Pod"),
    ("ex6", "oom-demo still runs because its main process does not allocate", "goes on running", "動き続け", "two s"),
    ("ex6", "the usage file holds the error of kubectl", "an error of kubectl", "kubectl のエラー", "20 to 60 s"),
    ("ex7", "the command of volume-test ends", "again and again", "繰り返し", "--previous"),
    ("ex7", "the Pod was never created again", "has not outlived", "越えて残った", "create it once more"),
    ("ex7", "init containers stand the other way round", "other way round", "順序が逆", "Change their order"),
    ("ex8", "the client may not ask for names", "DNS", "DNS", "port 53"),
    ("ex8", "webapp lets nobody in", "cannot even connect to the Pod IP", "Pod IP にも", "Both must be allowed"),
    ("ex8", "the default deny leaves out Egress", "does not restrict Egress", "Egress を制限して", "policyTypes"),
    ("ex8", "the Service selects app=web", "its selector does not fit", "selector", "--show-labels"),
    ("ex9", "the form is no YAML", "cannot be read as YAML", "YAML として読めません", "Indent"),
    ("ex9", "Docker's socket stands for the CRI's", "Docker's socket", "Docker のソケット", "config.yaml"),
    ("ex7", "the shell of the node has taken the redirection, so nothing was written", "restart of", "再起動", "sh -c"),
    ("ex7", "config.txt was written by hand", "config.txt was changed after", "config.txt は", "by hand"),
    (
        "ex7",
        "another ConfigMap that says the same is mounted",
        "is not the ConfigMap",
        "volume-config ではありません",
        "Mount",
    ),
    ("ex8", "webapp was scaled to nothing", "app=webapp is Ready", "Ready のものがありません", "replicas"),
    ("ex8", "webapp is not ready", "app=webapp is Ready", "Ready のものがありません", "replicas"),
    ("ex8", "the client may reach the Internet on port 80", "without a target", "宛先 (to) のない", "List webapp"),
    (
        "ex8",
        "the client may reach the neighbours, and any name server, which it may",
        "to others than",
        "のほかにも",
        "List",
    ),
    (
        "ex8",
        "the client is on the node's network, where no policy holds",
        "hostNetwork",
        "hostNetwork",
        "again without",
    ),
    (
        "ex8",
        "the attacker is on the node's network, where no policy holds",
        "hostNetwork",
        "hostNetwork",
        "again without",
    ),
    ("ex9", "the Pod began with another content", "was there before", "前にあったイメージ", "again as it is"),
    ("capstone", "there is no Pod with the label", "has the label app=capstone", "ラベル app=capstone", "labels"),
    ("capstone", "the sidecar crashes again and again", "log-adapter starts and ends", "log-adapter は", "--previous"),
    ("clean", "the working directory is left", "Still there", "まだ残って", "remove the working directory"),
]


@pytest.mark.parametrize(("name", "mutant", "en", "ja", "how"), CASES, ids=[f"{case[0]}: {case[1]}" for case in CASES])
def test_a_characteristic_mistake_is_called_by_its_name(name: str, mutant: str, en: str, ja: str, how: str) -> None:
    ((_english, steps),) = told(name, worlds(name)[mutant]).values()
    ((_japanese, japanese),) = told(name, worlds(name)[mutant], "ja").values()
    assert en in steps[1]
    assert how in steps[2]
    assert ja in japanese[1]
