# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a student is told who has made one of the known mistakes: in both languages, fitting, and no solution.

The worlds are the recorded ones with the faults of mutants/, or with changes of the same form.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria, _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _hints
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, MESSAGES, Messages
from ansible_collections.kcna.labs.tests.unit import _solution, test_mutants
from ansible_collections.kcna.labs.tests.unit.test_mutants import Change, exercise, recorded

CODE = re.compile(r"`([^`]+)`")
Steps = tuple[str, ...]


def observation(name: str, *changes: Change) -> Observation:
    """The solved VM with these changes."""
    found = test_mutants.world(name)
    for change in changes:
        test_mutants.apply(change, found)
    keys = {_probe_specs.key(spec): probe for probe, spec in exercise(name).probes.items()}
    before = recorded(name, "solved")
    probes = [
        {**item, "value": found[keys[item["key"]]], "status": "absent" if found[keys[item["key"]]] is None else "ok"}
        for item in before.probes
        if item["key"] in keys
    ]
    return dataclasses.replace(before, probes=probes)


def told(name: str, seen: Observation, language: str = "en") -> dict[str, tuple[_judge.Verdict, Steps]]:
    """The hints of what fails, by criterion."""
    say = Messages(language)
    adviser = _hints.Adviser(exercise(name), seen)
    failed = [verdict for verdict in _judge.judge(exercise(name), seen, say) if verdict.outcome == "fail"]
    return {verdict.criterion.id: (verdict, adviser.steps(verdict, say)) for verdict in failed}


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
    for key, text in MESSAGES.items():
        if key.startswith(("what_", "how_")):
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
    ("ex2", "the image has another tag", "there is kcna-webapp:latest", "kcna-webapp:latest が", "part of an image's"),
    ("ex2", "test-app is on port 8088", "port 8088, not on 8080", "8088 番", "-p HOST:CONTAINER"),
    ("ex2", "the image was built anew, test-app still runs the old one", "before the last", "古い", "Remove"),
    ("ex2", "there is no /health", "HTTP 404", "HTTP 404", "know this path"),
    ("ex2", "the page breaks", "HTTP 500", "HTTP 500", "log"),
    ("ex3", "it was tagged, but not pushed", "A tag alone sends nothing", "送られません", "push that name"),
    ("ex3", "something else serves port 5000", "is no registry", "レジストリではない", "Stop whatever"),
    ("ex4", "the image of always-pull cannot be reached", "nginx:latest (ImagePullBackOff)", "取得できません", "spelt"),
    ("ex4", "the image of never-pull is not on the node", "not on the node", "ノードにありません", "crictl pull"),
    ("ex4", "memory is requested in units of 1000", "counts in thousands", "1000 進", "64Mi"),
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
    ("ex5", "nothing listens on localhost", "Nobody listens", "待ち受けていません", "listen"),
    ("ex6", "resource-demo is being deleted", "just being deleted", "削除の途中", "Wait until it is gone"),
    ("ex6", "memory-limited writes a file on disk", "only page cache", "ページキャッシュ", "lies in memory"),
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


POD, MINE = "named(pods, 'resource-demo')", "ex6.resource-demo-running"
ONE = "{status}.containerStatuses[?name == 'cpu-limited'] | [0]".format(status=f"{POD}.status")


def waiting(reason: str, message: str = "", **more: t.Any) -> list[Change]:
    """The container cpu-limited waits, as the kubelet reports it."""
    state = {"waiting": {"reason": reason, "message": message}}
    return [{"at": ONE, "set": {"ready": False, "state": state, **more}}]


def ended(code: int, reason: str) -> dict[str, t.Any]:
    return {"lastState": {"terminated": {"exitCode": code, "reason": reason}}}


def conditions(**found: str) -> list[Change]:
    items = [{"type": name, "status": "False", "reason": "x", "message": text} for name, text in found.items()]
    return [{"at": f"{POD}.status", "set": {"phase": "Pending", "conditions": items, "containerStatuses": []}}]


