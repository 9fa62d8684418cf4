# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Named predicates: what no matcher can say. Private to the collection.

One predicate = one pure function of its resolved arguments + one entry in PREDICATES + tests.
"""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image, _table
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._quantity import (
    Number,
    binary_size,
    cores,
    quantity,
    size,
)
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import (
    _app,
    _app_logs,
    _docker,
    _logs,
    _network,
    _runtime,
    _security,
    _storage,
)
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]
Rows = list[_table.Row]
UNLIMITED = frozenset({"max", "unlimited", "-1", "none", "no limit", "無制限", "制限なし", "なし"})
# cgroup v1 says it as its largest number of pages, which depends on their size
TOO_LARGE_FOR_A_LIMIT = 1 << 62


def process_counts(args: Object, say: Messages) -> list[Finding]:
    """For each repository, the row's count is that of a running container of the image."""

    def judge(cell: str, live: Object) -> bool:
        return cell.isdecimal() and len(cell) < 10 and int(cell) == len(live["processes"])

    def expectation(name: str, live: list[Object]) -> str:
        counts = sorted({len(item["processes"]) for item in live})
        return say("cell", name=name, column="processes", value="/".join(map(str, counts)))

    return _measured(args, "processes", judge, expectation, say)


def memory_figures(args: Object, say: Messages) -> list[Finding]:
    """For each repository, the row's memory is within a factor of what a running container uses."""
    factor = Number(args["factor"])

    def judge(cell: str, live: Object) -> bool:
        # `docker stats` prints "2.359MiB / 23.5GiB": use / limit
        written, used = size(cell.partition("/")[0]), Number(live["memory_bytes"])
        return written is not None and used / factor <= written <= used * factor

    def expectation(name: str, live: list[Object]) -> str:
        sizes = [binary_size(item["memory_bytes"]) + "B" for item in live]
        return say("memory_near", name=name, value=" / ".join(sizes), factor=args["factor"])

    return _measured(args, "memory", judge, expectation, say)


def kernel_column(args: Object, say: Messages) -> list[Finding]:
    """Each repository's row names the VM's kernel; a whole `uname -a` may stand there."""
    kernel = args["kernel"]
    found = []
    for name in args["repositories"]:
        for row in _table.rows_of(args["rows"], "image", name):
            cell = row.get("kernel", "")
            wanted = say("cell", name=row["image"], column="kernel", value=kernel)
            found.append(
                Finding(kernel in cell.split(), wanted, say("cell", name=row["image"], column="kernel", value=cell))
            )
    return found


def qos_table(args: Object, say: Messages) -> list[Finding]:
    """Each Pod's row tells its live QoS class and the memory limit of its cgroup."""
    columns = "pod, qos, memory_limit_bytes"
    if args["rows"] is None:
        return [Finding(False, say("table", columns=columns), say("no_table"))]
    found = []
    for pod, live in args["pods"].items():
        rows = _table.rows_of(args["rows"], "pod", pod)
        if not rows:
            found.append(Finding(False, say("row", name=pod), say("no_row", name=pod)))
        for row in rows[-1:]:
            qos, limit = row.get("qos", ""), row.get("memory", "")
            wanted_limit = say("no_limit") if live["limit_bytes"] is None else live["limit_bytes"]
            found += [
                _cell(qos.lower() == str(live["qos"]).lower(), pod, "qos", wanted=live["qos"], cell=qos, say=say),
                _cell(
                    _same_limit(limit, live["limit_bytes"]),
                    pod,
                    "memory_limit_bytes",
                    wanted=wanted_limit,
                    cell=limit,
                    say=say,
                ),
            ]
    return found


