# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import string

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import (
    _app,
    _cluster,
    _docker,
    _hints,
    _hints_run,
    _terminal,
)
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import (
    LANGUAGES,
    MESSAGES,
    Messages,
    UnknownLanguage,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_filled_in(language: str) -> None:
    say = Messages(language)
    for name, texts in MESSAGES.items():
        fields = [field for _text, field, _spec, _conversion in string.Formatter().parse(texts[language]) if field]
        assert say(name, **{field: f"<{field}>" for field in fields}).count("<") == len(fields)


def test_what_a_student_wrote_is_no_placeholder() -> None:
    assert Messages("en")("not_found", name="{name} {0} {{ x }}") == "{name} {0} {{ x }} not found"


def test_values_are_made_harmless() -> None:
    assert Messages("en")("not_found", name="\x1b[31ma\nb\u202e") == "a b not found"
    assert len(Messages("en")("not_found", name="x" * 5000)) < 500
    assert Messages("ja")("not_found", name=None) == "なし が見つかりません"
    assert Messages("en")("is", label="last stopped", value="0001-01-01T00:00:00Z") == "last stopped = never"


def test_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UnknownLanguage, match=r"fr.*ja, en"):
        Messages("fr")


def test_pick() -> None:
    assert Messages("ja").pick({"ja": "あ", "en": "a"}) == "あ"


def test_messages_of_every_topic_can_be_said() -> None:
    for part in (_app, _cluster, _docker, _hints, _hints_run, _terminal):
        assert part.MESSAGES.items() <= MESSAGES.items()
