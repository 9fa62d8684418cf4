# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follow docs/add-an-exercise in a copy of the checkout: write its files, make its changes, type its commands.

KCNA_LABS_CLASS chooses the class with the student VM. The copy stays where it was made: what a run records there,
tests/unit/snapshots/ex10.*, goes to tests/handbook/recorded/ when the document's criteria have changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ansible_collections.kcna.labs.tests.contract import _project
from ansible_collections.kcna.labs.tests.handbook import _text, type_it

# what the commands that need a VM have recorded on one
RECORDED = Path(__file__).resolve().parent / "recorded"
SCENARIO = ("converge", "side_effect", "verify")
# what tells whether all is well needs no VM until something is recorded on it
CHECKS = ("pytest ", "ansible-lint ", "yamllint ", "antsibull-changelog ")
# what a test or Molecule sets for itself
PREFIXES = ("ANSIBLE_", "MOLECULE_", "PYTEST_")


class Checkout:
    """A copy of what git knows, which resolves as kcna.labs."""

    def __init__(self, folder: Path) -> None:
        # so that a path on which Python and Ansible search collections is all it takes
        self.root = folder / "ansible_collections" / "kcna" / "labs"
        own = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
        self.environment = own | {"PYTHONPATH": str(folder), "ANSIBLE_COLLECTIONS_PATH": str(folder)}

    def make(self) -> None:
        """Copy the files."""
        for path in _project.files():
            target = self.root / path.relative_to(_project.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)
        self.run(["git", "init", "--quiet"])

    def run(self, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command at the top of the checkout."""
        return subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def follow(self, block: _text.Block) -> None:
        """Do what one block says."""
        if block.file is not None:
            path = self.root / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        elif block.patch:
            done = self.run(["git", "apply", "--verbose", "-"], block.content)
            if done.returncode:
                raise type_it.Mismatch(f"{block.where}: cannot be applied:\n{done.stdout}")
        else:
            for step in block.steps:
                output = self.run(["bash", "-c", step.text]).stdout
                if wrong := _text.unseen(step, output):
                    raise type_it.complaint(block, step, wrong, output)

    def recorded(self) -> None:
        """Put there what the commands that need a VM have recorded on one."""
        for path in RECORDED.iterdir():
            shutil.copy(path, self.root / "tests" / "unit" / "snapshots")

    def prove(self, exercise: str) -> None:
        """Run the exercise's scenario as Molecule does, without making a VM."""
        scenario = self.root / "molecule" / exercise
        self.environment |= {
            "MOLECULE_PROJECT_DIRECTORY": str(self.root),
            "MOLECULE_SCENARIO_DIRECTORY": str(scenario),
            "MOLECULE_EPHEMERAL_DIRECTORY": str(self.root.parent),
        }
        done = self.run(["ansible-playbook", *(str(scenario / f"{name}.yml") for name in SCENARIO)])
        if done.returncode:
            raise type_it.Mismatch(f"the scenario {exercise} does not pass:\n{done.stdout}")


def follow(checkout: Checkout, document: _text.Document) -> None:
    """Follow a document with what was recorded on a VM."""
    for block in document.blocks:
        assert isinstance(block, _text.Block), f"a link to an answer: {block}"
        if block.vm:
            checkout.recorded()
        else:
            checkout.follow(block)


def follow_on_a_vm(checkout: Checkout, document: _text.Document) -> None:
    """Follow a document, without the checks that need no VM: those are tests/commands's."""
    recording = False
    for block in document.blocks:
        assert isinstance(block, _text.Block), f"a link to an answer: {block}"
        recording |= block.vm
        if recording or not any(step.text.startswith(CHECKS) for step in block.steps):
            checkout.follow(block)


def main() -> int:
    """Follow one language on a VM."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=_text.LANGUAGES)
    parser.add_argument("folder", type=Path, help="an empty folder for the copy")
    options = parser.parse_args()
    checkout = Checkout(options.folder.resolve())
    try:
        checkout.make()
        follow_on_a_vm(checkout, _text.added(options.language))
        checkout.prove("ex10")
    except (type_it.Mismatch, _text.TextError, OSError, subprocess.SubprocessError) as error:
        print(f"follow_it {options.language}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
