#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Module kcna.labs.cleanup."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cleanup
short_description: Remove what belongs to an exercise from a student VM, and nothing else
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Removes exactly the things that are named, whoever made them, never by pattern, label or prune.
  - Keeps what the photograph of the exercise's start holds (M(kcna.labs.photograph)), and says so.
  - Without that photograph, the one called C(baseline.json) in the same folder tells what was there before; images, and
    containers that are not named, are kept then.
  - Waits until Kubernetes objects are gone. Removes the photograph of the exercise at the end.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
    description: Removes nothing when nothing of the exercise is left.
options:
  exercise:
    description: Id of the exercise.
    type: str
    required: true
  photograph:
    description: Photograph of the exercise's start. By default C(<exercise>.json) in C(/var/lib/kcna-labs/photographs).
    type: path
  docker:
    description: Things of the Docker daemon.
    type: dict
    suboptions:
      containers:
        description: Names of containers. They are killed, not stopped, and their anonymous volumes go with them.
        type: list
        elements: str
        default: []
      containers_of_images:
        description: Repositories whose containers were made for the exercise, unless they were there at its start.
        type: list
        elements: str
        default: []
      images:
        description: References of images, removed unless they were there at the start or something uses them.
        type: list
        elements: str
        default: []
      volumes:
        description: Names of volumes.
        type: list
        elements: str
        default: []
      networks:
        description: Names of networks.
        type: list
        elements: str
        default: []
  kubernetes:
    description: Objects of the cluster.
    type: dict
    suboptions:
      kubeconfig:
        description: Kubeconfig on the VM.
        type: path
        default: /etc/kubernetes/admin.conf
      objects:
        description: Objects, removed all at once.
        type: list
        elements: dict
        default: []
        suboptions:
          api_version:
            description: API version.
            type: str
            required: true
          kind:
            description: Kind.
            type: str
            required: true
          namespace:
            description: Namespace; empty for kinds that have none.
            type: str
            default: ""
          name:
            description: Name.
            type: str
            required: true
  node_images:
    description: References of images in the node's store, removed unless they were there at the start or are in use.
    type: list
    elements: str
    default: []
  workspace:
    description: Folder that O(files) are in. It must not be a symbolic link.
    type: path
  files:
    description: Paths of files, relative to O(workspace).
    type: list
    elements: str
    default: []
  directories_if_empty:
    description: Absolute paths of folders that go if nothing is left in them.
    type: list
    elements: path
    default: []
  host_directories:
    description:
      - Absolute paths of directories that Pods wrote to on the node, each removed with everything in it.
      - Each must be directly in V(/tmp) or V(/var/lib/kcna-lab02). No symbolic link is followed, and a directory in
        which something is mounted is kept.
    type: list
    elements: path
    default: []
  timeout:
    description: Seconds that Kubernetes objects have to disappear.
    type: int
    default: 60
"""

EXAMPLES = r"""
- name: Remove what belongs to exercise 6
  kcna.labs.cleanup:
    exercise: ex6
    kubernetes:
      objects:
        - {api_version: v1, kind: Pod, namespace: kcna-lab02, name: resource-demo}
    node_images: [busybox]
    workspace: /home/student/kcna-lab02
    files: [ex6-top.txt]
    directories_if_empty: [/home/student/kcna-lab02]

- name: Remove what Pods of exercise 7 wrote on the node
  kcna.labs.cleanup:
    exercise: ex7
    host_directories: [/tmp/k8s-host-data]
"""

RETURN = r"""
removed:
  description: What was removed, or would be in check mode.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the thing.
      type: str
    name:
      description: Its name.
      type: str
    detail:
      description: What else identifies it.
      type: str
  sample:
    - {kind: docker container, name: web-server, detail: "4f66ad9a0b2e, nginx:1.21"}
kept:
  description: What stays although it stands under one of the names, and why.
  returned: always
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the thing.
      type: str
    name:
      description: Its name.
      type: str
    reason:
      description: Why it stays.
      type: str
  sample:
    - {kind: docker image, name: "nginx:1.21", reason: was there before the exercise}
