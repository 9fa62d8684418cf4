# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table of a results file, for a terminal. Private to the collection."""

from __future__ import annotations

import typing as t
import unicodedata

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._results import Results, criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _checklist

MARKS: t.Final = {"pass": "✔", "fail": "✘", "skipped": "–", "error": "!"}
COLORS: t.Final = {"pass": "green", "fail": "red", "skipped": "cyan", "error": "bright purple"}
# Up to so many students every criterion is shown, beyond that one line for each student.
BOXES: t.Final = {"now": "☑", "before": "☑", "open": "☐"}
DETAILED = 3
# what the steps of a hint are called
STEPS: t.Final = ("report_where", "report_what", "report_next")
INDENT = 6

Line = tuple[str, str | None]


def lines(results: t.Sequence[Results], say: Messages, width: int) -> t.Iterator[Line]:
    """The whole report, with a colour for each line."""
    if len(results) > DETAILED:
        yield from _overview(results, say, width)
    else:
        for item in results:
            yield from _student(item, say, width)
    standins = sorted({_short(name) for item in results for name in item["standins"]})
    if standins:
        yield from _wrapped(say("report_standins", images=", ".join(standins)), "", width)


def _short(image: str) -> str:
    """The name by which the lab's text calls it."""
    return image.removeprefix("docker.io/").removeprefix("library/")


def columns(text: str) -> int:
    """Columns that a text takes on a terminal: a Japanese character takes two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, width: int) -> str:
    """Text filled up to a width in columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; between Japanese characters a line may end anywhere."""
    found, line = [], ""
    for word in _words(text):
        if line and columns(line + word) > width:
            found.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*found, line.rstrip()] if line.strip() else found


def _words(text: str) -> t.Iterator[str]:
    """Pieces that must not be broken; wide characters stand alone."""
    word = ""
    for char in text:
        if char == " " or columns(char) == 2:
            if word:
                yield word
            yield char
            word = ""
        else:
            word += char
    if word:
        yield word


def _student(results: Results, say: Messages, width: int) -> t.Iterator[Line]:
    yield "", None
    heading = f"{say('report_title')}: {plain(results['student'])} ({plain(results['lab'])})"
    yield heading, "bright blue"
    found = criteria(results)
    longest = max((columns(item["id"]) for item in found), default=0)
    for item in found:
        mark, points = MARKS[item["verdict"]], f"{item['earned']}/{item['points']}"
        yield f"  {mark} {points}  {padded(item['id'], longest)}  {item['title']}", COLORS[item["verdict"]]
        if item["verdict"] != "pass":
            yield from _detail(item, say, width)
    yield _total(results, say), "bright blue"
    off = [name for exercise in results["exercises"].values() for name in exercise.get("switched_off", ())]
    if off:
        yield from _wrapped(say("report_switched_off", ids=", ".join(off)), "", width)
    yield from _checklist_lines(results, say, width)


def _checklist_lines(results: Results, say: Messages, width: int) -> t.Iterator[Line]:
    answers = _checklist.answers(_checklist.items(results["lab"]), results)
    if answers:
        yield say("report_checklist"), "bright blue"
    for answer in answers:
        head = f"  {BOXES[answer.state]} {say.pick(answer.item.title)}"
        detail = {"now": "", "before": say("report_before"), "open": ", ".join(answer.open)}[answer.state]
        color = COLORS["pass" if answer.state == "now" else "skipped"]
        yield from ((line, color) for line, _none in _wrapped(f"{head}  {detail}".rstrip(), "", width))


def _detail(item: dict[str, t.Any], say: Messages, width: int) -> t.Iterator[Line]:
    rows = [(say("report_expected"), item["expected"]), (say("report_actual"), item["actual"])]
    rows.append((say("report_why"), item["why"]))
    rows += [(say(name), text) for name, text in zip(STEPS, item["hints"], strict=False)]
    rows += [("", text) for text in price(item, say)]
    if item["waited_s"]:
        rows.append(("", say("report_waited", seconds=item["waited_s"])))
    longest = max(columns(name) for name, _text in rows)
    for name, text in rows:
        if text:
            yield from _wrapped(text, " " * INDENT + padded(name, longest) + "  ", width)


def price(item: dict[str, t.Any], say: Messages) -> t.Iterator[str]:
    """What the steps shown have cost, and what the next one would."""
    if item["hint_cost"]:
        yield say("report_hint_cost", steps=item["hints_shown"], of=len(STEPS), cost=item["hint_cost"])
    if item["hint_next"]:
        yield say("report_hint_more", cost=item["hint_next"], criterion=item["id"])


def _wrapped(text: str, prefix: str, width: int) -> t.Iterator[Line]:
    room = max(width - columns(prefix), 20)
    for number, line in enumerate(wrapped(text, room)):
        yield (prefix if number == 0 else " " * columns(prefix)) + line, None


def _overview(results: t.Sequence[Results], say: Messages, width: int) -> t.Iterator[Line]:
    yield "", None
    yield say("report_title"), "bright blue"
    longest = max(columns(plain(item["student"])) for item in results)
    for item in results:
        score = item["score"]
        missed = [found["id"] for found in criteria(item) if found["verdict"] in ("fail", "error")]
        points = f"{score['earned']:>4}/{score['possible']}"
        color = COLORS["error"] if score["errors"] else COLORS["fail"] if missed else COLORS["pass"]
        head = f"  {padded(plain(item['student']), longest)}  {points}"
        if not missed:
            yield head, color
            continue
        for line, _color in _wrapped(", ".join(missed), f"{head}  {say('report_open')}: ", width):
            yield line, color


def _total(results: Results, say: Messages) -> str:
    score = results["score"]
    text = f"{say('report_score')}: {say('report_total', **score)}"
    if score["errors"]:
        text += f" ({say('report_errors', count=score['errors'])})"
    if score.get("hint_cost"):
        text += f" ({say('report_after_hints', after=score['after_hints'], cost=score['hint_cost'])})"
    return text
