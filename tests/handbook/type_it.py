# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Type the handbook on a fresh student VM, see what it says one sees, and expect full marks.

KCNA_LABS_CLASS chooses the class, and so the VM, which nobody else must be using.
"""

from __future__ import annotations

import argparse
import codecs
import itertools
import json
import os
import re
import select
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.module_utils._class_state import ClassState, StateError
from ansible_collections.kcna.labs.tests.handbook import _text
from ansible_collections.kcna.labs.tools.shell import ssh_command

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks"
BOTH = "both"
SECONDS = 300
# with the exit status of the command before it
PROMPT = re.compile(r"kcna-labs-prompt (\d+)> \Z")
SETTLED = rf"kcna-labs-settled {{}}\r\n{PROMPT.pattern}"
SETTLES_S = 5
# No line editor, which would fold long lines, and no echo, so that all that is read is output. What is echoed until
# then does not hold the prompt: there its halves are apart. No history is left in the student's home.
QUIET = (
    "set +o emacs +o vi; stty -echo cols 250; HISTFILE= TERM=dumb PS2= PROMPT_COMMAND= PS1='kcna-labs''-prompt $?> '\n"
)
TOO_LATE = "(after {} s, or the connection was closed)"
INNER_PROMPT = re.compile(r"# $")
NOTHING = "nothing (more), and the prompt"
SUCCESS = "exit status 0, as the text leaves out lines"
BEGAN = time.monotonic()


class Mismatch(Exception):
    """The VM and the text do not say the same."""


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, command: t.Sequence[str]) -> None:
        self._shell = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unread = ""
        self.type(QUIET)
        if self.read(self.is_back, SECONDS) is None:
            raise Mismatch(f"no prompt within {SECONDS} s: {self._unread}")

    def close(self) -> None:
        """Hang up."""
        for pipe in (self._shell.stdin, self._shell.stdout):
            if pipe:
                pipe.close()
        self._shell.kill()
        self._shell.wait()

    @staticmethod
    def is_back(output: str) -> bool:
        """Tell whether the shell waits for a command."""
        return bool(PROMPT.search(output))

    def type(self, keys: str) -> None:
        """Press keys. What was there before is no longer looked at."""
        self._unread = ""
        stdin = t.cast(t.IO[bytes], self._shell.stdin)
        stdin.write(keys.encode())
        stdin.flush()

    def read(self, enough: t.Callable[[str], object], seconds: float) -> str | None:
        """Return what has come since the last key as soon as it is enough, or None where that does not come."""
        deadline = time.monotonic() + seconds
        stdout = t.cast(t.IO[bytes], self._shell.stdout).fileno()
        while not enough(self._unread):
            ready = select.select([stdout], [], [], max(0.0, deadline - time.monotonic()))[0]
            data = os.read(stdout, 65536) if ready else b""
            if not data:
                return None
            self._unread += self._decoder.decode(data)
        return self._unread

    @property
    def unread(self) -> str:
        """What has come since the last key."""
        return self._unread

    def interrupt(self) -> bool:
        """Press Ctrl-C, and tell whether the shell is back.

        The prompt alone does not say so. Linux drops what waits to be read when it has sent the signal, and that may be
        the prompt already (isig in drivers/tty/n_tty.c); a shell that was interrupted itself may show it twice, and
        forget what was typed in between. So the shell is asked, until it answers the last question.
        """
        deadline = time.monotonic() + SECONDS
        self.type("\x03")
        self.read(self.is_back, min(SETTLES_S, SECONDS))
        question = 0
        while (left := deadline - time.monotonic()) > 0 and self._shell.poll() is None:
            question += 1
            self.type(f"echo kcna-labs'-'settled {question}\n")
            if self.read(re.compile(SETTLED.format(question)).search, min(SETTLES_S, left)) is not None:
                return True
        return False


def say(line: str) -> None:
    """Tell where we are, and after how many seconds."""
    print(f"{time.monotonic() - BEGAN:4.0f} s  {line}", flush=True)


def complaint(block: _text.Block, step: _text.Step, line: int, output: str, expected: str = NOTHING) -> Mismatch:
    """Say where the text and the VM differ."""
    ended = "".join(f" (exit status {status})" for status in PROMPT.findall(output))
    lines = _text.seen(PROMPT.sub("", output))[-40:] or ["(nothing)"]
    return Mismatch(
        f"{block.document.name}:{line}\n  typed:    {step.text or step.prompt}\n"
        f"  expected: {dict(step.expected).get(line, expected)}\n  seen{ended}:\n"
        + "\n".join(f"    {seen}" for seen in lines)
    )


def is_lost(step: _text.Step, output: str) -> bool:
    """Tell whether kubectl exec succeeded and said nothing, although the text shows something.

    That happens now and then (https://github.com/kubernetes/kubernetes/issues/34256), and one would type it again.
    """
    succeeded = PROMPT.findall(output) == ["0"]
    return (
        step.text.startswith("kubectl exec ")
        and bool(step.expected)
        and succeeded
        and not _text.seen(PROMPT.sub("", output))
    )


def type_step(
    terminal: Terminal, block: _text.Block, step: _text.Step, following: _text.Step | None
) -> Mismatch | None:
    """Type one command or key, and compare what is seen. Raise where it makes no sense to type on."""

    def is_seen(output: str) -> bool:
        return _text.unseen(step, output, whole=False) is None

    def is_inside(output: str) -> bool:
        return is_seen(output) and bool(INNER_PROMPT.search(_text.ANSI.sub("", output)))

    if step.prompt == "^C":
        if not terminal.interrupt():
            raise complaint(block, step, step.line, f"{terminal.unread}\n{TOO_LATE.format(SECONDS)}")
        return None
    # a command that is not followed by a key goes on in its terminal
    goes_on = block.interactive and (following is not None or step.prompt == "$")
    inside = goes_on and following is not None and following.prompt == "#"
    enough = (is_inside if inside else is_seen) if goes_on else Terminal.is_back
    terminal.type(f"{step.text}\n")
    output = terminal.read(enough, SECONDS)
    if output is not None and not goes_on and is_lost(step, output):
        say(f"  {block.document.name}:{step.line} nothing came back, typed again")
        terminal.type(f"{step.text}\n")
        output = terminal.read(enough, SECONDS)
    if output is None:
        line = _text.unseen(step, terminal.unread, whole=False) or step.line
        raise complaint(block, step, line, f"{terminal.unread}\n{TOO_LATE.format(SECONDS)}")
    if goes_on:
        return None
    # a root shell echoes what is typed
    if wrong := _text.unseen(step, PROMPT.sub("", output), whole=not block.interactive):
        return complaint(block, step, wrong, output)
    # where the text shows all, that says whether the command succeeds
    failed = any(map(int, PROMPT.findall(output)))
    if failed and any(said.strip() == "..." for _number, said in step.expected) and not block.interactive:
        return complaint(block, step, step.line, output, SUCCESS)
    return None


def type_block(terminal: Terminal, block: _text.Block) -> list[Mismatch]:
    """Type all commands of a block, and return every difference."""
    steps = zip(block.steps, [*block.steps[1:], None], strict=True)
    return [wrong for step, following in steps if (wrong := type_step(terminal, block, step, following))]


class Vm:
    """The student VM, its terminals, and the instructor's playbooks."""

    def __init__(self, state: ClassState, student: str, results: Path) -> None:
        self.student = student
        self._state = state
        # one folder for all: what has passed before decides what cleaning up is worth
        self._results = results
        self._terminals: dict[int, Terminal] = {}

    def terminal(self, number: int) -> Terminal:
        """Return a terminal; a new one is opened."""
        if number not in self._terminals:
            # the second -t insists on a terminal there, although there is none here
            ssh, *words = ssh_command(self._state, self.student, [])
            self._terminals[number] = Terminal([ssh, "-tt", *words])
        return self._terminals[number]

    def close(self) -> None:
        """Hang up everywhere."""
        for terminal in self._terminals.values():
            terminal.close()

    def write(self, name: str, content: str) -> None:
        """Save a file as an editor would."""
        command = ssh_command(self._state, self.student, ["sh", "-c", f"cat > kcna-lab02/{name}"])
        subprocess.run(command, input=content.encode(), check=True)

    def play(self, verb: str, *arguments: str) -> None:
        """Run a playbook as an instructor does."""
        command = ["ansible-playbook", f"{verb}.yml", "--limit", self.student, *arguments]
        done = subprocess.run(command, check=False, cwd=PLAYBOOKS, capture_output=True, text=True)
        if done.returncode:
            raise Mismatch(
                f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-1000:]}"
            )

    def expect_full_marks(self, exercises: set[str], *tags: str) -> None:
        """Verify, and complain about every exercise that is missing and every criterion that does not pass."""
        self.play("verify", *tags, "--extra-vars", f"lab_results_dir={self._results}")
        result = json.loads((self._results / "latest" / f"{self.student}.json").read_text(encoding="utf-8"))
        judged = [one for exercise in result["exercises"].values() for one in exercise["criteria"]]
        wrong = [one for one in judged if one["verdict"] != "pass"]
        say(f"{result['score']['earned']} of {result['score']['possible']} points")
        if set(result["exercises"]) != exercises:
            raise Mismatch(f"typed were {sorted(exercises)}, and judged {sorted(result['exercises'])}")
        if wrong:
            lines = [
                f"{one['id']}: {one['verdict']}, expected {one['expected']}, actual {one['actual']}" for one in wrong
            ]
            raise Mismatch("\n".join(["typed as the text says, and not full marks:", *lines]))


