# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts are made in two lanes, registered whole, and a failure leaves the finished ones."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle import _make as make
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError, NotEnoughSpaceError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._manifest import Manifest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import Part, Recipe
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop

NOTHING = {"cache": 1, "bundle": 1}
BUNDLE = """
schema: 1
debian: {suite: x, exclude: [], include: []}
parts:
  - {name: tools, lane: go, disk_mb: {cache: 1, bundle: 1}, context: tools, bin: [hello]}
  - {name: broken, lane: go, disk_mb: {cache: 1, bundle: 1}, context: tools, bin: [nothing]}
"""


def part(name: str, lane: str) -> Part:
    return Part(name, lane, NOTHING)


class Tell(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


def test_each_lane_works_in_order_and_both_at_once() -> None:
    order: list[str] = []
    meeting = threading.Barrier(2, timeout=10)

    def work(one: Part) -> float:
        order.append(one.name)
        meeting.wait()  # passes only when a part of the other lane is in work too
        return 1

    parts = [part("g1", "go"), part("i1", "images"), part("g2", "go"), part("i2", "images")]
    tell = Tell()
    make.Schedule(parts, work, {}, tell).run()
    assert [name for name in order if name[0] == "g"] == ["g1", "g2"]
    assert [name for name in order if name[0] == "i"] == ["i1", "i2"]
    assert tell[-1].endswith("made in 1 s (4 of 4)")


def test_a_lane_waits_for_its_part_while_the_other_is_idle() -> None:
    release = threading.Event()

    class Releasing(Tell):
        def __call__(self, text: str) -> None:
            super().__call__(text)
            # a progress line comes after the schedule had its chance to begin g2
            if text.startswith("g1: 0 s") and any(line.startswith("i1: made") for line in self):
                release.set()

    def work(one: Part) -> float:
        assert one.name != "g1" or release.wait(10)
        return 1

    tell = Releasing()
    make.Schedule([part("g1", "go"), part("g2", "go"), part("i1", "images")], work, {}, tell).run(interval=0.01)
    assert tell.index("g2: started") > tell.index("g1: made in 1 s (2 of 3)")


def test_a_failure_stops_what_has_not_begun_and_finishes_what_has() -> None:
    begun: list[str] = []
    failed = threading.Event()

    def work(one: Part) -> float:
        begun.append(one.name)
        if one.name == "i1":
            failed.set()
            raise BundleError("i1 is broken")
        assert failed.wait(10)
        return 1

    tell = Tell()
    with pytest.raises(BundleError, match="i1 is broken"):
        make.Schedule([part("g1", "go"), part("g2", "go"), part("i1", "images")], work, {}, tell).run()
    assert sorted(begun) == ["g1", "i1"]
    assert any(line.startswith("g1: made") for line in tell)


def test_progress_names_what_a_part_is_doing() -> None:
    release = threading.Event()

    class Releasing(Tell):
        def __call__(self, text: str) -> None:
            super().__call__(text)
            if "compiling" in text:
                release.set()

    def work(_part: Part) -> float:
        assert release.wait(10)
        return 1

    tell = Releasing()
    make.Schedule([part("g1", "go")], work, {"g1": "compiling " + "x" * 200}, tell).run(interval=0.01)
    line = next(line for line in tell if "compiling" in line)
    assert line.startswith("g1: 0 s compiling")
    assert len(line) < 100


@pytest.fixture
def maker(tmp_path: Path) -> make.PartMaker:
    for folder in ("files/images/debian-base", "files/images/tools", "bundle", "cache"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "files/bundle.yml").write_text(BUNDLE, encoding="utf-8")
    (tmp_path / "files/images/tools/hello").write_text("#!/bin/sh\n", encoding="utf-8")
    manifest = Manifest(tmp_path / "bundle")
    manifest.create()
    return make.PartMaker(
        Recipe(tmp_path / "files"), manifest, Workshop(tmp_path / "bundle", tmp_path / "cache", "python3")
    )


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)


@pytest.mark.usefixtures("as_root")
def test_a_part_is_registered_with_its_key_and_files(maker: make.PartMaker) -> None:
    tools = maker.recipe.parts[0]
    maker.make(tools)
    assert (maker.manifest.folder / "bin/hello").stat().st_mode & 0o777 == 0o755
    again = Manifest(maker.manifest.folder)
    assert again.state("tools", maker.recipe.key(tools), hashes=True) == ""
    assert not (maker.manifest.folder / ".scratch/tools").exists()


@pytest.mark.usefixtures("as_root")
def test_a_part_that_cannot_be_made_is_not_registered(maker: make.PartMaker) -> None:
    with pytest.raises(BundleError, match=r"part broken: .*nothing: No such file"):
        maker.make(maker.recipe.parts[1])
    assert Manifest(maker.manifest.folder).parts == {}
    assert not (maker.manifest.folder / ".scratch/broken").exists()


@pytest.mark.usefixtures("as_root")
def test_a_full_disk_leaves_nothing_registered(maker: make.PartMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "manifest.json")

    monkeypatch.setattr(Manifest, "register", full)
    with pytest.raises(NotEnoughSpaceError, match=r"part tools: the disk became full while manifest\.json was written"):
        maker.make(maker.recipe.parts[0])
    assert Manifest(maker.manifest.folder).parts == {}


def test_space_is_asked_for_before_the_work_begins(maker: make.PartMaker) -> None:
    make.check_space([part("a", "go")], maker.shop)
    huge = Part("b", "go", {"cache": 10**9, "bundle": 10**9})
    with pytest.raises(NotEnoughSpaceError, match=r"needs 1999999999 MB .* only \d+ MB are free"):
        make.check_space([huge], maker.shop)
