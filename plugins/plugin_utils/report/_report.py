# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table of a results file, for a terminal. Private to the collection."""

from __future__ import annotations

import json
import pathlib
import typing as t
import unicodedata

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._results import Results, criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._watch import News
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _checklist, _texts

MARKS: t.Final = {"pass": "✔", "fail": "✘", "skipped": "–", "error": "!"}
COLORS: t.Final = {"pass": "green", "fail": "red", "skipped": "cyan", "error": "bright purple"}
# Up to so many students every criterion is shown, beyond that one line for each student.
BOXES: t.Final = {"now": "☑", "before": "☑", "open": "☐"}
DETAILED = 3
# what the steps of a hint are called
STEPS: t.Final = ("report_where", "report_what", "report_next")
INDENT = 6
# What must not begin a line of Japanese.
CLOSING: t.Final = frozenset("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々")
KATAKANA: t.Final = frozenset(map(chr, range(0x30A1, 0x30FD)))
# Columns that a text needs beside what stands before it.
LEAST = 20

Line = tuple[str, str | None]


def of_files(paths: t.Iterable[str], say: Messages, width: int) -> t.Iterator[Line]:
    """The report of these results files, and where they are."""
    found = {}
    for path in paths:
        try:
            found[path] = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            yield say("report_unread", path=path, reason=str(error)), COLORS["error"]
    if not found:
        return
    yield from lines(sorted(found.values(), key=lambda item: str(item["student"])), say, width)
    where = list(found) if len(found) == 1 else dict.fromkeys(str(pathlib.Path(path).parent) for path in found)
    for path in where:
        yield say("report_file", path=path), None


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


def news(head: str, found: News, say: Messages, width: int, open_ones: bool) -> t.Iterator[Line]:
    """What a watch has seen; of the first look the score, and where it is asked for what does not pass."""
    score = found.results["score"] if found.results else None
    if found.lost is not None:
        # the reason comes from the network and is not ours
        yield from _colored(wrapped(f"{head}  {say('watch_lost', reason=found.lost)}", width), COLORS["error"])
    if score is not None:
        earned = found.before["score"]["earned"] if found.before else score["earned"]
        text = say("watch_begin" if earned == score["earned"] else "watch_score", before=earned, **score)
        yield f"{head}  {text}", "bright blue"
    if found.back:
        yield f"  {say('watch_back')}", COLORS["pass"]
    for reason, ids in found.unread.items():
        text = f"{say('watch_unread', count=len(ids), reason=reason)} ({', '.join(ids)})"
        yield from _colored((line for line, _none in _wrapped(text, f"  {MARKS['error']} ", width)), COLORS["error"])
    if found.read:
        text = f"{say('watch_read', count=len(found.read))} ({', '.join(found.read)})"
        yield from _wrapped(text, "    ", width)
    changes = list(found.changes)
    if found.before is None and open_ones and found.results:
        changes = [
            (item["verdict"], item) for item in criteria(found.results) if item["verdict"] in ("fail", "skipped")
        ]
    longest = max((columns(item["id"]) for _before, item in changes), default=0)
    for before, item in changes:
        yield from _criterion(item, longest, width, before)
        if item["verdict"] == "fail" and before != "fail":
            yield from _detail(item, say, width)


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
    """Pieces that must not be broken: a wide character stands alone, unless it belongs to the one before."""
    word = ""
    for char in text:
        if word.strip() and _belongs(char, word):
            word += char
        elif char == " " or columns(char) == 2 or (word and columns(word[0]) == 2):
            if word:
                yield word
            word = char
            if char == " ":
                yield char
                word = ""
        else:
            word += char
    if word:
        yield word


def _belongs(char: str, word: str) -> bool:
    """Whether no line may end between the two: before punctuation, and within a loanword."""
    if char in CLOSING or unicodedata.combining(char):
        return True
    return char in KATAKANA and word[-1] in KATAKANA and columns(word) < LEAST


