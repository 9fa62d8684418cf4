# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _table
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _predicates
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding

SAY = Messages("en")
IMAGES = [
    {"Id": "n", "RepoTags": ["nginx:1.21"]},
    {"Id": "na", "RepoTags": ["nginx:alpine"]},
    {"Id": "a", "RepoTags": ["alpine:latest"]},
    {"Id": "gone", "RepoTags": None},
]
TWO = {"repositories": ["nginx", "alpine"], "images": IMAGES}


def judge(name: str, **args: t.Any) -> list[Finding]:
    assert set(args) == _predicates.PREDICATES[name].arguments
    return _predicates.PREDICATES[name].judge(args, SAY)


def holds(name: str, **args: t.Any) -> bool:
    return all(finding.holds for finding in judge(name, **args))


def wrong(name: str, **args: t.Any) -> list[tuple[str, str]]:
    return [(finding.expected, finding.actual) for finding in judge(name, **args) if not finding.holds]


def top(image: str, count: int) -> dict[str, t.Any]:
    return {"name": "x", "image_id": image, "processes": [{}] * count}


LIVE = [top("n", 3), top("a", 1), top("gone", 7)]


@pytest.mark.parametrize(
    "table",
    [
        "image,processes\nnginx:1.21,3\nalpine,1",
        "image,processes\nnginx,3\nalpine:latest,1",
        "image,processes\nnginx:1.21,3\nnginx:alpine,9\nalpine,1",  # an extra row, nothing of it runs
        "image,processes\ndocker.io/library/nginx:1.21,3\nalpine,1\nubuntu,many",
    ],
)
def test_process_counts(table: str) -> None:
    assert holds("process_counts", rows=_table.parse(table), live=LIVE, **TWO)


@pytest.mark.parametrize(
    ("table", "expected", "actual"),
    [
        ("image,processes\nnginx,4\nalpine,1", "processes of nginx = 3", "processes of nginx = 4"),
        ("image,processes\nnginx,\nalpine,1", "processes of nginx = 3", "processes of nginx = nothing"),
        ("image,processes\nnginx,-3\nalpine,1", "processes of nginx = 3", "processes of nginx = -3"),
        ("image,memory\nnginx,3\nalpine,1", "processes of nginx = 3", "processes of nginx = nothing"),
        ("image,processes\nnginx,3\nubuntu,1", "a row for alpine", "no row for alpine"),
        ("image,processes\nnginx:1.21,3\nnginx,2\nalpine,1", "processes of nginx = 3", "processes of nginx = 2"),
        ("what", "a table with the columns image, processes", "no table with a heading found"),
    ],
)
def test_process_counts_wrong(table: str, expected: str, actual: str) -> None:
    found = wrong("process_counts", rows=_table.parse(table), live=LIVE, **TWO)
    assert (expected, actual) in found


def test_a_tag_decides_between_containers_of_one_repository() -> None:
    live = [top("n", 3), top("na", 5), top("a", 1)]
    rows = _table.parse("image,processes\nnginx:1.21,3\nnginx:alpine,5\nalpine,1")
    assert holds("process_counts", rows=rows, live=live, **TWO)
    swapped = _table.parse("image,processes\nnginx:1.21,5\nnginx:alpine,3\nalpine,1")
    assert len(wrong("process_counts", rows=swapped, live=live, **TWO)) == 2
    untagged = _table.parse("image,processes\nnginx,5\nalpine,1")
    assert holds("process_counts", rows=untagged, live=live, **TWO)


USED = [{"image_id": "n", "memory_bytes": 2 << 20}, {"image_id": "a", "memory_bytes": 300 << 10}]


def memory(nginx: str, alpine: str = "300KiB") -> dict[str, t.Any]:
    rows = _table.parse(f"image\tmemory\nnginx\t{nginx}\nalpine\t{alpine}")
    return {"rows": rows, "live": USED, "factor": 4, **TWO}


@pytest.mark.parametrize("cell", ["2.0MiB", "2MiB / 23.5GiB", "2097152", "2.1 MB", "8MiB", "0.5MiB"])
def test_memory_figures(cell: str) -> None:
    assert holds("memory_figures", **memory(cell))


@pytest.mark.parametrize("cell", ["8.1MiB", "0.4MiB", "23.5G", "", "some", "0", "-2MiB"])
def test_memory_figures_wrong(cell: str) -> None:
    assert wrong("memory_figures", **memory(cell))[0][0] == "memory of nginx = about 2MiB (within a factor of 4)"


def test_memory_swapped() -> None:
    assert len(wrong("memory_figures", **memory("300KiB", "2MiB"))) == 2


def kernel(*cells: str) -> dict[str, t.Any]:
    rows = [{"image": f"nginx:{number}", "kernel": cell} for number, cell in enumerate(cells)]
    return {"rows": rows, "repositories": ["nginx"], "kernel": "6.1.0-9"}