def top_rows(args: Object, say: Messages) -> list[Finding]:
    """Output of `kubectl top` has a row for each container; one container's CPU is near one of the figures."""
    values = {name: _last_row(args["text"], name) for name in args["containers"]}
    found = [
        Finding(row is not None, say("row", name=name), say("row" if row is not None else "no_row", name=name))
        for name, row in values.items()
    ]
    name, row = args["cpu_of"], values[args["cpu_of"]]
    if row is None:
        return found
    near = [number for number in map(quantity, args["near"]) if number is not None]
    share = Number(args["percent"]) / 100
    cpu = next((number for number in map(_cpu, row) if number is not None), None)
    holds = cpu is not None and any(abs(cpu - number) <= number * share for number in near)
    figures = say("or").join(dict.fromkeys(cores(number) for number in near))
    wanted = say("cpu_near", name=name, value=figures, percent=args["percent"])
    return [*found, Finding(holds, wanted, say("cpu_is", name=name, value=None if cpu is None else cores(cpu)))]


def _measured(
    args: Object,
    column: str,
    judge: t.Callable[[str, Object], bool],
    expectation: t.Callable[[str, list[Object]], str],
    say: Messages,
) -> list[Finding]:
    """Compare a column with live containers of the row's image."""
    if args["rows"] is None:
        return [Finding(False, say("table", columns=f"image, {column}"), say("no_table"))]
    found = []
    for name in args["repositories"]:
        pairs = _pairs(args, name)
        if not pairs:
            found.append(Finding(False, say("row", name=name), say("no_row", name=name)))
        for row, live in pairs:
            cell = row.get(column, "")
            holds = any(judge(cell, item) for item in live)
            shown = say("cell", name=row["image"], column=column, value=cell)
            found.append(Finding(holds, expectation(row["image"], live), shown))
    return found


def _pairs(args: Object, name: str) -> list[tuple[_table.Row, list[Object]]]:
    """Rows of a repository, each with the containers it can be about.

    A row that names a tag is about containers of that tag. Where none runs it is an extra row, unless
    it is all there is: then any container of the repository will do.
    """
    rows = _table.rows_of(args["rows"], "image", name)
    family = [
        item
        for item in args["live"]
        if any(_image.repository(tag) == _image.repository(name) for tag in _tags(args, item))
    ]
    exact = [(row, [item for item in family if _named_by(row["image"].lower(), _tags(args, item))]) for row in rows]
    return [(row, live) for row, live in exact if live] or [(row, family) for row in rows]


def _tags(args: Object, live: Object) -> list[str]:
    return next((item["RepoTags"] or [] for item in args["images"] if item["Id"] == live["image_id"]), [])


def _named_by(cell: str, tags: list[str]) -> bool:
    return not _image.has_tag(cell) or any(_image.same(cell, tag) for tag in tags)


def _cell(holds: bool, name: str, column: str, *, wanted: t.Any, cell: str, say: Messages) -> Finding:
    return Finding(
        holds,
        say("cell", name=name, column=column, value=wanted),
        say("cell", name=name, column=column, value=cell),
    )


def _same_limit(cell: str, limit: int | None) -> bool:
    number = int(cell) if cell.isdecimal() and len(cell) < 20 else None
    if limit is None:
        return cell.lower() in UNLIMITED or (number is not None and number >= TOO_LARGE_FOR_A_LIMIT)
    return number == limit


def _last_row(text: str | None, name: str) -> list[str] | None:
    """What stands behind the container's name in its last row (several samples may follow each other)."""
    found = None
    for line in (text or "").splitlines():
        words = line.split()
        if name in words:
            found = words[words.index(name) + 1 :]
    return found


def _cpu(word: str) -> Number | None:
    return quantity(word) if re.fullmatch(r"\d+(\.\d+)?[mun]?", word) else None


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "kernel_column": Predicate(kernel_column, frozenset({"rows", "repositories", "kernel"})),
    "memory_figures": Predicate(memory_figures, frozenset({"rows", "repositories", "live", "images", "factor"})),
    "process_counts": Predicate(process_counts, frozenset({"rows", "repositories", "live", "images"})),
    "qos_table": Predicate(qos_table, frozenset({"rows", "pods"})),
    "top_rows": Predicate(top_rows, frozenset({"text", "containers", "cpu_of", "near", "percent"})),
    **_runtime.PREDICATES,
    **_app.PREDICATES,
    **_app_logs.PREDICATES,
    **_logs.PREDICATES,
    **_storage.PREDICATES,
    **_security.PREDICATES,
    **_network.PREDICATES,
    **_docker.PREDICATES,
}
