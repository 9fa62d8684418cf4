# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The handbook says in two languages what files, criteria and checklist say, and nothing that is known not to work."""

from __future__ import annotations

import re
import typing as t
from itertools import zip_longest
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, exercises, load, walk
from ansible_collections.kcna.labs.tests.contract.test_clean import LISTED
from ansible_collections.kcna.labs.tests.handbook import _text

# named(pods, 'x'), container(…, 'x'), docker_named(containers, 'x'): the names that a criterion insists on
NAMED = re.compile(r"\b(?:named|container|docker_named|image_tag|app_pods)\((?:[^()']|\([^()]*\))*'([^']+)'\)")
# only a label and a port are given
FREE = {"capstone"}

ROW = re.compile(r"\| `([\w.-]+)` \| (\d+) \| (.+) \|")
TOTAL = re.compile(r"(?:評価基準（|Criteria \()(\d+) ")
REDIRECTED = re.compile(r">\s*([\w-][\w.-]*\.(?:csv|json|txt|yaml))\b")
ITEM = re.compile(r"- \[ \] (.+)")

# commands that the errata quote from the first text and that stand in the handbook all the same, since they work there
MENDED = {
    "curl localhost:8080",  # after the wait
    "curl localhost:8081",
    "docker run --rm alpine:latest free -h",  # as proof that the kernel is shared
    "docker --version",  # beside the node's own runtime
    "kubectl delete pod volume-demo",  # the Pod has a short grace period
    "kubectl exec security-demo -- touch /etc/test.txt",  # is to fail
    "kubectl get pod init-demo -w",  # until Ctrl-C
}
# what is typed or written nowhere: the fault, and what would bring it back
FAULTS = {
    "the node has another name": r"describe node minikube",
    "no ssh with the driver none": r"minikube ssh",
    "a redirection for the shell": r"<pod-name>",
    "unknown flags of kubectl run": r"kubectl run[^|]* --(?:requests|limits)\b",
    "the redirection happens on the node": r"kubectl exec [^|]*-- echo .*>",
    "no ps in the image": r"exec \S+ (?:-- )?ps\b",
    "an upstream on the Internet": r"httpbin\.org",
    "no adduser in trixie": r"\badduser --",
    "/root is closed to others": r"COPY --from=builder /root/\.local /root",
    "lower-case as": r"(?m)^FROM \S+ as ",
    "page cache instead of memory": r"of=/tmp/memory",
    "330 MB of logs": r"echo 'CPU intensive",
    "a container without a name": r"docker run -d (?!.*--name)",
    "a background process that nobody ends": r"port-forward .*&",
    "the pipe never ends": r"tail -f /var/log/app\.log",
    "a registry without login": r"--docker-server=localhost:5000",
    "policy Always without meaning it": r"--image=curlimages/curl (?!--image-pull-policy)",
    "the anonymous volume stays": r"docker rm -f (?:\S+\s+)*local-registry",
    "test-app uses the image": r"docker rmi kcna-webapp:v1\.0",
    "a block that YAML cannot read": r"(?m)^\s+- while true; do$",
    "a default that hides a wrong Secret": r"kubectl run private-app(?![\s\S]*--image-pull-policy=Always)",
}

both = pytest.mark.parametrize("language", _text.LANGUAGES)


def demanded(exercise: str) -> set[str]:
    """Return the object and file names without which a criterion cannot pass."""
    names = set()
    for where, value in walk(load(exercises()[exercise] / "criteria.yml")):
        if not isinstance(value, str):
            continue
        names |= set(NAMED.findall(value))
        for _probe, listed in LISTED.findall(value):
            names |= set(re.findall(r"'([^' ]+)'", listed))
        if where.startswith("probes.") and where.endswith(".path") and "/kcna-lab02" in value:
            names.add(value.rsplit("/", 1)[1])
        if where.startswith("probes.") and where.endswith((".image", ".repository")):
            names.add(value)
    return names


