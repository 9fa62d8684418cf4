#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Module kcna.labs.photograph."""

from __future__ import annotations

DOCUMENTATION = r"""
module: photograph
short_description: Record what is on a student VM, or compare it with an earlier record
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Lists containers, images, volumes, networks, cluster objects and files with an id and digests of their content.
  - Leaves out only what the system itself changes, such as events, leases and the status of objects.
  - M(kcna.labs.cleanup) keeps everything that the photograph of an exercise's start holds.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
    description: Leaves a photograph that exists as it is.
options:
  scope:
    description: What to look at. By default what the photograph in O(compare_to) holds.
    type: dict
    suboptions:
      docker:
        description: Docker's containers, images, volumes and networks.
        type: bool
        default: false
      kubernetes:
        description: Every object of every kind that the API server can list.
        type: bool
        default: false
      cri:
        description: The images in the node's store.
        type: bool
        default: false
      files:
        description: Files and folders, each with everything below it; symbolic links are not followed.
        type: list
        elements: path
        default: []
  dest:
    description:
      - File on the VM to keep the photograph in, readable for root only.
      - A file that exists already is left as it is, unless O(force) says otherwise, and its content is returned.
    type: path
  force:
    description: Take it again although O(dest) exists.
    type: bool
    default: false
  own:
    description:
      - Names that belong to the exercise which is about to start.
      - What stands under them is left out, unless the photograph C(baseline.json) in the folder of O(dest) holds it;
        so is what another exercise brought since its own start. Neither was there before the lab.
      - An object of these that is being removed is waited for, up to a minute, for it would take along what the start
        makes. One that stays is an error with the reason that the cluster gives.
      - If the baseline holds something under one of these names, it is somebody else's. Then nothing is written and
        the task fails, in the language of O(ignore:lab_language), with what stands in the way.
    type: dict
    suboptions:
      containers:
        description: Names of Docker containers.
        type: list
        elements: str
        default: []
      objects:
        description: Kubernetes objects.
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
      files:
        description: Absolute paths.
        type: list
        elements: path
        default: []
      images:
        description: References of Docker images; building or tagging under a name takes it from the image that had it.
        type: list
        elements: str
        default: []
      node_images:
        description: References of images in the node's store.
        type: list
        elements: str
        default: []
  compare_to:
    description: File on the VM with an earlier photograph of the same scope.
    type: path
  kubeconfig:
    description: Kubeconfig on the VM.
    type: path
    default: /etc/kubernetes/admin.conf
seealso:
  - module: kcna.labs.cleanup
    description: Leaves alone what is in the photograph.
"""

EXAMPLES = r"""
- name: Take a photograph before the exercise starts
  kcna.labs.photograph:
    scope:
      docker: true
      files: [/home/student/kcna-lab02]
    dest: /var/lib/kcna-labs/photographs/ex1.json

- name: Tell what has changed since
  kcna.labs.photograph:
    compare_to: /var/lib/kcna-labs/photographs/ex1.json
"""

RETURN = r"""
photograph:
  description: The photograph, with the keys C(schema), C(taken), C(scope) and C(things) (kind, name, fields).
  returned: success
  type: dict
  sample:
    schema: 1
    taken: "2026-01-31T09:00:00+00:00"
    scope: {docker: true, kubernetes: false, cri: false, files: []}
    things:
      docker container:
        web: {id: 4f66ad9a, image: "sha256:0e90", state: running, started: "2026-01-31T08:59:58Z"}
foreign:
  description: What stood under the names in O(own) before the lab began, with the keys C(kind) and C(name).
  returned: when O(own) is given
  type: list
  elements: dict
  sample: [{kind: docker container, name: web-server}]
differences:
  description: What differs from O(compare_to), sorted by kind; empty if nothing does.
  returned: when O(compare_to) is given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of the thing.
      type: str
    name:
      description: Its name, for images their tags.
      type: str
    change:
      description: V(added), V(removed) or V(changed).
      type: str
    detail:
      description: The thing, or which of its fields have changed.
      type: str
  sample:
    - {kind: docker container, name: web, change: removed, detail: state running}
"""

import pathlib
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _camera, _photograph, _removal_cluster
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi
from ansible_collections.kcna.labs.plugins.module_utils._selection import ObjectName