# what the kubelet and the scheduler say of a Pod -> where, what and how
STATES: t.Final[list[tuple[str, list[Change], str, str, str]]] = [
    (
        "no such tag",
        waiting("ErrImagePull", 'failed to pull: "x:9": not found'),
        "describe pod resource-demo",
        "The registry does not have busybox",
        "spelt",
    ),
    ("login", waiting("ImagePullBackOff", "401 Unauthorized"), "describe pod", "without a valid login", "Secret"),
    (
        "registry is down",
        waiting("ErrImagePull", "dial tcp 127.0.0.1:5000: connect: connection refused"),
        "describe pod",
        "cannot be reached",
        "docker ps",
    ),
    ("no name", waiting("InvalidImageName", "x"), "describe pod", "is no name of an image", "spelt"),
    ("never", waiting("ErrImageNeverPull", "x"), "describe pod", "not on the node", "sudo crictl images"),
    (
        "no ConfigMap",
        waiting("CreateContainerConfigError", 'configmap "a" not found'),
        "describe pod",
        'configmap "a" not found',
        "ConfigMaps and Secrets",
    ),
    ("no command", waiting("RunContainerError", 'exec: "a": no such file'), "describe pod", 'exec: "a"', "spelt"),
    ("creating", waiting("ContainerCreating"), "describe pod", "still being created", "events"),
    (
        "crash",
        waiting("CrashLoopBackOff", **ended(1, "Error")),
        "logs resource-demo -c cpu-limited --previous",
        "It ended with 1.",
        "logs resource-demo",
    ),
    ("done", waiting("CrashLoopBackOff", **ended(0, "Completed")), "--previous", "come to its end", "goes on"),
    ("killed", waiting("CrashLoopBackOff", **ended(137, "OOMKilled")), "describe pod", "OOMKilled", "limits.memory"),
    ("127", waiting("CrashLoopBackOff", **ended(127, "Error")), "describe pod", "cannot be started", "image has it"),
    (
        "unschedulable",
        conditions(PodScheduled="0/1 nodes are available: 1 Insufficient cpu."),
        "describe pod",
        "1 Insufficient cpu.",
        "requests fit",
    ),
    ("pending", conditions(Initialized="x"), "describe pod", "no container of it has been created", "events"),
    (
        "evicted",
        [{"at": f"{POD}.status", "set": {"phase": "Failed", "reason": "Evicted", "message": "too much", "x": 1}}],
        "describe pod",
        "(Evicted): too much",
        "Use less",
    ),
    (
        "an init container waits",
        [
            {"at": f"{POD}.spec", "set": {"initContainers": [{"name": "first"}]}},
            *conditions(Initialized="x"),
            {
                "at": f"{POD}.status",
                "set": {"initContainerStatuses": [{"name": "first", "state": {"running": {}}, "ready": False}]},
            },
        ],
        "logs resource-demo -c first",
        "The init container first has not ended",
        "waits for",
    ),
]


@pytest.mark.parametrize(("changes", "where", "what", "how"), [case[1:] for case in STATES], ids=[c[0] for c in STATES])
def test_what_keeps_a_pod_from_running(changes: list[Change], where: str, what: str, how: str) -> None:
    if not any("containerStatuses" in change.get("set", {}) for change in changes) and "Evicted" in str(changes):
        changes = [*changes, {"at": ONE, "set": {"state": {"terminated": {"exitCode": 137, "reason": "Error"}}}}]
    _verdict, steps = told("ex6", observation("ex6", *changes))[MINE]
    assert where in steps[0]
    assert what in steps[1]
    assert how in steps[2]


def with_probe(seen: Observation, spec: dict[str, t.Any], value: list[t.Any]) -> Observation:
    """One more thing that was looked at."""
    probe = {"key": _probe_specs.key(spec), "spec": spec, "status": "ok", "value": value, "error": None}
    return dataclasses.replace(seen, probes=[*seen.probes, probe])


GONE: Change = {"remove": "pods[?metadata.name == 'resource-demo']", "of": "pods"}
DEFAULT = {"probe": "kubernetes", "api_version": "v1", "kind": "Pod", "namespace": "default"}