def test_kernel_column() -> None:
    assert holds("kernel_column", **kernel("6.1.0-9"))
    assert holds("kernel_column", **kernel("Linux vm 6.1.0-9 #1 SMP x86_64"))


@pytest.mark.parametrize("cells", [("",), ("6.1.0",), ("6.1.0-99",), ("6.1.0-9", "5.4")])
def test_kernel_column_wrong(cells: tuple[str, ...]) -> None:
    assert len(wrong("kernel_column", **kernel(*cells))) == 1


PODS = {"g": {"qos": "Guaranteed", "limit_bytes": 104857600}, "b": {"qos": "BestEffort", "limit_bytes": None}}


@pytest.mark.parametrize(
    "table",
    [
        "pod,qos,memory_limit_bytes\ng,Guaranteed,104857600\nb,BestEffort,max",
        "qos;memory_limit_bytes;pod\nguaranteed;104857600;g\nBestEffort;-1;b",
        "pod\tqos\tmemory\ng\tGuaranteed\t104857600\nb\tBestEffort\tUnlimited",
        "pod,qos,memory\nb,BestEffort,9223372036854771712\ng,Burstable,1\ng,Guaranteed,104857600",
        # where pages have 64 KiB
        "pod,qos,memory\nb,BestEffort,9223372036854710272\ng,Guaranteed,104857600",
    ],
)
def test_qos_table(table: str) -> None:
    assert holds("qos_table", rows=_table.parse(table), pods=PODS)


@pytest.mark.parametrize(
    ("rows", "actual"),
    [
        ("g,Burstable,104857600\nb,BestEffort,max", "qos of g = Burstable"),
        ("g,Guaranteed,100000000\nb,BestEffort,max", "memory_limit_bytes of g = 100000000"),
        ("g,Guaranteed,max\nb,BestEffort,max", "memory_limit_bytes of g = max"),
        ("g,Guaranteed,104857600\nb,BestEffort,0", "memory_limit_bytes of b = 0"),
        ("g,Guaranteed,104857600\nb,BestEffort,16777216000", "memory_limit_bytes of b = 16777216000"),
        ("g,Guaranteed,104857600\nb,BestEffort,", "memory_limit_bytes of b = nothing"),
        ("g,Guaranteed,104857600", "no row for b"),
    ],
)
def test_qos_table_wrong(rows: str, actual: str) -> None:
    table = _table.parse("pod,qos,memory_limit_bytes\n" + rows)
    assert [found for _expected, found in wrong("qos_table", rows=table, pods=PODS)] == [actual]


def test_no_qos_table() -> None:
    assert wrong("qos_table", rows=None, pods=PODS) == [
        ("a table with the columns pod, qos, memory_limit_bytes", "no table with a heading found")
    ]


TOP = """POD             NAME             CPU(cores)   MEMORY(bytes)
resource-demo   cpu-limited      251m         0Mi
resource-demo   memory-limited   1m           60Mi
"""


def rows(text: str | None, *near: t.Any) -> dict[str, t.Any]:
    return {
        "text": text,
        "containers": ["cpu-limited", "memory-limited"],
        "cpu_of": "cpu-limited",
        "percent": 20,
        "near": near,
    }


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (TOP, ("250m", None)),
        (TOP, ("500m", "240123456n")),
        (TOP.replace("251m", "0m") + TOP, ("250m",)),
        ("lab resource-demo cpu-limited 0.25 0Mi\nlab resource-demo memory-limited 1m 60Mi", ("250m",)),
        ("memory-limited 1m\ncpu-limited 300m", ("250m",)),
    ],
)
def test_top_rows(text: str, near: tuple[t.Any, ...]) -> None:
    assert holds("top_rows", **rows(text, *near))


@pytest.mark.parametrize(
    ("text", "near", "actual"),
    [
        (TOP.replace("251m", "0m"), ("250m",), "CPU of cpu-limited = 0"),
        (TOP + TOP.replace("251m", "0m"), ("250m",), "CPU of cpu-limited = 0"),
        (TOP.replace("251m", "301m"), ("250m",), "CPU of cpu-limited = 301m"),
        (TOP.replace("251m", "?"), ("250m",), "CPU of cpu-limited = nothing"),
        (TOP, (None, None), "CPU of cpu-limited = 251m"),
        (TOP.replace("memory-limited", "other"), ("250m",), "no row for memory-limited"),
        (TOP.replace("cpu-limited", "other"), ("250m",), "no row for cpu-limited"),
    ],
)
def test_top_rows_wrong(text: str, near: tuple[t.Any, ...], actual: str) -> None:
    assert [found for _expected, found in wrong("top_rows", **rows(text, *near))] == [actual]


def test_no_top_file() -> None:
    assert len(wrong("top_rows", **rows(None, "250m"))) == 2
