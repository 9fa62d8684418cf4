# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _table
from hypothesis import given
from hypothesis import strategies as st

EXPECTED = [{"image": "nginx:1.21", "memory": "2.3MiB / 23GiB", "processes": "3"}]


@pytest.mark.parametrize(
    "text",
    [
        "image,memory,processes\nnginx:1.21,2.3MiB / 23GiB,3\n",
        "\ufeffimage;memory;processes\r\nnginx:1.21;2.3MiB / 23GiB;3\r\n",
        "Image\tMemory usage\tNumber of processes\nnginx:1.21\t2.3MiB / 23GiB\t3",
        "| image | memory | processes |\n| nginx:1.21 | 2.3MiB / 23GiB | 3 |",
        "イメージ,メモリ使用量,プロセス数\nnginx:1.21,2.3MiB / 23GiB,３\n",
        '\nimage , "memory",processes\n\n nginx:1.21 , 2.3MiB / 23GiB ,3,extra\n',
        "note,processes,image,memory\nx,3,nginx:1.21,2.3MiB / 23GiB\n",
        '"image", "memory", "processes"\n"nginx:1.21", "2.3MiB / 23GiB", "3"\n',
        # an input method for Japanese that was left on
        "image，memory，processes\nnginx:1.21，2.3MiB　/　23GiB，３\n",
        "｜image｜memory｜processes｜\n｜nginx:1.21｜2.3MiB / 23GiB｜3｜\n",
    ],
)
def test_ways_to_write_it(text: str) -> None:
    assert _table.parse(text) == EXPECTED


@pytest.mark.parametrize("text", ["", "\n \n", "nginx,2.3MiB,3\n", "a\x00b", "image memory\nnginx 2.3MiB\n"])
def test_no_table(text: str) -> None:
    assert _table.parse(text) is None


def test_missing_cells_are_empty() -> None:
    assert _table.parse("image,memory\nnginx\n") == [{"image": "nginx", "memory": ""}]


def test_rows_are_bounded() -> None:
    rows = _table.parse("image\n" + "nginx\n" * 1000)
    assert rows is not None
    assert len(rows) == _table.MAX_ROWS


def test_rows_of() -> None:
    rows = [{"image": "nginx:1.21"}, {"image": "docker.io/library/nginx"}, {"image": "ubuntu"}, {"memory": "x"}]
    assert _table.rows_of(rows, "image", "nginx") == rows[:2]
    assert _table.rows_of([{"image": "Nginx"}, {"image": "UBUNTU:latest"}], "image", "nginx") == [{"image": "Nginx"}]
    assert _table.rows_of([{"pod": "a-qos"}], "pod", "a-qos") == [{"pod": "a-qos"}]
    # as `kubectl get pods --output=name` has it
    assert _table.rows_of([{"pod": "pod/a-qos"}, {"pod": "pod/b-qos"}], "pod", "a-qos") == [{"pod": "pod/a-qos"}]
    assert _table.rows_of([{"image": "pod/nginx"}], "image", "nginx") == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    rows = _table.parse(text)
    assert rows is None or all(set(row) <= set(_table.COLUMNS) for row in rows)
