#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say which images Docker neither has nor can pull."""

from __future__ import annotations

DOCUMENTATION = r"""
module: image_availability
short_description: Say which images Docker neither has nor can pull
version_added: 0.1.0
description:
  - Asks Docker for all images at once. What it does not have is asked of the registry as C(docker pull) does it,
    through the daemon and its mirrors. Nothing is pulled and nothing is changed.
  - Does not fail where images are missing or Docker does not answer, so that the caller can say it in the student's
    language.
author: kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
options:
  images:
    description: Images that have to be there, or to be had.
    type: list
    elements: str
    default: []
  bases:
    description: Base images by the image that is built from them. A base is needed only where Docker does not have that
      image.
    type: dict
    default: {}
seealso:
  - module: kcna.labs.observe
    description: Looks at the images that are there.
"""

EXAMPLES = r"""
- name: Ask Docker for the images
  kcna.labs.image_availability:
    images: ["registry:2"]
    bases: {"kcna-webapp:v1.0": "python:3.9-slim"}
  register: look
"""

RETURN = r"""
missing:
  description: Images that are neither there nor to be had, in the order of O(images) and O(bases).
  returned: always
  type: list
  elements: dict
  contains:
    image:
      description: Name of the image.
      type: str
    reason:
      description: What Docker or the registry says.
      type: str
  sample:
    - {image: "registry:2", reason: "manifest unknown"}
docker:
  description: Why Docker does not answer, null where it does. RV(missing) is empty then.
  returned: always
  type: str
  sample: nothing is listening (Connection refused)
"""

import typing as t
import urllib.parse

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import SOCKET, DockerApi, DockerError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import in_parallel

# the daemon may have to wait for a mirror in vain before it asks the registry itself
REGISTRY_TIMEOUT_S = 60
MAX_REASON = 300


def look(images: list[str], bases: dict[str, str], socket_path: str = SOCKET) -> dict[str, t.Any]:
    """Ask for all images side by side; the module's result."""
    docker, registry = DockerApi(socket_path), DockerApi(socket_path, timeout=REGISTRY_TIMEOUT_S)

    def ask(name: str) -> str | None:
        return None if has(docker, name) else refusal(registry, name)

    try:
        built = in_parallel(lambda name: has(docker, name), list(bases))
        needed = [base for base, there in zip(bases.values(), built, strict=True) if not there]
        wanted = list(dict.fromkeys([*images, *needed]))
        reasons = in_parallel(ask, wanted)
    except DockerError as error:
        return {"missing": [], "docker": error.reason[:MAX_REASON]}
    missing = [{"image": name, "reason": why} for name, why in zip(wanted, reasons, strict=True) if why is not None]
    return {"missing": missing, "docker": None}


def has(docker: DockerApi, name: str) -> bool:
    """Tell whether Docker has the image."""
    try:
        docker.get(f"/images/{quoted(name)}/json")
    except DockerError as error:
        # 404: no such image; 400: no name of an image, of which the registry's answer says more
        if error.status in (400, 404):
            return False
        raise
    return True


def refusal(registry: DockerApi, name: str) -> str | None:
    """Say why the image cannot be pulled; none where it can."""
    try:
        registry.get(f"/distribution/{quoted(name)}/json")
    except DockerError as error:
        return error.reason[:MAX_REASON]
    return None


def quoted(name: str) -> str:
    """Make the name a part of a path."""
    return urllib.parse.quote(name, safe=":/@")


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "images": {"type": "list", "elements": "str", "default": []},
            "bases": {"type": "dict", "default": {}},
        },
        supports_check_mode=True,
    )
    module.exit_json(**look(module.params["images"], module.params["bases"]))


if __name__ == "__main__":
    main()