def blocks_of(section: str, language: str) -> list[_text.Block]:
    """List what is typed in a section."""
    return [block for block in _text.script(language) if block.section == section]


def languages_of(language: str) -> dict[str, str]:
    """Tell which section of the text is typed in which language: with `both`, they take turns."""
    sections = dict.fromkeys(block.section for block in _text.script(_text.LANGUAGES[0]))
    return dict(zip(sections, itertools.cycle(_text.LANGUAGES if language == BOTH else [language]), strict=False))


def type_sections(vm: Vm, sections: t.Mapping[str, str]) -> None:
    """Type sections of the text in its order, each in its language and after its start, and expect full marks."""
    for section, language in sections.items():
        say(f"{section} ({language}):")
        vm.play("start", "--tags", section)
        wrong: list[Mismatch] = []
        for block in blocks_of(section, language):
            say(f"  {block.where} {block.file or block.steps[0].text.splitlines()[:1]}")
            if block.file is not None:
                vm.write(block.file, block.content)
            else:
                wrong += type_block(vm.terminal(block.terminal), block)
        if wrong:
            raise Mismatch("\n".join(map(str, wrong)))
    vm.expect_full_marks(set(sections), "--tags", ",".join(sections))


def type_all(vm: Vm, sections: t.Mapping[str, str]) -> None:
    """Type the whole text; its own clean-up comes when everything before it has been graded."""
    *others, (last, language) = sections.items()
    assert last == "clean"
    type_sections(vm, dict(others))
    type_sections(vm, {last: language})
    # the photographs of the starts
    vm.play("cleanup")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=[*_text.LANGUAGES, BOTH])
    parser.add_argument("student", nargs="?", default="student01")
    parser.add_argument(
        "--only",
        metavar="TAG",
        nargs="+",
        choices=sorted(set(languages_of(BOTH)) - {"prep", "clean"}),
        help="type these exercises alone, and leave them there",
    )
    return parser.parse_args()


def main() -> int:
    """Type the text on one VM."""
    options = arguments()
    sections = languages_of(options.language)
    try:
        with tempfile.TemporaryDirectory() as results:
            vm = Vm(ClassState.of(os.environ.get("KCNA_LABS_CLASS") or "kcna"), options.student, Path(results))
            try:
                if options.only:
                    # makes the folder, and goes there
                    folder = blocks_of("prep", sections["prep"])[-1]
                    type_block(vm.terminal(folder.terminal), folder)
                    type_sections(vm, {section: sections[section] for section in options.only})
                else:
                    type_all(vm, sections)
            finally:
                vm.close()
    except (Mismatch, _text.TextError, StateError, OSError, subprocess.SubprocessError) as error:
        print(f"type_it {options.language}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
