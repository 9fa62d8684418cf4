# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The closed list of probes. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import (
    _cgroup,
    _probes_app,
    _probes_clone,
    _probes_containers,
    _probes_deployment,
    _probes_docker,
    _probes_host,
    _probes_http,
    _probes_images,
    _probes_kubernetes,
    _probes_login,
    _probes_network,
    _probes_runtime,
    _probes_traced,
)
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Probe

# The words that each of them takes are in _probe_specs.KINDS.
PROBES: t.Final[t.Mapping[str, Probe]] = {
    "api": _probes_kubernetes.api,
    "app_trace": _probes_app.trace,
    "cgroup": _cgroup.probe,
    "cri_containers": _probes_runtime.containers,
    "cri_images": _probes_runtime.images,
    "cri_info": _probes_runtime.info,
    "connect": _probes_network.connect,
    "docker_containers": _probes_docker.containers,
    "docker_history": _probes_images.history,
    "docker_images": _probes_docker.images,
    "docker_layers": _probes_images.files,
    "docker_published": _probes_http.published,
    "docker_stats": _probes_docker.stats,
    "docker_top": _probes_docker.top,
    "docker_user": _probes_images.user,
    "exec": _probes_containers.command,
    "file": _probes_host.file,
    "init_clone": _probes_clone.probe,
    "kubelets": _probes_runtime.kubelets,
    "kubernetes": _probes_kubernetes.objects,
    "node": _probes_host.node,
    "pod_files": _probes_containers.files,
    "pod_open_files": _probes_containers.open_files,
    "pod_http": _probes_deployment.answers,
    "processes": _probes_containers.processes,
    "secret_services": _probes_kubernetes.secret_services,
    "services": _probes_runtime.services,
    "versions": _probes_runtime.versions,
    "registry_image": _probes_http.registry_image,
    "registry_log": _probes_http.registry_log,
    "registry_login": _probes_login.login,
    "traced_exec": _probes_traced.command,
}

# A connection that a policy drops is known by the time it takes, which is longer than any other answer does.
AHEAD: t.Final = ("connect",)
