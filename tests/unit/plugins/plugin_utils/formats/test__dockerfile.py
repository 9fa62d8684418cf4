# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pathlib

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._dockerfile import Stages, stages

LAB_FILES = pathlib.Path(__file__).resolve().parents[5] / "files" / "lab02" / "ex2"


@pytest.mark.parametrize(("name", "expected"), [("Dockerfile", Stages(1, 0)), ("Dockerfile.multistage", Stages(2, 1))])
def test_the_labs_own(name: str, expected: Stages) -> None:
    assert stages((LAB_FILES / name).read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Stages(0, 0)),
        ("from a as Build\nfrom b\ncopy --from=build /x /x", Stages(2, 1)),
        ("FROM a\nFROM b\nCOPY --chown=1:1 --from=0 /x /x", Stages(2, 1)),
        (
            "FROM --platform=linux/amd64 a AS x\nFROM b AS y\nFROM c\nCOPY --from=x \\\n  /x /x\nCOPY --from=1 /y /y",
            Stages(3, 2),
        ),
        # another image, a later stage, the stage itself, a comment
        ("FROM a AS x\nFROM b\nCOPY --from=nginx:1.21 /x /x", Stages(2, 0)),
        ("FROM a\nCOPY --from=x /x /x\nFROM b AS x", Stages(2, 0)),
        ("FROM a\nFROM b\nCOPY --from=1 /x /x", Stages(2, 0)),
        ("FROM a AS x\nFROM b\n# COPY --from=x /x /x\nCOPY . .", Stages(2, 0)),
        ("# FROM a\nFROM b", Stages(1, 0)),
        ("FROM a AS x\nRUN true \\\n", Stages(1, 0)),
    ],
)
def test_stages(text: str, expected: Stages) -> None:
    assert stages(text) == expected
