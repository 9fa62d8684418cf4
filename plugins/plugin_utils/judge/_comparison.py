# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a VM shows beside what the student wrote down about it: a pure function. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _plain
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

# characters of one cell: a form may hold anything
WIDEST: t.Final = 80

Compared = dict[str, t.Any]


def compare(exercise: _criteria.Exercise, observation: Observation, say: Messages) -> Compared | None:
    """The exercise's table, `{title, rows: [{label, live, written}]}`; none where nothing was written down yet.

    A row that asks for an answer is left out until there is one: the table is no crib. A row of which something could
    not be read is left out as well, since the verdicts name that.
    """
    if exercise.comparison is None:
        return None
    values = {
        name: probe.get("value")
        for name, spec in exercise.probes.items()
        if (probe := observation.by_key().get(_probe_specs.key(spec))) and probe["status"] != "error"
    }
    rows = [row for wanted in exercise.comparison.rows if (row := _row(wanted, values, say))]
    if not any(row["written"] for row in rows):
        return None
    return {"title": say.pick(exercise.comparison.title), "rows": rows}


def _row(row: _criteria.Row, values: t.Mapping[str, t.Any], say: Messages) -> Compared | None:
    if any(name not in values for name in row.uses):
        return None
    live = _cell(row.live, values)
    written = _cell(row.written, values) if row.written else None
    if not live or written == "":
        return None
    return {"label": say.pick(row.label), "live": live, "written": written}


def _cell(selector: Selector, values: t.Mapping[str, t.Any]) -> str:
    """What it selects, on one line; nothing where it selects nothing, or where the form has another form."""
    try:
        return _plain.render(selector.search(values), "", WIDEST)
    except _judge.UNJUDGEABLE:
        return ""
