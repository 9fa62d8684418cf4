# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as people meet it: in Debian's Chromium, from disk, by eye, keyboard, screen reader and on paper."""

from __future__ import annotations

import base64
import datetime
import itertools
import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _html, _model, _records
from ansible_collections.kcna.labs.tests.browser._class import NAMES, large, sample
from ansible_collections.kcna.labs.tools.browser import Browser, browser

TAB, ENTER, RIGHT, SPACE = "\ue004", "\ue007", "\ue014", " "
# WCAG 2.2, 1.4.3: text against what is behind it
CONTRAST = 4.5


class Node(t.NamedTuple):
    role: str
    name: str
    properties: dict[str, t.Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("class")
    sample(root)
    group = _model.build(_records.read(root))
    pages = _html.Pages("ja", datetime.UTC)
    (root / "report" / _html.STUDENTS).mkdir(parents=True)
    (root / "report" / "index.html").write_text(pages.index(group), encoding="utf-8")
    for student in group.students:
        (root / "report" / _html.student_file(student)).write_text(pages.student(student), encoding="utf-8")
    return root / "report"


@pytest.fixture(scope="module")
def window() -> t.Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def page(window: Browser, folder: Path) -> t.Iterator[t.Callable[[str], Browser]]:
    """Open a page afresh; whatever it does, the console stays empty."""

    def load(name: str) -> Browser:
        window.open(folder / f"{name}.html")
        window.run("localStorage.clear()")
        window.open(folder / f"{name}.html")
        return window

    yield load
    assert window.console() == []


def tree(window: Browser) -> list[Node]:
    """What a screen reader is told, without what it is not."""
    nodes = window.devtools("Accessibility.getFullAXTree")["nodes"]
    return [
        Node(
            node.get("role", {}).get("value", ""),
            re.sub(r"\s+", " ", node.get("name", {}).get("value", "")).strip(),
            {item["name"]: item["value"].get("value") for item in node.get("properties", ())},
        )
        for node in nodes
        if not node.get("ignored")
    ]


def named(nodes: list[Node], role: str) -> list[str]:
    return [node.name for node in nodes if node.role == role]


EVERY = ["index", *(f"students/student0{number}" for number in range(1, 9))]


@pytest.mark.parametrize("name", EVERY)
def test_headings_are_an_outline(page: t.Callable[[str], Browser], name: str) -> None:
    headings = [node for node in tree(page(name)) if node.role == "heading"]
    levels = [node.properties["level"] for node in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(node.name for node in headings)


def test_what_a_screen_reader_is_told_of_the_class(page: t.Callable[[str], Browser]) -> None:
    nodes = tree(page("index"))
    assert {"banner", "main", "contentinfo"} <= {node.role for node in nodes}
    assert named(nodes, "heading")[1:] == [
        "つまずいている受講者",
        "受講者と基準の一覧",
        "基準ごとの合格状況",
        "採点の履歴",
    ]
    assert sorted(named(nodes, "table")) == sorted(named(nodes, "heading")[1:]), "each table goes by its heading"
    assert named(nodes, "region") == ["受講者と基準の一覧"]
    assert [node.name for node in nodes if node.role == "button"] == ["日本語", "English"]
    assert [node.properties["pressed"] for node in nodes if node.role == "button"] == ["true", "false"]
    assert named(nodes, "group") == ["表示言語"]
    assert "student01" in named(nodes, "rowheader")
    assert {"受講者", "現在の得点", "ex6", "cpu-throttled"} <= {
        node.name for node in nodes if "columnheader" in node.role or node.role == "cell"
    }
    cells = set(named(nodes, "cell")) | set(named(nodes, "gridcell"))
    assert {"合格", "不合格", "以前は合格、今は不合格", "前提の基準が未合格"} <= cells


def test_a_cell_says_its_verdict_in_the_language_shown(page: t.Callable[[str], Browser]) -> None:
    window = page("index")
    window.click("#switch [data-language=en]")
    nodes = tree(window)
    cells = set(named(nodes, "cell")) | set(named(nodes, "gridcell"))
    assert {"passes", "fails", "passed before, not now", "waits for another"} <= cells
    assert "合格" not in cells


def test_header_cells_belong_to_their_rows_and_columns(page: t.Callable[[str], Browser]) -> None:
    for name in EVERY[:2]:
        missing = page(name).run("return [...document.querySelectorAll('th')].filter(th => !th.scope).length")
        assert missing == 0
        widths = page(name).run(
            """return [...document.querySelectorAll('.map tbody tr')].map(row => row.cells.length
            - [...document.querySelectorAll('.map col')].reduce((sum, col) => sum + col.span, 0))"""
        )
        assert set(widths) <= {0}


def test_what_a_screen_reader_is_told_of_a_student(page: t.Callable[[str], Browser]) -> None:
    nodes = tree(page("students/student02"))
    headings = named(nodes, "heading")
    assert headings[:3] == ["採点レポート: student02 (lab02)", "チェックリスト", "演習"]
    assert any(
        re.match(r"✘ 不合格 cpu-limited の requests と limits が正しい\s*ex6\.cpu-limited-resources", item)
        for item in headings
    )
    assert named(nodes, "navigation") == ["演習"]
    assert named(nodes, "checkbox") == ["合格した基準を隠す"]
    terms = set(named(nodes, "term")) | set(named(nodes, "DescriptionListTerm"))
    told = {node.name for node in nodes}
    assert {"期待", "実際", "理由", "次に"} <= terms | told
    assert "resources.limits.cpu = 500m" in told


def test_the_language_is_switched_and_kept(page: t.Callable[[str], Browser], folder: Path) -> None:
    window = page("index")
    assert window.run("return document.documentElement.lang") == "ja"
    assert "つまずいている受講者" in window.run("return document.body.innerText")
    window.click("#switch [data-language=en]")
    shown = window.run("return document.body.innerText")
    assert "Who is stuck" in shown
    assert not re.search(r"[\u3040-\u30ff]", shown.replace("日本語", ""))
    assert window.run("return [document.documentElement.lang, document.title]") == ["en", "Report of the class: lab02"]
    window.open(folder / "students" / "student02.html")
    assert window.run("return [document.documentElement.lang, document.title]") == ["en", "Report: student02 (lab02)"]
    shown = window.run("return document.body.innerText")
    assert "passes" in shown
    assert not re.search(r"[\u3040-\u30ff]", shown.replace("日本語", ""))


def test_without_scripts_the_page_is_whole_in_its_first_language(
    page: t.Callable[[str], Browser], folder: Path
) -> None:
    window = page("index")
    window.devtools("Emulation.setScriptExecutionDisabled", value=True)
    try:
        window.open(folder / "index.html")
        nodes = tree(window)
    finally:
        window.devtools("Emulation.setScriptExecutionDisabled", value=False)
    assert "受講者と基準の一覧" in named(nodes, "table")
    assert named(nodes, "button") == [], "a switch that cannot switch is not there"


def test_by_keyboard(page: t.Callable[[str], Browser]) -> None:
    window = page("index")
    focus = "return document.activeElement.className || document.activeElement.lang || document.activeElement.href"
    window.press(TAB)
    assert window.run(focus) == "skip"
    window.press(ENTER, TAB)
    assert "students/student" in window.run(focus)
    window = page("index")
    window.press(TAB, TAB, TAB)
    assert window.run(focus) == "en"
    window.press(ENTER)
    assert window.run("return document.documentElement.lang") == "en"
    # Chromium gives the focus to whatever scrolls, others only where it is said
    assert window.run("return document.querySelector('.scroll').getAttribute('tabindex')") == "0"
    window.run("document.querySelector('.scroll').focus()")
    assert window.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    window.press(RIGHT, RIGHT)
    moved = """const done = arguments[0], at = document.querySelector('.scroll');
    const look = () => at.scrollLeft > 0 ? done(at.scrollLeft) : requestAnimationFrame(look); look();"""
    assert window.ask("POST", "/execute/async", {"script": moved, "args": []}) > 0


def test_what_passes_can_be_hidden(page: t.Callable[[str], Browser]) -> None:
    window = page("students/student02")
    shown = "return [...document.querySelectorAll('.criterion')].filter(item => item.checkVisibility()).length"
    every = window.run(shown)
    window.click("#only-open")
    kept = window.run(shown)
    assert 0 < kept < every
    assert kept == window.run("return document.querySelectorAll('.criterion:not(.p)').length")


@pytest.mark.parametrize("name", EVERY)
def test_hostile_texts_do_nothing(page: t.Callable[[str], Browser], name: str) -> None:
    window = page(name)
    title, scripts, images, styles = window.run(
        "return [document.title, document.scripts.length, document.images.length, document.styleSheets.length]"
    )
    assert title != "owned"
    assert (scripts, images, styles) == (1, 0, 1)
    assert "49" not in window.run("return document.querySelector('h1').textContent")
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert window.run(wide) <= 0, "a long text does not push the page aside"


def test_hostile_texts_are_shown_as_they_are(page: t.Callable[[str], Browser]) -> None:
    text = page("index").run("return document.querySelector('.map').textContent")
    for name in NAMES.values():
        assert name[:99] in text


def test_a_text_from_right_to_left_stays_in_its_place(page: t.Callable[[str], Browser]) -> None:
    """What follows it stands where it stands after any other name."""
    for name in ("student07", "student01"):
        before, after = page("index").run(
            """const link = document.querySelector(`.map a[href*="${arguments[0]}"]`);
            return [link.getBoundingClientRect().left, link.closest('tr').cells[1].getBoundingClientRect().left]""",
            name,
        )
        assert before < after
    bdi = page("students/student07").run("return getComputedStyle(document.querySelector('h1 bdi')).unicodeBidi")
    assert bdi == "isolate"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EVERY[:4])
def test_contrast(page: t.Callable[[str], Browser], name: str, scheme: str) -> None:
    window = page(name)
    window.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        background, pairs = window.run(
            """const behind = (at) => { for (; at; at = at.parentElement) {
                const color = getComputedStyle(at).backgroundColor;
                if (color !== 'rgba(0, 0, 0, 0)') return color; } };
            const found = new Set();
            for (const at of document.querySelectorAll('body *')) {
                const speaks = [...at.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                if (at.checkVisibility() && (speaks || at.matches('td[class]')))
                    found.add(getComputedStyle(at).color + '|' + behind(at));
            }
            return [getComputedStyle(document.body).backgroundColor, [...found]]"""
        )
    finally:
        window.devtools("Emulation.setEmulatedMedia", features=[])
    assert (luminance(background) > 0.5) == (scheme == "light")
    assert len(pairs) >= 8
    assert {pair: round(contrast(*pair.split("|")), 2) for pair in pairs if contrast(*pair.split("|")) < CONTRAST} == {}


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("name", "width"), [("index", 277), ("students/student02", 190)])
def test_on_paper(page: t.Callable[[str], Browser], name: str, width: int) -> None:
    """Nothing is cut off at the side of A4 without its margins, and what is of use on a screen alone is not there."""
    window = page(name)
    window.devtools("Emulation.setEmulatedMedia", media="print")
    window.devtools(
        "Emulation.setDeviceMetricsOverride",
        width=round(width / 25.4 * 96),
        height=700,
        deviceScaleFactor=1,
        mobile=False,
    )
    try:
        over, shown, cells = window.run(
            """return [document.documentElement.scrollWidth - document.documentElement.clientWidth,
            [...document.querySelectorAll('.switch, .skip, .screen')].filter(at => at.checkVisibility()).length,
            [...document.querySelectorAll('.map td')].every(at => at.getBoundingClientRect().height > 5)]"""
        )
    finally:
        window.devtools("Emulation.clearDeviceMetricsOverride")
        window.devtools("Emulation.setEmulatedMedia", media="")
    assert (over <= 0, shown, cells) == (True, 0, True)
    printed = base64.b64decode(window.devtools("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert printed.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert box
    assert (float(box[1]) > float(box[2])) == (name == "index"), "the class is on its side"


def test_a_large_class_opens(window: Browser, folder: Path, tmp_path: Path) -> None:
    """200 students and the whole lab: bounds of what there is to lay out; make bench says how long it takes."""
    page = tmp_path / "index.html"
    page.write_text(_html.Pages("ja", datetime.UTC).index(large(folder.parent)), encoding="utf-8")
    window.open(page)
    nodes, cells, rows = window.run(
        """return [document.querySelectorAll('*').length, document.querySelectorAll('.map td').length,
        document.querySelectorAll('.map tbody tr').length]"""
    )
    assert rows == 200
    assert cells >= 200 * 106
    assert nodes < 1.6 * cells
    assert window.console() == []
