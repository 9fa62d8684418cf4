# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The node's container runtime, through crictl. Private to the collection.

    cri = Cri()
    cri.images()                     # list of CriImage
    cri.containers()                 # list of CriContainer, running and exited
    cri.labels("kcna.labs/seeded")   # {"docker.io/library/kcna-webapp:v1.0": "ex8"}
    cri.remove_image("docker.io/library/nginx:1.21")
    cri.remove_name("docker.io/library/nginx:1.21")   # the image stays under its other names
    cri.sandboxes()                  # list of CriSandbox, also of Pods that are gone
    cri.remove_sandbox("1f73f2d8...")
    cri.stop(["9c1be0a5..."], 1)     # seconds from SIGTERM to SIGKILL

Every failure is a ServiceError. crictl reads its endpoint from /etc/crictl.yaml.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _process
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError


@dataclasses.dataclass(frozen=True)
class CriImage:
    id: str
    tags: tuple[str, ...]
    digests: tuple[str, ...]
    size: int
    pinned: bool
    # name or number; empty where the image names none, and so is root's
    user: str = ""


@dataclasses.dataclass(frozen=True)
class CriContainer:
    id: str
    name: str
    namespace: str
    pod: str
    pod_uid: str
    sandbox: str
    state: str
    image_id: str


@dataclasses.dataclass(frozen=True)
class CriSandbox:
    id: str
    pod_uid: str
    # false once the Pod has ended; the kubelet clears it away within a minute or two
    ready: bool


class Cri:
    def __init__(self, timeout: float = 10) -> None:
        self.timeout = timeout
        # its own 2 s are not enough on a crowded machine, and the request is not taken back when it gives up
        self._crictl = ("crictl", f"--timeout={timeout:g}s")

    def images(self) -> list[CriImage]:
        found = self._json("images").get("images") or []
        return [image(item) for item in found]

    def containers(self) -> list[CriContainer]:
        found = self._json("ps", "--all").get("containers") or []
        return [container(item) for item in found]

    def labels(self, name: str) -> dict[str, str]:
        """Image names that carry a label of containerd's, which crictl does not show, and its value."""
        listed = _process.run(["ctr", "--namespace=k8s.io", "images", "list", f'labels."{name}"'], self.timeout)
        return image_labels(listed, name)

    def remove_image(self, reference: str) -> None:
        """The image, with all its names: that is what the CRI can do."""
        try:
            _process.run([*self._crictl, "rmi", reference], self.timeout)
        except ServiceError:
            # an image goes with all its names: one that was named before may have taken this with it
            if any(reference in image.tags for image in self.images()):
                raise

    def remove_name(self, reference: str) -> None:
        """One name of an image."""
        _process.run(["ctr", "--namespace=k8s.io", "images", "rm", reference], self.timeout)

    def sandboxes(self) -> list[CriSandbox]:
        found = self._json("pods").get("items") or []
        return [sandbox(item) for item in found]

    def remove_sandbox(self, sandbox: str) -> None:
        """Of a Pod that is gone: one that is still about to end is stopped."""
        _process.run([*self._crictl, "rmp", "--force", sandbox], self.timeout)

    def info(self) -> dict[str, t.Any]:
        """How the runtime is configured."""
        return self._json("info")

    def inspect(self, container: str) -> dict[str, t.Any]:
        """All that is known of a container, by its id."""
        return self._json("inspect", container)

    def stop(self, containers: t.Sequence[str], seconds: float) -> None:
        """Containers by id: SIGTERM, and SIGKILL after so many seconds, whatever else has asked for their end."""
        if containers:
            _process.run([*self._crictl, "stop", f"--timeout={seconds:g}", *containers], self.timeout + seconds)

    def _json(self, command: str, *arguments: str) -> dict[str, t.Any]:
        # crictl takes no option for one after an argument
        argv = [*self._crictl, command, "-o", "json", *arguments]
        return t.cast("dict[str, t.Any]", _process.run_json(argv, self.timeout))


def image_labels(listed: str, name: str) -> dict[str, str]:
    """From the table of `ctr images list`, the only form it has: name first, labels last."""
    found = {}
    for words in (line.split() for line in listed.splitlines()[1:]):
        value = re.search(rf"(?:^|,){re.escape(name)}=([^,]*)", words[-1]) if words else None
        if value:
            found[words[0]] = value[1]
    return found


def image(item: dict[str, t.Any]) -> CriImage:
    """One entry of `crictl images`."""
    return CriImage(
        id=item["id"],
        tags=tuple(item.get("repoTags") or ()),
        digests=tuple(item.get("repoDigests") or ()),
        size=int(item.get("size") or 0),
        pinned=bool(item.get("pinned")),
        user=str(item.get("username") or (item.get("uid") or {}).get("value") or ""),
    )


def container(item: dict[str, t.Any]) -> CriContainer:
    """One entry of `crictl ps`."""
    labels = item.get("labels") or {}
    return CriContainer(
        id=item["id"],
        name=labels.get("io.kubernetes.container.name", ""),
        namespace=labels.get("io.kubernetes.pod.namespace", ""),
        pod=labels.get("io.kubernetes.pod.name", ""),
        pod_uid=labels.get("io.kubernetes.pod.uid", ""),
        sandbox=item.get("podSandboxId", ""),
        state=item.get("state", "").removeprefix("CONTAINER_").lower(),
        image_id=item.get("imageRef") or (item.get("image") or {}).get("image", ""),
    )


def sandbox(item: dict[str, t.Any]) -> CriSandbox:
    """One entry of `crictl pods`."""
    return CriSandbox(
        id=item["id"],
        pod_uid=(item.get("metadata") or {}).get("uid", ""),
        ready=item.get("state") == "SANDBOX_READY",
    )
