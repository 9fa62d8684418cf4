# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What types the handbook on a VM types here at a shell of this machine's own."""

from __future__ import annotations

import sys
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.handbook import _text, type_it

# what ssh -tt does on a VM: a terminal over there, pipes over here, and no signal ignored, as nohup and & would have it
SPAWN = (
    "import pty, signal; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "pty.spawn(['env', 'HISTFILE=', 'bash', '--norc', '-i'])"
)
SHELL = [sys.executable, "-c", SPAWN]


@pytest.fixture
def terminal() -> t.Iterator[type_it.Terminal]:
    opened = type_it.Terminal(SHELL)
    yield opened
    opened.close()


def block(folder: Path, text: str) -> _text.Block:
    path = folder / "lab02.ja.md"
    path.write_text(f"```console{text}\n```\n", encoding="utf-8")
    (found,) = _text.parse(path).blocks
    assert isinstance(found, _text.Block)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "\n$ echo a  b\na b",
        "\n$ cd /\n$ pwd\n/",
        "\n$ true",
        # the state of the shell stays, and long lines stay whole
        f"\n$ x={'y' * 300}\n$ echo $x\n{'y' * 300}",
        "\n$ for n in 1 2; do\n>   echo $n\n> done\n1\n2",
        "\n$ cat <<END\n> 日本語 $((1 + 1))\n> END\n日本語 2",
        "\n$ printf 'no new line'\nno new line",
        "\n$ seq 50\n1\n...\n50",
        "\n$ tty\n/dev/<...>",
        "\n$ no-such-command\n<...>command not found",
        "\n$ seq 3; (exit 3)\n1\n2\n3",
        "\n$ kubectl() { [ $((++n)) = 1 ] || echo well; }\n$ kubectl exec client -- true\nwell",
        " pty\n$ PS1='root# ' bash --norc -i\n# echo $((6 * 7))\n42\n# exit\nexit",
        " pty\n$ (echo first; sleep 0.1; echo second; sleep 60)\n...\nsecond\n^C",
    ],
)
def test_what_the_text_says_is_seen(text: str, terminal: type_it.Terminal, tmp_path: Path) -> None:
    assert type_it.type_block(terminal, block(tmp_path, text)) == []
    # and the shell is there for the next one
    assert type_it.type_block(terminal, block(tmp_path, "\n$ echo again\nagain")) == []


LATE = type_it.TOO_LATE.format(2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n$ echo a\nb", (3, "echo a", "b", "a")),
        ("\n$ true\n$ printf '1\\n2\\n'\n1\n3", (5, "printf '1\\n2\\n'", "3", "2")),
        ("\n$ echo loud", (2, "echo loud", type_it.NOTHING, "loud")),
        ("\n$ cd /no-such-folder", (2, "cd /no-such-folder", type_it.NOTHING, "bash: cd: /no-such-folder")),
        (" pty\n$ PS1='root# ' bash --norc -i\n# echo here\nthere\n# exit", (4, "echo here", "there", "here")),
        (" pty\n$ (echo a; sleep 60)\nb\n^C", (3, "(echo a; sleep 60)", "b", "a")),
        ("\n$ seq 3; false\n1\n...", (2, "seq 3; false", type_it.SUCCESS, "1")),
        ("\n$ kubectl() { :; }\n$ kubectl exec client\nwell", (4, "kubectl exec client", "well", "(nothing)")),
        (
            "\n$ kubectl() { [ $((++n)) = 2 ] && echo well; }\n$ kubectl exec client\nwell",
            (4, "kubectl exec client", "well", "(nothing)"),
        ),
        ("\n$ sleep 60", (2, "sleep 60", type_it.NOTHING, LATE)),
        ("\n$ exit", (2, "exit", type_it.NOTHING, LATE)),
        (" pty\n$ trap '' INT; echo deaf; sleep 60\ndeaf\n^C", (4, "^C", type_it.NOTHING, LATE)),
    ],
)
def test_a_difference_is_named(
    text: str,
    said: tuple[int, str, str, str],
    terminal: type_it.Terminal,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(type_it, "SECONDS", 2)
    try:
        (wrong,) = type_it.type_block(terminal, block(tmp_path, text))
    except type_it.Mismatch as hopeless:
        wrong = hopeless
    line, typed, expected, seen = said
    head, *lines = str(wrong).splitlines()
    assert head == f"lab02.ja.md:{line}"
    assert lines[0].split(None, 1)[1] == typed
    assert lines[1].split(None, 1)[1] == expected
    assert any(one.strip().startswith(seen) for one in lines[3:]), lines


def test_every_difference_is_named_as_long_as_the_shell_is_there(terminal: type_it.Terminal, tmp_path: Path) -> None:
    found = type_it.type_block(terminal, block(tmp_path, "\n$ echo 1\n2\n$ true\n$ echo 3\n4"))
    assert [str(one).splitlines()[0] for one in found] == ["lab02.ja.md:3", "lab02.ja.md:6"]


def test_a_second_terminal_goes_on_until_it_is_ended(tmp_path: Path) -> None:
    first, second = type_it.Terminal(SHELL), type_it.Terminal(SHELL)
    try:
        said = tmp_path / "said"
        assert type_it.type_block(first, block(tmp_path, f"\n$ echo ready >{said}")) == []
        assert type_it.type_block(second, block(tmp_path, f" pty\n$ tail -f {said}\nready")) == []
        assert type_it.type_block(first, block(tmp_path, "\n$ echo back\nback")) == []
        assert type_it.type_block(second, block(tmp_path, " pty\n^C")) == []
        assert type_it.type_block(second, block(tmp_path, "\n$ echo back\nback")) == []
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize("dropped", [1, 2])
def test_ctrl_c_is_over_though_the_terminal_drops_what_is_said(
    dropped: int, terminal: type_it.Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read, times = terminal.read, iter(range(100))

    def forgetful(enough: t.Callable[[str], bool], seconds: float) -> str | None:
        seen = read(enough, seconds)
        return None if next(times) in range(1, 1 + dropped) else seen

    monkeypatch.setattr(terminal, "read", forgetful)
    assert type_it.type_block(terminal, block(tmp_path, " pty\n$ (echo here; sleep 60)\nhere\n^C")) == []
    assert type_it.type_block(terminal, block(tmp_path, "\n$ echo again\nagain")) == []


def test_sections_are_typed_in_one_language_or_by_turns() -> None:
    mixed = type_it.languages_of("both")
    assert list(mixed.values())[:3] == ["ja", "en", "ja"]
    for section, language in mixed.items():
        typed = type_it.blocks_of(section, language)
        assert typed
        assert {block.document.name.split(".")[1] for block in typed} == {language}
    assert set(type_it.languages_of("en").values()) == {"en"}
    assert list(mixed) == list(type_it.languages_of("en"))
