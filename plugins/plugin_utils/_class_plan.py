# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must be done to the containers and the network of a class. Pure. Private to the collection."""

from __future__ import annotations

import ipaddress
import re
import typing as t
import zlib
from dataclasses import dataclass

CLASS_LABEL = "kcna.labs/class"
STUDENT_LABEL = "kcna.labs/student"
IMAGE_LABEL = "kcna.labs/image"
MAX_STUDENTS = 40
# Addresses are fixed, because Kubernetes writes the node's into its certificates and etcd:
# .1 is the host, .2 the mirror, students follow from .11
MIRROR_OFFSET = 2
STUDENT_OFFSET = 10
# One of Docker's own pools, so inside private space; clear of 172.17.0.0/16, which Docker inside the VMs takes
CANDIDATES = tuple(ipaddress.IPv4Network("172.30.0.0/16").subnets(new_prefix=24))
ACTIONS = {"running": "keep", "restarting": "keep", "paused": "start", "exited": "start"}


@dataclass(frozen=True)
class _Here:
    """What there is for a class to be made in and of."""

    class_name: str
    subnet: ipaddress.IPv4Network
    containers: dict[str, dict[str, t.Any]]
    volumes: set[str]


class PlanError(Exception):
    """Docker's answer or the request makes no sense; the message says which."""


def plan(
    docker: dict[str, t.Any], class_name: str, count: int, routes: t.Iterable[str], image: str = ""
) -> dict[str, t.Any]:
    """Compare Docker's containers and networks with the wish for `count` students."""
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_STUDENTS:
        raise PlanError(f"the number of students is {count!r}, not a whole number from 0 to {MAX_STUDENTS}")
    containers = dict(_named(docker))
    network, problems = _network(docker["networks"], class_name, routes)
    subnet = ipaddress.IPv4Network(network["subnet"])
    wanted = {f"student{number:02d}" for number in range(1, count + 1)}
    here = _Here(class_name, subnet, containers, {found["Name"] for found in docker.get("volumes") or []})
    students = [_student(name, here, image) for name in sorted(wanted | _existing(containers, class_name))]
    mirror = {"name": f"{class_name}-mirror", "address": str(subnet[MIRROR_OFFSET])}
    problems += [
        f"a container {name} is there that does not belong to class {class_name}: rename or remove it"
        for name in (mirror["name"], *(student["container"] for student in students))
        if name in containers and _class_of(containers[name]) != class_name
    ]
    return {
        "network": network,
        "mirror": mirror,
        "students": students,
        "entries": [{"name": student["name"], "host": student["address"]} for student in students],
        "problems": problems,
    }


def belongings(docker: dict[str, t.Any], class_name: str) -> dict[str, list[str]]:
    """Names of all that carries the label of the class, which is all that may be removed with it."""
    ours = {name: found["Labels"] for name, found in _named(docker) if _class_of(found) == class_name}
    return {
        "vms": [name for name, labels in ours.items() if STUDENT_LABEL in labels],
        "others": [name for name, labels in ours.items() if STUDENT_LABEL not in labels],
        "volumes": [found["Name"] for found in docker.get("volumes") or [] if _class_of(found) == class_name],
        "networks": [found["Name"] for found in docker["networks"] if _class_of(found) == class_name],
    }


def _named(docker: dict[str, t.Any]) -> t.Iterator[tuple[str, dict[str, t.Any]]]:
    """Containers by name."""
    return ((found["Names"][0].lstrip("/"), found) for found in docker["containers"])


def _class_of(thing: dict[str, t.Any]) -> str | None:
    return (thing.get("Labels") or {}).get(CLASS_LABEL)


def _existing(containers: dict[str, t.Any], class_name: str) -> set[str]:
    """Students with a VM, which is kept however few students are asked for."""
    return {
        found["Labels"][STUDENT_LABEL]
        for found in containers.values()
        if _class_of(found) == class_name and re.fullmatch(r"student\d\d", found["Labels"].get(STUDENT_LABEL, ""))
    }


def _student(name: str, here: _Here, image: str) -> dict[str, t.Any]:
    container = f"{here.class_name}-{name}"
    volume = f"{container}-var-lib"
    found = here.containers.get(container)
    made_from = (found.get("Labels") or {}).get(IMAGE_LABEL, "") if found else ""
    return {
        "name": name,
        "container": container,
        "volume": volume,
        "address": str(here.subnet[STUDENT_OFFSET + int(name.removeprefix("student"))]),
        "action": _action(found, volume in here.volumes),
        "outdated": bool(image and made_from and made_from != image),
    }


def _action(found: dict[str, t.Any] | None, left_over: bool) -> str:
    if found:
        # whatever Docker calls its other states ("created", "dead"), nobody has ever worked in such a container
        return ACTIONS.get(found["State"], "remake")
    # what is left of a VM that somebody removed by hand would be half of a new one
    return "remake" if left_over else "create"


def _network(
    networks: list[dict[str, t.Any]], class_name: str, routes: t.Iterable[str]
) -> tuple[dict[str, t.Any], list[str]]:
    found = next((network for network in networks if network["Name"] == class_name), None)
    if found is None:
        taken = [*routes, *(subnet for network in networks for subnet in _subnets(network))]
        return {"name": class_name, "subnet": _free_subnet(taken, class_name), "exists": False}, []
    subnets = _subnets(found)
    if subnets and _class_of(found) == class_name:
        return {"name": class_name, "subnet": subnets[0], "exists": True}, []
    problem = (
        f"a Docker network {class_name} is there that does not belong to class {class_name}: remove it or choose "
        "another class name in KCNA_LABS_CLASS"
    )
    return {"name": class_name, "subnet": (subnets or [str(CANDIDATES[0])])[0], "exists": True}, [problem]


def _free_subnet(taken: t.Iterable[str], class_name: str) -> str:
    others = [ipaddress.IPv4Network(subnet) for subnet in taken]
    # each class begins elsewhere, so that two that are made at the same moment do not choose the same one
    first = zlib.crc32(class_name.encode()) % len(CANDIDATES)
    for candidate in (*CANDIDATES[first:], *CANDIDATES[:first]):
        if not any(candidate.overlaps(other) for other in others):
            return str(candidate)
    raise PlanError(f"no network in {CANDIDATES[0].supernet(new_prefix=16)} is free for class {class_name}")


def _subnets(network: dict[str, t.Any]) -> list[str]:
    entries = (network.get("IPAM") or {}).get("Config") or []
    return [entry["Subnet"] for entry in entries if ":" not in entry.get("Subnet", ":")]