def _student(results: Results, say: Messages, width: int) -> t.Iterator[Line]:
    yield "", None
    heading = f"{say('report_title')}: {plain(results['student'])} ({plain(results['lab'])})"
    yield from _colored(wrapped(heading, width), "bright blue")
    longest = max((columns(item["id"]) for item in criteria(results)), default=0)
    for name, exercise in results["exercises"].items():
        if len(results["exercises"]) > 1:
            score = exercise["score"]
            head = f"{name}  {_title(name, say)}  {score['earned']}/{score['possible']}"
            yield from _colored(wrapped(head, width), "bright blue")
        for item in exercise["criteria"]:
            yield from _criterion(item, longest, width)
            if item["verdict"] != "pass":
                yield from _detail(item, say, width)
        if "comparison" in exercise:
            yield from _comparison(exercise["comparison"], say, width)
    yield _total(results, say), "bright blue"
    off = [name for exercise in results["exercises"].values() for name in exercise.get("switched_off", ())]
    if off:
        yield from _wrapped(say("report_switched_off", ids=", ".join(off)), "", width)
    yield from _checklist_lines(results, say, width)


def _comparison(table: dict[str, t.Any], say: Messages, width: int) -> t.Iterator[Line]:
    """What the VM shows, and in brackets what the student wrote down, where that was asked for."""
    yield f"  {table['title']}", "bright blue"
    longest = max(columns(row["label"]) for row in table["rows"])
    for row in table["rows"]:
        text = row["live"]
        if row["written"] is not None:
            text += f"  ({say('report_written')}: {row['written']})"
        yield from _wrapped(text, f"    {padded(row['label'], longest)}  ", width)


def _title(exercise: str, say: Messages) -> str:
    """Results may be older than the collection, and know other exercises."""
    known = _texts.known().get(exercise)
    return say.pick(known.title) if known else ""


def _criterion(item: dict[str, t.Any], longest: int, width: int, before: str | None = None) -> t.Iterator[Line]:
    """Mark, points, id and title; the title below the id where the terminal is too narrow for both.

    With the verdict of before, its mark stands before the mark, where it is another.
    """
    marks = [MARKS[verdict] for verdict in dict.fromkeys((before or item["verdict"], item["verdict"]))]
    head = f"  {' → '.join(marks)} {item['earned']}/{item['points']}  "
    beside = f"{head}{padded(item['id'], longest)}  "
    if width - columns(beside) >= LEAST:
        lines = _wrapped(item["title"], beside, _balanced(item["title"], width - columns(beside)) + columns(beside))
    else:
        lines = iter([(head + item["id"], None), *_wrapped(item["title"], " " * INDENT, width)])
    yield from _colored([line for line, _none in lines], COLORS[item["verdict"]])


def _balanced(text: str, width: int) -> int:
    """The least width that gives no more lines: a title's last character does not stand alone."""
    most = len(wrapped(text, width))
    return next((less + 1 for less in range(width - 1, 0, -1) if len(wrapped(text, less)) > most), width)


def _colored(texts: t.Iterable[str], color: str) -> t.Iterator[Line]:
    return ((text, color) for text in texts)


def _checklist_lines(results: Results, say: Messages, width: int) -> t.Iterator[Line]:
    answers = _checklist.answers(_checklist.items(results["lab"]), results)
    if answers:
        yield say("report_checklist"), "bright blue"
    for answer in answers:
        head = f"  {BOXES[answer.state]} "
        detail = {"now": "", "before": say("report_before"), "open": ", ".join(answer.open)}[answer.state]
        color = COLORS["pass" if answer.state == "now" else "skipped"]
        lines = _wrapped(f"{say.pick(answer.item.title)}  {detail}".rstrip(), head, width)
        yield from _colored([line for line, _none in lines], color)


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
    room = max(width - columns(prefix), LEAST)
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