@pytest.mark.parametrize(
    ("metadata", "says"),
    [
        ({}, "is in the namespace default"),
        ({"labels": {"kcna.labs/seeded": "ex8"}}, "There is no Pod"),
        ({"deletionTimestamp": "2026-04-01T00:00:00Z"}, "There is no Pod"),
        ({"name": "web"}, "There is no Pod"),
    ],
)
def test_a_pod_in_another_namespace(metadata: dict[str, t.Any], says: str) -> None:
    pod = {"kind": "Pod", "metadata": {"name": "resource-demo", "namespace": "default", **metadata}}
    _verdict, steps = told("ex6", with_probe(observation("ex6", GONE), DEFAULT, [pod]))[MINE]
    assert says in steps[1]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("resource-dem", True),
        ("resourcedemo", True),
        ("resource-demo2", True),
        ("guaranteed-qos2", False),
        ("oom-demo", False),
    ],
)
def test_a_name_that_is_nearly_right(name: str, near: bool) -> None:
    change = {"at": f"{POD}.metadata", "set": {"name": name}}
    if name == "oom-demo":
        change = GONE
    _verdict, steps = told("ex6", observation("ex6", change))[MINE]
    assert ("nearly the same name" in steps[1]) is near
    assert (name in steps[1]) is near


def test_what_a_student_wrote_is_shown_harmless_and_never_a_command() -> None:
    """A container of Docker may be called anything that Docker takes; a snapshot may hold anything at all."""
    evil = "\x1b[31mweb-server`$(reboot)`{{ 7*7 }}\u202e"
    change = {"at": "docker_named(containers, 'web-server')", "set": {"Name": evil}}
    found = told("ex1", observation("ex1", change, {"remove": "top", "of": "top"}))
    _verdict, steps = found["ex1.web-server-running"]
    assert "\x1b" not in "".join(steps)
    assert "\u202e" not in "".join(steps)
    pod = observation("ex6", {"at": f"{POD}.metadata", "set": {"namespace": "a; reboot"}}, *waiting("CrashLoopBackOff"))
    _verdict, steps = told("ex6", pod)[MINE]
    assert "reboot" not in steps[0] + steps[2]


def variant(criterion: _criteria.Criterion, *advice: _criteria.Advice) -> _criteria.Exercise:
    """Exercise 6 with other advice for one criterion."""
    changed = dataclasses.replace(criterion, advice=advice)
    found = tuple(changed if item.id == criterion.id else item for item in exercise("ex6").criteria)
    return dataclasses.replace(exercise("ex6"), criteria=found)


@pytest.mark.parametrize("when", ["length(host.kernel.x)", "contains(`1`, 'a')", "sum(subject.metadata)", "`false`"])
def test_advice_that_cannot_be_chosen_changes_nothing(when: str) -> None:
    criterion = next(item for item in exercise("ex6").criteria if item.id == MINE)
    text = {"ja": "あ", "en": "never said"}
    other = variant(criterion, _criteria.Advice(Selector(when, frozenset()), text, text, text))
    seen = worlds("ex6")["memory-limited ends because nothing follows dd"]
    (verdict,) = [item for item in _judge.judge(other, seen, Messages("en")) if item.outcome == "fail"]
    steps = _hints.Adviser(other, seen).steps(verdict, Messages("en"))
    assert steps == told("ex6", seen)[MINE][1]


def test_a_rule_that_trips_leaves_the_hint_of_the_criterion() -> None:
    """What an older collection saw may have another form."""
    seen = observation("ex6", {"at": ONE, "set": {"ready": False, "state": ["odd"]}})
    verdict, _steps = told("ex6", worlds("ex6")["memory-limited ends because nothing follows dd"])[MINE]
    steps = _hints.Adviser(exercise("ex6"), seen).steps(verdict, Messages("en"))
    assert steps[2] == verdict.criterion.hint["en"]
    assert "section 6.1" in steps[0]


def test_nothing_that_was_seen_still_leaves_three_steps() -> None:
    """A hint does without whatever could not be read."""
    for name in _exercises.known():
        blind = dataclasses.replace(recorded(name, "solved"), probes=[])
        for criterion in exercise(name).criteria:
            verdict = _judge.Verdict(criterion, "fail", "expected", "actual")
            for language in LANGUAGES:
                steps = _hints.Adviser(exercise(name), blind).steps(verdict, Messages(language))
                assert len(steps) == 3, criterion.id
                assert all(steps), criterion.id
                assert CODE.search(steps[0]), criterion.id
