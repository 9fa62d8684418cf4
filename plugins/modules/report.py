#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Documentation of the action plugin report."""

from __future__ import annotations

DOCUMENTATION = r"""
module: report
short_description: Write the report of a class from its results
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Reads what M(kcna.labs.verify) left below C(results/latest) and C(results/runs) and reaches no VM.
  - Of each exercise the newest judgement counts, whichever run it was made in.
  - C(index.html) shows the class (who is stuck on what since when, a map of students and criteria, the history),
    C(students/<host>.html) one student with evidence and hints. Each page is one file that needs no network and holds
    Japanese and English.
  - C(junit.xml) is for a CI server, C(marks.csv) for a spreadsheet or a learning platform, C(criteria.csv) for both.
  - Both languages come from the saved snapshots, which are judged again. Where that gives another verdict than the
    results hold, or there is no snapshot, the results' own texts are shown, and the page says so. Marks are always
    those of the results.
  - Pages of students who are gone are left where they are. Only the owner can read what is written.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
    details: Says what would be written.
  diff_mode:
    support: none
options:
  dest:
    description: The folder to write to. Without it, C(report) in the results folder.
    type: path
notes:
  - Reads the variables O(ignore:lab_language) (V(ja) by default, or V(en)), in which the pages open and the texts of
    JUnit and CSV are, and O(ignore:lab_results_dir) (C(results) below the folder where the command was started).
  - A file that is no whole results file is left out, with a warning and a notice in the page.
  - The times of the pages are those of the controller's time zone, those of the other files UTC.
seealso:
  - module: kcna.labs.verify
    description: Writes the results that the report is made of.
"""

EXAMPLES = r"""
- name: Write the report
  kcna.labs.report:

- name: Write it to a folder of its own, opening in English
  kcna.labs.report:
    dest: ~/lab02-report
  vars:
    lab_language: en
"""

RETURN = r"""
index:
  description: The page of the class.
  returned: success
  type: str
  sample: results/report/index.html
students:
  description: How many students are in the report.
  returned: success
  type: int
  sample: 20
files:
  description: The files that were written because they were missing or different.
  returned: success
  type: list
  elements: str
  sample: [results/report/index.html, results/report/junit.xml]
unread:
  description: Results files that could not be read, below the results folder.
  returned: success
  type: list
  elements: str
  sample: [latest/student07.json]
"""
