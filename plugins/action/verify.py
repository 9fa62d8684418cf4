# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge exercises by what is seen on a student VM."""

from __future__ import annotations

import dataclasses
import datetime
import os
import pathlib
import time
import typing as t

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.color import stringc
from ansible.utils.display import Display
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import SWITCHED_OFF, CriteriaError, Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _opening
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import STEPS
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _converge, _results, _snapshot, _watch
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import UnknownLanguage
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _report

ARGUMENTS: t.Final[dict[str, t.Any]] = {
    "exercises": {"type": "list", "elements": "str"},
    "require": {"type": "str", "choices": ["nothing", "judged", "pass"], "default": "judged"},
    "settle": {"type": "bool", "default": True},
}
display = Display()
CLOCK = _converge.Clock(time.monotonic, time.sleep)


class ActionModule(ActionBase):
    """Observe, judge, and write the results."""

    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Judge one VM, or the snapshots of many."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        _validation, arguments = self.validate_argument_spec(ARGUMENTS)
        self._variables = task_vars or {}
        self._settings = _run.Settings(self._variables, self._templar.template)
        self._arguments = arguments
        try:
            self._say = self._settings.messages()
            exercises = self._exercises()
            # before the VM is asked for anything
            self._policy = _run.hint_policy(self._settings, self._run.exercises, self._say)
            folder = self._settings.snapshots()
            judged = self._judge_vm(exercises) if folder is None else self._judge_snapshots(folder, exercises)
        except (CriteriaError, _run.RunError, _snapshot.SnapshotError, UnknownLanguage) as error:
            raise AnsibleActionFail(str(error)) from error
        return {**result, "changed": False, "language": self._say.language, **judged}

    def _exercises(self) -> dict[str, Exercise]:
        """Those the task names, else those the command selects."""
        known = _exercises.known()
        names = self._arguments["exercises"]
        run = _run.current(self._settings)
        if run is None:
            # a task that names its exercises does not ask what tags the command has
            run = _run.new(names) if names else _run.begin(self._settings, self._say)
        self._run = run
        names = names or run.exercises
        strangers = [name for name in names if name not in known]
        if strangers:
            raise _run.RunError(self._say("unknown_exercises", exercises=", ".join(strangers), known=", ".join(known)))
        return {name: _exercises.load(known[name], name) for name in known if name in names}

    def _judge_vm(self, exercises: dict[str, Exercise]) -> dict[str, t.Any]:
        # before the VM is asked for anything
        self._off = _run.switched_off(exercises.values(), self._settings, self._say)
        if self._run.watch is not None:
            self._keep_watching(exercises, self._run.watch)
        snapshot, results = self._look(exercises, self._arguments["settle"])
        path = self._write(snapshot, results)
        return self._result(results, exercises) | {"results_file": str(path)}

    def _look(self, exercises: dict[str, Exercise], settle: bool) -> tuple[_snapshot.Snapshot, _results.Results]:
        """Observe and judge; nothing is written."""
        started, clock = datetime.datetime.now(datetime.UTC), CLOCK.now()
        seen = self._observe(_converge.specs_of(exercises.values()))
        earlier = self._earlier(exercises)
        marker = seen["host"]["marker"]
        hints = self._opening(earlier, marker).as_dict()
        observation = _snapshot.Observation(
            exercises=list(exercises),
            started=_run.timestamp(started),
            elapsed_s=0,
            host={
                **seen["host"],
                "ever_passed": _results.ever_passed(self._latest(), marker.get("provisioned")),
                SWITCHED_OFF: self._off,
                _opening.HINTS: hints,
            },
            probes=seen["probes"],
            waited={},
        )
        if settle:
            observation, _judged = _converge.converge(
                list(exercises.values()), observation, lambda specs: self._observe(specs)["probes"], self._say, CLOCK
            )
        observation = dataclasses.replace(observation, elapsed_s=round(CLOCK.now() - clock, 3))
        snapshot = earlier.with_observation(observation)
        # the run's other exercises as well, from what was seen of them
        return snapshot, self._judged(snapshot, {**self._other(snapshot, exercises), **exercises})

    def _keep_watching(self, exercises: dict[str, Exercise], interval: float) -> t.NoReturn:
        """Look until the command is interrupted, or is gone: we are a process of its own, which would stay behind."""
        latest: list[tuple[_snapshot.Snapshot, _results.Results]] = []
        command = os.getppid()

        def look() -> _results.Results:
            if os.getppid() != command:
                raise SystemExit
            try:
                latest[:] = [self._look(exercises, settle=False)]
            except AnsibleConnectionFailure as error:
                raise _watch.Lost(str(error)) from error
            except (AnsibleError, _run.RunError) as error:
                # a machine that was a student VM is one again when it is back
                if not latest:
                    raise
                raise _watch.Lost(str(error)) from error
            return latest[0][1]

        _watch.watch(look, lambda: self._write(*latest[0]), self._tell, CLOCK, interval)

    def _tell(self, news: _watch.News) -> None:
        """One message, so that those of several hosts do not mix; its width is that of the main process's terminal."""
        host = self._variables["inventory_hostname"]
        few = len(self._variables.get("ansible_play_hosts_all") or ()) <= _report.DETAILED
        moment = f"{datetime.datetime.now().astimezone():%H:%M:%S}"
        lines = list(_report.news(f"{moment} {plain(host)}", news, self._say, display.columns + 1, few))
        shown = (stringc(text, color) if color else text for text, color in lines)
        display.display("\n".join(shown), screen_only=True)
        display.display("\n".join(text for text, _color in lines), log_only=True)

    def _observe(self, specs: _converge.Specs) -> dict[str, t.Any]:
        arguments: dict[str, t.Any] = {"probes": specs}
        kubeconfig = self._settings.get("lab_kubeconfig")
        if kubeconfig:
            arguments["kubeconfig"] = kubeconfig
        seen: dict[str, t.Any] = self._execute_module(
            module_name="kcna.labs.observe", module_args=arguments, task_vars=self._variables
        )
        host = self._variables["inventory_hostname"]
        if seen.get("failed"):
            self._refuse_strangers(host)
            raise _run.RunError(self._say("observe_failed", host=host, reason=seen.get("msg", "?")))
        if seen["host"]["marker"] is None:
            raise _run.RunError(self._say("no_student_vm", host=host, marker=_run.MARKER))
        return seen

    def _refuse_strangers(self, host: str) -> None:
        """A machine without our Python is most likely none of ours."""
        if self._low_level_execute_command(f"test -f {_run.MARKER}")["rc"] != 0:
            raise _run.RunError(self._say("no_student_vm", host=host, marker=_run.MARKER))

    def _earlier(self, exercises: dict[str, Exercise]) -> _snapshot.Snapshot:
        """What this run has seen of the VM before, or nothing yet."""
        student = self._variables["inventory_hostname"]
        folder = _results.folders(self._settings.results(), self._run.id)[0]
        path = folder / _results.snapshot_name(_run.file_name(student))
        if path.exists():
            return _snapshot.load(path)
        lab = next(iter(exercises.values())).lab
        return _snapshot.Snapshot(lab, student, self._run.id, [])

    def _latest(self) -> pathlib.Path:
        """Results of earlier runs: what they say of this VM a snapshot keeps, so that it can be judged by it again."""
        latest = _results.folders(self._settings.results(), self._run.id)[-1]
        return latest / _results.results_name(_run.file_name(self._variables["inventory_hostname"]))

    def _opening(self, earlier: _snapshot.Snapshot, marker: dict[str, t.Any]) -> _opening.Opening:
        """Which hints may be shown; none where this is only a look before the work begins, which nobody reads."""
        looks = [_opening.of_host(item.host) for item in earlier.observations]
        policy = self._policy
        if self._arguments["require"] == "nothing":
            policy = dataclasses.replace(policy, limit=0)
        shown = _results.hints_shown(self._latest(), marker.get("provisioned"))
        return _opening.begin(policy, shown, next(iter(looks), None))

    def _other(self, snapshot: _snapshot.Snapshot, exercises: dict[str, Exercise]) -> dict[str, Exercise]:
        known = _exercises.known()
        names = {name for observation in snapshot.observations for name in observation.exercises}
        return {name: _exercises.load(known[name], name) for name in known if name in names and name not in exercises}

    def _judge_snapshots(self, folder: pathlib.Path, exercises: dict[str, Exercise]) -> dict[str, t.Any]:
        """All are read before any result is written."""
        files = sorted(folder.glob("*.snapshot.json"))
        if not files:
            raise _run.RunError(self._say("no_snapshots", path=str(folder)))
        snapshots = [_snapshot.load(file) for file in files]
        graded = [(snapshot, self._judged(snapshot, exercises, self._policy.limit)) for snapshot in snapshots]
        paths = [str(self._write(snapshot, results)) for snapshot, results in graded]
        errors = [found for _snapshot_, results in graded for found in _results.errors(results)]
        outcome = {"results_files": paths}
        if errors:
            return {**outcome, "failed": True, "msg": self._not_judged(errors)}
        return {**outcome, "msg": self._say("regraded", count=len(graded))}

    def _judged(
        self, snapshot: _snapshot.Snapshot, exercises: dict[str, Exercise], limit: int = STEPS
    ) -> _results.Results:
        """The results that a snapshot gives, with at most so many steps of each hint."""
        by_exercise = {name: item for item in snapshot.observations for name in item.exercises}
        graded = [
            _results.Graded(exercise, by_exercise[name], verdicts)
            for name in _exercises.known()
            if name in by_exercise and name in exercises
            for exercise, verdicts in _converge.judge_all([exercises[name]], by_exercise[name], self._say)
        ]
        if not graded:
            raise _run.RunError(self._say("no_results", exercise=", ".join(exercises)))
        return _results.build(snapshot, graded, self._say, limit)

    def _write(self, snapshot: _snapshot.Snapshot, results: _results.Results) -> pathlib.Path:
        """Keep both, in the run's folder and as the latest."""
        student = _run.file_name(snapshot.student)
        with _results.undisturbed():
            for folder in _results.folders(self._settings.results(), self._run.id):
                _results.write(folder / _results.snapshot_name(student), snapshot.as_dict())
                _results.write(folder / _results.results_name(student), results)
        return folder / _results.results_name(student)

    def _result(self, results: _results.Results, exercises: dict[str, Exercise]) -> dict[str, t.Any]:
        """What the task answers; the details are in the file."""
        mine = {name: results["exercises"][name]["score"] for name in exercises}
        score = {key: _opening.points(sum(item[key] for item in mine.values())) for key in next(iter(mine.values()))}
        unsolved = [name for name, item in mine.items() if item["earned"] < item["possible"]]
        answer = {"score": score, "exercises": mine, "unsolved": unsolved, "msg": self._say("judged", **score)}
        if self._arguments["require"] == "nothing":
            return answer
        criteria = [item for name in exercises for item in results["exercises"][name]["criteria"]]
        errors = [(item["id"], item["why"]) for item in criteria if item["verdict"] == "error"]
        missed = [item["id"] for item in criteria if item["verdict"] != "pass"]
        if errors:
            return {**answer, "failed": True, "msg": self._not_judged(errors)}
        if self._arguments["require"] == "pass" and missed:
            return {**answer, "failed": True, "msg": self._say("not_passed", ids=", ".join(missed))}
        return answer

    def _not_judged(self, errors: list[tuple[str, str]]) -> str:
        criterion, reason = errors[0]
        return self._say("not_judged", count=len(errors), first=f"{criterion}: {reason}")