"""

import pathlib
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _folder, _photograph, _removal, _selection
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

PHOTOGRAPHS = "/var/lib/kcna-labs/photographs"
BASELINE = "baseline.json"
KUBECONFIG = "/etc/kubernetes/admin.conf"
# where an exercise may have a directory of its own on the node
HOST_FOLDERS = ("/tmp", "/var/lib/kcna-lab02")  # noqa: S108  nothing is made there
NAMES: dict[str, t.Any] = {"type": "list", "elements": "str", "default": []}
OBJECT: dict[str, t.Any] = {
    "api_version": {"type": "str", "required": True},
    "kind": {"type": "str", "required": True},
    "namespace": {"type": "str", "default": ""},
    "name": {"type": "str", "required": True},
}
ARGUMENTS: dict[str, t.Any] = {
    "exercise": {"type": "str", "required": True},
    "photograph": {"type": "path"},
    "docker": {
        "type": "dict",
        "apply_defaults": True,
        "options": dict.fromkeys(("containers", "containers_of_images", "images", "volumes", "networks"), NAMES),
    },
    "kubernetes": {
        "type": "dict",
        "apply_defaults": True,
        "options": {
            "kubeconfig": {"type": "path", "default": KUBECONFIG},
            "objects": {"type": "list", "elements": "dict", "default": [], "options": OBJECT},
        },
    },
    "node_images": NAMES,
    "workspace": {"type": "path"},
    "files": NAMES,
    "directories_if_empty": {"type": "list", "elements": "path", "default": []},
    "host_directories": {"type": "list", "elements": "path", "default": []},
    "timeout": {"type": "int", "default": 60},
}


class CleanupError(Exception):
    """A request that cannot be carried out; nothing was removed."""


class Cleanup:
    """One run of the module; `removed` and `kept` are right at any moment, also when it fails half-way."""

    def __init__(self, arguments: dict[str, t.Any]) -> None:
        self.request = request_of(arguments)
        self.services = _removal.Services(arguments["kubernetes"]["kubeconfig"])
        self.timeout: int = arguments["timeout"]
        self.path = arguments["photograph"] or f"{PHOTOGRAPHS}/{self.request.exercise}.json"
        self.removed: list[_selection.Removal] = []
        self.kept: list[_selection.Kept] = []

    def run(self, *, check_mode: bool) -> None:
        """Look, decide, and remove unless in check mode."""
        if self.request.workspace:
            _folder.refuse_link(self.request.workspace)
        photograph, own = self._photograph()
        world = _removal.look(self.request, self.services)
        plan = _selection.plan(self.request, world, photograph, own=own)
        self.kept = list(plan.kept)
        if check_mode:
            self.removed = list(plan.removals)
        else:
            for outcome in _removal.carry_out(plan, self.request, self.services, self.timeout):
                self._note(outcome)
            # objects disappear in any order: say it in the order in which check mode announces it
            self.removed.sort(key=plan.removals.index)
        if own:
            if not check_mode:
                pathlib.Path(self.path).unlink(missing_ok=True)
            self.removed.append(_selection.Removal("photograph", self.path))

    def _photograph(self) -> tuple[_photograph.Photograph, bool]:
        baseline = str(pathlib.Path(self.path).with_name(BASELINE))
        own = _photograph.load(self.path)
        found = own or _photograph.load(baseline)
        if found is None:
            raise CleanupError(
                f"there is neither {self.path} nor {baseline}, so nobody can tell what was here before: "
                "nothing was removed. Run playbooks/provision.yml."
            )
        unseen = sorted({kind for kind, name in self.request.kinds() if not found.scope.covers(kind, name)})
        if unseen:
            path = self.path if own else baseline
            raise CleanupError(f"the photograph {path} does not cover {', '.join(unseen)}: nothing was removed")
        return found, own is not None

    def _note(self, outcome: _selection.Removal | _selection.Kept) -> None:
        if isinstance(outcome, _selection.Removal):
            self.removed.append(outcome)
        else:
            self.kept.append(outcome)

    def result(self) -> dict[str, t.Any]:
        """What Ansible is told."""
        removed = [{"kind": item.kind, "name": item.name, "detail": item.detail} for item in self.removed]
        kept = [{"kind": item.kind, "name": item.name, "reason": item.reason} for item in self.kept]
        lines = [f"{item.kind} {item.name}" + (f" ({item.detail})" if item.detail else "") for item in self.removed]
        return {
            "changed": bool(removed),
            "removed": removed,
            "kept": kept,
            "diff": {
                "before_header": f"what belongs to {self.request.exercise}",
                "after_header": "what stays",
                "before": "".join(f"{line}\n" for line in lines),
                "after": "",
            },
        }


def request_of(arguments: dict[str, t.Any]) -> _selection.Request:
    """The typed request; raises CleanupError for paths that lead out of the workspace."""
    workspace = (arguments["workspace"] or "").rstrip("/")
    files = tuple(arguments["files"])
    if files and not workspace.startswith("/"):
        raise CleanupError("files are named, and workspace is no absolute path: nothing was removed")
    for name in files:
        path = pathlib.PurePosixPath(name)
        if path.is_absolute() or not path.parts or ".." in path.parts:
            raise CleanupError(f"{name!r} is no path below {workspace}: nothing was removed")
    for path in arguments["host_directories"]:
        folder, _slash, name = path.rpartition("/")
        if folder not in HOST_FOLDERS or name in ("", ".", ".."):
            raise CleanupError(f"{path!r} is no path directly in {' or '.join(HOST_FOLDERS)}: nothing was removed")
    docker = {name: tuple(values) for name, values in arguments["docker"].items()}
    return _selection.Request(
        exercise=arguments["exercise"],
        **docker,
        objects=tuple(_selection.ObjectName(**item) for item in arguments["kubernetes"]["objects"]),
        node_images=tuple(arguments["node_images"]),
        workspace=workspace,
        files=files,
        directories_if_empty=tuple(arguments["directories_if_empty"]),
        host_directories=tuple(arguments["host_directories"]),
    )


def main() -> None:
    """Report to Ansible."""
    module = AnsibleModule(ARGUMENTS, supports_check_mode=True)
    try:
        cleanup = Cleanup(module.params)
    except CleanupError as error:
        module.fail_json(msg=str(error), removed=[], kept=[])
    try:
        cleanup.run(check_mode=module.check_mode)
    except (ServiceError, CleanupError, _photograph.PhotographError, _folder.FolderError, OSError) as error:
        module.fail_json(msg=f"cleanup of {cleanup.request.exercise}: {error}", **cleanup.result())
    module.exit_json(**cleanup.result())


if __name__ == "__main__":
    main()