BASELINE = "baseline.json"
# the default of the module cleanup
GOING_SECONDS = 60
OBJECT = {
    "api_version": {"type": "str", "required": True},
    "kind": {"type": "str", "required": True},
    "namespace": {"type": "str", "default": ""},
    "name": {"type": "str", "required": True},
}
ARGUMENTS: dict[str, t.Any] = {
    "scope": {
        "type": "dict",
        "options": {
            "docker": {"type": "bool", "default": False},
            "kubernetes": {"type": "bool", "default": False},
            "cri": {"type": "bool", "default": False},
            "files": {"type": "list", "elements": "path", "default": []},
        },
    },
    "dest": {"type": "path"},
    "force": {"type": "bool", "default": False},
    "own": {
        "type": "dict",
        "options": {
            "containers": {"type": "list", "elements": "str", "default": []},
            "objects": {"type": "list", "elements": "dict", "default": [], "options": OBJECT},
            "files": {"type": "list", "elements": "path", "default": []},
            "images": {"type": "list", "elements": "str", "default": []},
            "node_images": {"type": "list", "elements": "str", "default": []},
        },
    },
    "compare_to": {"type": "path"},
    "kubeconfig": {"type": "path", "default": "/etc/kubernetes/admin.conf"},
}


def photograph(arguments: dict[str, t.Any], *, check_mode: bool) -> dict[str, t.Any]:
    """Take, keep and compare as asked; the module's result."""
    dest, earlier = arguments["dest"], _earlier(arguments["compare_to"])
    objects = [ObjectName(**item) for item in (arguments["own"] or {}).get("objects") or []]
    if objects:
        api = KubernetesApi.from_kubeconfig(arguments["kubeconfig"])
        _removal_cluster.wait_while_going(api, objects, GOING_SECONDS)
    present = _photograph.load(dest) if dest and not arguments["force"] else None
    now = present
    if now is None or earlier:
        scope = _scope(arguments["scope"]) if arguments["scope"] else None
        now = _camera.take(scope or (earlier.scope if earlier else _photograph.Scope()), arguments["kubeconfig"])
    foreign: list[dict[str, str]] = []
    if present is None and arguments["own"]:
        names = _names(arguments["own"])
        now, baseline = _before_the_lab(now, names, dest)
        foreign = _foreign(now, names) + _foreign_images(now, baseline, arguments["own"]) if baseline else []
    changed = bool(dest) and present is None and not foreign
    if changed and not check_mode:
        _photograph.save(now, dest)
    result: dict[str, t.Any] = {"changed": changed, "photograph": now.as_dict()}
    if arguments["own"]:
        result["foreign"] = foreign
    if earlier:
        result["differences"] = [found._asdict() for found in _photograph.differences(earlier, now)]
    return result


def _earlier(path: str | None) -> _photograph.Photograph | None:
    if not path:
        return None
    found = _photograph.load(path)
    if found is None:
        raise _photograph.PhotographError(f"there is no photograph {path} to compare with")
    return found


def _scope(scope: dict[str, t.Any]) -> _photograph.Scope:
    return _photograph.Scope(**{**scope, "files": tuple(scope["files"])})


Names = set[tuple[str, str]]


def _names(own: dict[str, t.Any]) -> Names:
    names = {(_photograph.CONTAINER, name) for name in own["containers"]}
    names |= {(_photograph.FILE, path) for path in own["files"]}
    return names | {(name.full_kind, name.full_name) for name in (ObjectName(**item) for item in own["objects"])}


def _before_the_lab(
    now: _photograph.Photograph, names: Names, dest: str | None
) -> tuple[_photograph.Photograph, _photograph.Photograph | None]:
    folder = pathlib.Path(dest).parent if dest else None
    baseline = _photograph.load(str(folder / BASELINE)) if folder else None
    others = [_photograph.load(str(path)) for path in _of_other_exercises(folder, dest)]
    return _photograph.before_the_lab(now, names, baseline, [other for other in others if other]), baseline


def _foreign(now: _photograph.Photograph, names: Names) -> list[dict[str, str]]:
    return [{"kind": kind, "name": name} for kind, name in sorted(names) if name in now.things.get(kind, {})]


def _foreign_images(
    now: _photograph.Photograph, baseline: _photograph.Photograph, own: dict[str, t.Any]
) -> list[dict[str, str]]:
    """Names of the exercise's that the same image has had since before the lab."""
    found = []
    for kind, option in ((_photograph.IMAGE, "images"), (_photograph.NODE_IMAGE, "node_images")):
        before, after = (_tags(photograph, kind) for photograph in (baseline, now))
        names = [name for name in own.get(option) or [] if name in before and before[name] == after.get(name)]
        found += [{"kind": kind, "name": name} for name in names]
    return found


def _tags(photograph: _photograph.Photograph, kind: str) -> dict[str, str]:
    return {tag: identity for identity, thing in photograph.things.get(kind, {}).items() for tag in thing["tags"]}


def _of_other_exercises(folder: pathlib.Path | None, dest: str | None) -> list[pathlib.Path]:
    if folder is None or dest is None:
        return []
    return sorted(path for path in folder.glob("*.json") if path.name not in (BASELINE, pathlib.Path(dest).name))


def main() -> None:
    """Report to Ansible."""
    module = AnsibleModule(ARGUMENTS, required_one_of=[("scope", "compare_to")], supports_check_mode=True)
    try:
        result = photograph(module.params, check_mode=module.check_mode)
    except (ServiceError, _photograph.PhotographError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