@both
@pytest.mark.parametrize("exercise", exercises())
def test_demanded_names_stand_in_the_text(exercise: str, language: str) -> None:
    names = demanded(exercise)
    least = 1 if exercise in FREE else min(3, len(load(exercises()[exercise] / "criteria.yml")["criteria"]))
    assert len(names) >= least, f"only {names} found: does the pattern still fit criteria.yml?"
    document = _text.lab(language)
    # what must be gone by the end has its names in what came before
    text = (
        "".join(document.text(name) for name in document.sections) if exercise == "clean" else document.text(exercise)
    )
    missing = {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    assert not missing, (
        f"{document.path.name}:{document.sections[exercise][0]}: {exercise} does not name {sorted(missing)}"
    )


def stands(document: _text.Document, section: str, pattern: re.Pattern[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the lines of a section say, each with its place."""
    text = document.text(section)
    lines = enumerate(text.splitlines(), document.sections[section][0])
    return [
        (f"{document.path.name}:{number}", found.groups())
        for number, line in lines
        if (found := pattern.match(line.lstrip("# ") if pattern is TOTAL else line))
    ]


def agree(said: list[tuple[str, tuple[str, ...]]], wanted: t.Iterable[tuple[t.Any, ...]], what: str) -> None:
    """Name the first line that is not as it should be."""
    for pair, should in zip_longest(said, wanted):
        where, line = pair or (f"after {said[-1][0]}" if said else what, None)
        assert line == (should and tuple(map(str, should))), f"{where}: {what}"


@both
@pytest.mark.parametrize("exercise", exercises())
def test_points_are_those_of_the_criteria(exercise: str, language: str) -> None:
    criteria = load(exercises()[exercise] / "criteria.yml")["criteria"]
    document = _text.lab(language)
    rows = [(one["id"], one["points"], one["title"][language]) for one in criteria]
    agree(stands(document, exercise, ROW), rows, f"the criteria of {exercise}")
    total = sum(one["points"] for one in criteria)
    agree(stands(document, exercise, TOTAL), [(total,)], f"the total of {exercise}")


@both
def test_checklist_is_the_reports(language: str) -> None:
    wanted = [(item["title"][language],) for item in load(ROOT / "files" / "lab02" / "checklist.yml")]
    agree(stands(_text.lab(language), "checklist", ITEM), wanted, "files/lab02/checklist.yml")


def test_both_languages_say_the_same_to_the_machine() -> None:
    for ja, en in zip_longest(_text.script("ja"), _text.script("en")):
        assert ja, f"{en.where}: only in English"
        assert en, f"{ja.where}: only in Japanese"
        for one, other in zip_longest(ja.steps, en.steps):
            places = f"{ja.document.name}:{(one or ja).line}, {en.document.name}:{(other or en).line}"
            assert (one and one.said) == (other and other.said), f"{places}: typed or seen differently"
        assert ja.said == en.said, f"{ja.where}, {en.where}: different marks, file or section"


@pytest.mark.parametrize("read", [_text.lab, _text.answers], ids=["lab02", "answers"])
def test_both_languages_have_the_same_headings(read: t.Callable[[str], _text.Document]) -> None:
    numbers = re.compile(r"\d+(?:\.\d+)?")
    for ja, en in zip_longest(read("ja").headings, read("en").headings):
        places = f"{read('ja').path.name}:{ja and ja.line}, {read('en').path.name}:{en and en.line}"
        shapes = [one and (one.level, one.section, numbers.findall(one.text)) for one in (ja, en)]
        assert shapes[0] == shapes[1], f"{places}: different headings"
    assert list(read("ja").sections) == list(read("en").sections)


@both
def test_each_answer_is_linked_once(language: str) -> None:
    document = _text.lab(language)
    links = [block for block in document.blocks if isinstance(block, str)]
    wrong = {name: links.count(name) for name in {*links, *_text.answers(language).sections} if links.count(name) != 1}
    assert not wrong, f"{document.path.name}: links to sections of answers.{language}.md {wrong} times"


@both
def test_files_are_those_that_solve_writes(language: str) -> None:
    written = [block for block in _text.script(language) if block.file is not None]
    assert len(written) > 20
    for block in written:
        source = ROOT / "files" / "lab02" / block.section / str(block.file)
        assert source.is_file(), f"{block.where}: there is no {source.relative_to(ROOT)}"
        pairs = zip_longest(block.content.splitlines(), source.read_text(encoding="utf-8").splitlines())
        for number, (line, wanted) in enumerate(pairs, block.line + 1):
            place = f"{block.document.name}:{number}: not as in {source.relative_to(ROOT)}"
            assert line == wanted, place
        assert block.content.encode() == source.read_bytes(), f"{block.where}: ends otherwise"


@both
def test_cleanup_knows_every_file_that_the_text_makes(language: str) -> None:
    made = {}
    for block in _text.script(language):
        typed = [(step.line, name) for step in block.steps for name in REDIRECTED.findall(step.text)]
        for line, name in [*typed, *([(block.line, block.file)] if block.file else [])]:
            made[block.section, str(name)] = f"{block.document.name}:{line}"
    assert len(made) > 25
    for (exercise, name), where in made.items():
        known = (exercises()[exercise] / "vars" / "main.yml").read_text(encoding="utf-8")
        word = rf"(?<![\w./-]){re.escape(name)}(?![\w.-])"
        assert re.search(word, known), f"{where}: {exercise} leaves {name} behind"


@both
def test_every_exercise_begins_with_its_own_section(language: str) -> None:
    document = _text.lab(language)
    assert set(document.sections) - {"checklist"} == set(exercises())
    typed = {block.section for block in _text.script(language)}
    assert typed == set(exercises()), f"{document.path.name}: typed outside of a section, or nothing in one"


@both
def test_exercise_8_is_alone_in_its_namespace(language: str) -> None:
    there = [step for block in _text.script(language) if block.section == "ex8" for step in block.steps]
    switch = "kubectl config set-context --current --namespace="
    for step, namespace in [(there[0], "kcna-lab02-ex8"), (there[-1], "kcna-lab02")]:
        assert step.text == switch + namespace, f"lab02.{language}.md:{step.line}: not the switch to {namespace}"
    switches = [step.line for block in _text.script(language) for step in block.steps if switch in step.text]
    assert switches == [there[0].line, there[-1].line], f"lab02.{language}.md: switches in {switches}"


def quoted() -> set[str]:
    """Return the commands that the errata quote from the first text."""
    text = (ROOT / "docs" / "errata.md").read_text(encoding="utf-8")
    rows = [re.split(r"(?<!\\)\|", line)[1] for line in text.splitlines() if line.startswith("|")]
    spans = {span.replace("\\|", "|") for row in rows for span in re.findall(r"`([^`]+)`", row)}
    return {span for span in spans if re.match(r"(?:docker|kubectl|minikube|curl) ", span)}


@both
def test_no_command_of_the_errata_stands_unless_it_works_here(language: str) -> None:
    commands = quoted()
    assert len(commands) > 10
    typed = {
        step.text: f"{block.document.name}:{step.line}" for block in _text.script(language) for step in block.steps
    }
    assert not MENDED - commands, "no longer in docs/errata.md"
    assert not MENDED - set(typed), f"no longer in lab02.{language}.md"
    wrong = {command: typed[command] for command in commands & set(typed) - MENDED}
    assert not wrong, f"the errata say that this does not work: {wrong}"


@both
@pytest.mark.parametrize("fault", FAULTS)
def test_no_known_fault_is_typed(fault: str, language: str) -> None:
    for block in _text.script(language):
        for line, said in [*((step.line, step.text) for step in block.steps), (block.line, block.content)]:
            assert not re.search(FAULTS[fault], said), f"{block.document.name}:{line}: {fault}"


# --- what the machine reads ---


def read(folder: Path, text: str) -> _text.Document:
    path = folder / "lab02.en.md"
    path.write_text(f'<a id="ex1"></a>\n\n{text}', encoding="utf-8")
    return _text.parse(path)


def test_marks_are_read(tmp_path: Path) -> None:
    text = "```console pty terminal=2\n$ a \\\n>   b\nout\n# c\n^C\n```\n\n```text file=x\n1\n```\n\n```yaml\na: b\n```"
    typed, written = (block for block in read(tmp_path, text).blocks if isinstance(block, _text.Block))
    assert (typed.section, typed.interactive, typed.terminal, typed.line) == ("ex1", True, 2, 3)
    assert [step.said for step in typed.steps] == [("$", "a \\\n  b", ("out",)), ("#", "c", ()), ("^C", "", ())]
    assert [step.line for step in typed.steps] == [4, 7, 8]
    assert (written.file, written.content) == ("x", "1\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("```console tty\n$ a\n```", "lab02.en.md:3: a console block knows no mark 'tty'"),
        ("```yaml pty\na\n```", "lab02.en.md:3: a yaml block knows no mark 'pty'"),
        ("```console\na\n```", "lab02.en.md:4: a console block begins with a command"),
        ("```console\n$ a\n^C\n```", "lab02.en.md:5: ^C in a block that is not marked pty"),
        ('<a id="ex1"></a>', "lab02.en.md:3: a second section ex1"),
    ],
)
def test_a_wrong_mark_is_refused_with_its_place(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(_text.TextError, match=re.escape(says)):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("expected", "output", "wrong"),
    [
        ([], "", None),
        ([], "x\n", 1),
        (["NAME   READY"], "NAME  \x1b[1mREADY\x1b[0m\r\n", None),
        (["pod-<...>   1/1"], "pod-abc 1/1\n", None),
        (["pod-<...>   1/1"], "pod-abc 0/1\n", 2),
        (["a  <...>  b"], "a b\n", None),
        (["a", "...", "b"], "a\nb\n", None),
        (["a", "...", "b"], "a\n1\n2\nb\n", None),
        (["a", "...", "b"], "a\n1\n", 4),
        (["a", "b", "c"], "a\nx\nc\n", 3),
        (["a"], "a\nmore\n", 2),
        (["a.c"], "abc\n", 2),
    ],
)
def test_what_is_seen_is_compared(expected: list[str], output: str, wrong: int | None) -> None:
    step = _text.Step("$", "x", tuple(enumerate(expected, 2)), 1)
    assert _text.unseen(step, output) == wrong


def test_what_goes_on_is_compared_as_far_as_it_is_said() -> None:
    step = _text.Step("$", "x", ((2, "b"),), 1)
    assert _text.unseen(step, "a\nb\nmore", whole=False) is None
    assert _text.unseen(step, "a\n", whole=False) == 2
