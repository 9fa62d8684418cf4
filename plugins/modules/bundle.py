#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name, which does all the work on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: bundle
short_description: Make the bundle, the folder with everything a class needs
version_added: 0.1.0
description:
  - Makes every binary, image and wheel that a class needs from Go modules, Debian packages and wheels, as
    C(files/bundle/bundle.yml) of the collection says, and registers each part with digests in C(manifest.json).
  - A part is made in a scratch folder and registered as a whole. After an interruption the next run goes on.
  - A part whose recipe is unchanged and whose files are as registered is left alone. A damaged file is refused by name.
  - Needs C(mmdebstrap) and C(buildah) where images have to be made. The role P(kcna.labs.bundle#role) installs them.
author:
  - kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
options:
  path:
    description: Folder of the bundle. One that is not empty must already be a bundle.
    type: path
    required: true
  cache:
    description: Folder of the build caches, which only building needs. About 15 GB.
    type: path
    required: true
  verify:
    description:
      - How a present part is checked.
      - V(full) compares size and SHA-256 of every file.
      - V(size) compares sizes alone.
    type: str
    choices: [full, size]
    default: full
  state:
    description:
      - V(present) makes what is missing.
      - V(verified) makes nothing and fails when something is missing.
    type: str
    choices: [present, verified]
    default: present
seealso:
  - module: kcna.labs.preflight
    description: Says whether the machine can make it.
"""

EXAMPLES = r"""
- name: Make what the bundle lacks
  kcna.labs.bundle:
    path: ~/.cache/kcna-labs/bundle
    cache: ~/.cache/kcna-labs/build

- name: Make sure that a bundle is whole before it is used
  kcna.labs.bundle:
    path: /srv/kcna/bundle
    cache: /srv/kcna/build
    state: verified
"""

RETURN = r"""
parts:
  description: Every part of the bundle, in the order of the recipe.
  returned: success
  type: list
  elements: dict
  contains:
    name:
      description: Name of the part.
      type: str
      sample: kubernetes
    state:
      description: V(present), V(made), or V(missing) in check mode.
      type: str
      sample: made
    reason:
      description: Why the part was or would be made.
      type: str
      sample: not made yet
    elapsed_s:
      description: Seconds that making the part took, when it was made.
      type: float
      sample: 301.5
    size_bytes:
      description: Bytes of the part's files. A layer that several parts share counts in each.
      type: int
      sample: 512000000
standins:
  description: Names of the images that stand in for published ones.
  returned: success
  type: list
  elements: str
  sample: ["nginx:1.21", "alpine:latest"]
"""
