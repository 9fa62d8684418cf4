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
  - Says in the language of O(ignore:lab_language) what stays and why.
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
      containers_from:
        description:
          - Repositories; a container goes if the reference that it was made from is in one of them, whatever other
            names its image has, unless it was there at the start.
        type: list
        elements: str
        default: []
      images:
        description:
          - References of images, removed unless they were there at the start.
          - An image that something uses keeps its last name.
        type: list
        elements: str
        default: []
      untagged_images_with:
        description:
          - Texts such as C(WORKDIR /app); an image without a name whose history holds one of them was left by a build.
          - It goes, and so do containers of it that do not run, unless they were there at the start or it is in use.
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
  node_names:
    description:
      - Names in the node's store that only the exercise uses. Each is removed alone where its image has other names or
        was there at the start; else the image goes with it, unless something uses it.
    type: list
    elements: str
    default: []
  seeded:
    description:
      - Names under which start may have put something that is another exercise's to make.
      - They go only if their label C(kcna.labs/seeded) names this exercise, or one that was cleaned up already.
    type: dict
    suboptions:
      containers:
        description: Names of containers.
        type: list
        elements: str
        default: []
      images:
        description: References of images.
        type: list
        elements: str
        default: []
      node_images:
        description: References of images in the node's store, by the label that containerd keeps.
        type: list
        elements: str
        default: []
      objects:
        description: Objects of the cluster, reached by O(kubernetes.kubeconfig).
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
  workspace:
    description: Folder that O(files) are in. It must not be a symbolic link.
    type: path
  files:
    description: Paths of files, relative to O(workspace).
    type: list
    elements: str
    default: []
  home:
    description: Folder that O(home_files) are in. It must not be a symbolic link.
    type: path
  home_files:
    description: Paths of files that tools write without being asked to, relative to O(home).
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
seealso:
  - module: kcna.labs.photograph
    description: Records what cleanup has to leave alone.
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

import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _folder, _photograph
from ansible_collections.kcna.labs.plugins.module_utils._cleanup import Cleanup, CleanupError
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

KUBECONFIG = "/etc/kubernetes/admin.conf"
NAMES: dict[str, t.Any] = {"type": "list", "elements": "str", "default": []}
OBJECT: dict[str, t.Any] = {
    "api_version": {"type": "str", "required": True},
    "kind": {"type": "str", "required": True},
    "namespace": {"type": "str", "default": ""},
    "name": {"type": "str", "required": True},
}
OBJECTS: dict[str, t.Any] = {"type": "list", "elements": "dict", "default": [], "options": OBJECT}
DOCKER = (
    "containers",
    "containers_of_images",
    "containers_from",
    "images",
    "untagged_images_with",
    "volumes",
    "networks",
)
ARGUMENTS: dict[str, t.Any] = {
    "exercise": {"type": "str", "required": True},
    "photograph": {"type": "path"},
    "docker": {
        "type": "dict",
        "apply_defaults": True,
        "options": dict.fromkeys(DOCKER, NAMES),
    },
    "kubernetes": {
        "type": "dict",
        "apply_defaults": True,
        "options": {
            "kubeconfig": {"type": "path", "default": KUBECONFIG},
            "objects": OBJECTS,
        },
    },
    "node_images": NAMES,
    "node_names": NAMES,
    "seeded": {
        "type": "dict",
        "apply_defaults": True,
        "options": {**dict.fromkeys(("containers", "images", "node_images"), NAMES), "objects": OBJECTS},
    },
    "workspace": {"type": "path"},
    "files": NAMES,
    "home": {"type": "path"},
    "home_files": NAMES,
    "directories_if_empty": {"type": "list", "elements": "path", "default": []},
    "host_directories": {"type": "list", "elements": "path", "default": []},
    "timeout": {"type": "int", "default": 60},
}


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
