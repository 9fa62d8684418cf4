# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tools run with their output in a log; what they say in the end becomes the message."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle import _tools as tools
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError, NotEnoughSpaceError


@pytest.fixture
def shop(tmp_path: Path) -> tools.Workshop:
    return tools.Workshop(bundle=tmp_path / "bundle", cache=tmp_path / "cache", python="python3")


def test_output_goes_to_the_log_and_the_last_line_is_the_activity(shop: tools.Workshop, tmp_path: Path) -> None:
    shop.run("part", ["sh", "-c", "pwd; echo $COLOUR >&2"], env={"COLOUR": "red"}, cwd=tmp_path)
    log = (shop.cache / "logs/part.log").read_text(encoding="utf-8")
    assert "$ sh -c" in log
    assert log.endswith(f"{tmp_path}\nred\n")
    assert shop.activity["part"] == "red"


def test_a_failure_names_part_log_and_last_words(shop: tools.Workshop) -> None:
    shop.run("part", ["echo", "of an earlier command"])
    with pytest.raises(BundleError) as caught:
        shop.run("part", ["sh", "-c", "echo no such module; exit 3"])
    assert "part part: sh -c" in str(caught.value)
    assert "(3)" in str(caught.value)
    assert str(shop.cache / "logs/part.log") in str(caught.value)
    assert str(caught.value).endswith("no such module")
    assert "earlier" not in str(caught.value)


def test_a_full_disk_is_recognised_in_gos_words(shop: tools.Workshop) -> None:
    with pytest.raises(NotEnoughSpaceError):
        shop.run("part", ["sh", "-c", "echo write /x: no space left on device; exit 1"])


def test_a_full_disk_is_recognised(shop: tools.Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    with pytest.raises(NotEnoughSpaceError, match="nothing of this part was registered"):
        shop.run("part", ["dd", "if=/dev/zero", "of=/dev/full", "count=1"])


def test_a_full_disk_of_an_earlier_command_is_not_blamed(shop: tools.Workshop) -> None:
    shop.run("part", ["sh", "-c", "dd if=/dev/zero of=/dev/full count=1 || true"])
    with pytest.raises(BundleError) as caught:
        shop.run("part", ["false"])
    assert not isinstance(caught.value, NotEnoughSpaceError)


def test_a_tool_that_is_not_installed_is_named(shop: tools.Workshop) -> None:
    with pytest.raises(BundleError, match="part part: no-such-tool cannot be run"):
        shop.run("part", ["no-such-tool"])


def test_a_tool_ends_when_we_do(shop: tools.Workshop, tmp_path: Path) -> None:
    class Interrupting(dict[str, str]):
        def __setitem__(self, _part: str, _line: str) -> None:
            raise KeyboardInterrupt

    shop.activity = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        shop.run("part", ["sh", "-c", "echo $$; exec sleep 60"])
    process = int((tmp_path / "cache/logs/part.log").read_text(encoding="utf-8").split()[-1])
    deadline = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        os.sched_yield()
    assert not Path(f"/proc/{process}").exists()


def test_a_scratch_folder_is_empty_again(shop: tools.Workshop) -> None:
    (shop.scratch("part") / "left").write_text("x", encoding="utf-8")
    assert list(shop.scratch("part").iterdir()) == []


def test_there_is_a_mirror_for_each_suite() -> None:
    lines = tools.apt_mirrors("bookworm")
    assert [line.split()[2] for line in lines] == ["bookworm", "bookworm-updates", "bookworm-security"]
    assert all(line.startswith("deb http://") and line.endswith(" main") for line in lines)


def test_a_suite_that_this_machine_does_not_have_comes_from_debian() -> None:
    assert tools.apt_mirrors("sid")[0] == "deb http://deb.debian.org/debian sid main"


def test_a_proxy_of_apt_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "apt.conf").write_text('Acquire::http::Proxy "http://proxy.example:3128";\n', encoding="utf-8")
    monkeypatch.setenv("APT_CONFIG", str(tmp_path / "apt.conf"))
    monkeypatch.delenv("http_proxy", raising=False)
    assert tools.apt_proxies()["http_proxy"] == "http://proxy.example:3128"
    monkeypatch.setenv("http_proxy", "http://chosen.example")
    assert "http_proxy" not in tools.apt_proxies()
