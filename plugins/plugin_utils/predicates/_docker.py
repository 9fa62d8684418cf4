# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Named predicates about images, build contexts and registries. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _dockerfile, _dockerignore
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

# with options of pip itself, and with or without a value of theirs
INSTALL = re.compile(r"\bpip[0-9.]*\s+(?:-\S+\s+(?:[^-\s]\S*\s+)?)*install\b")
# the classic builder and BuildKit
COPIED = re.compile(r"(?:/bin/sh -c #\(nop\)\s+)?COPY\s")
# The official Python images compile Python and install setuptools in one step of their own.
OF_THE_BASE = re.compile(r"python\.tar\.xz|get-pip\.py")
DOCKER_AGENT = "docker/"
NO_STEP = "docker history: pip install"
NO_COPY = "docker history: COPY"


def installs_packages(args: Object, say: Messages) -> list[Finding]:
    """Whether a step of the build, other than the base image's own, has installed Python packages."""
    steps = [step for step in args["history"] or [] if INSTALL.search(step) and not OF_THE_BASE.search(step)]
    wanted = say("present" if args["wanted"] else "not_present", label=NO_STEP)
    shown = say("is", label="docker history", value=steps[0]) if steps else say("not_present", label=NO_STEP)
    return [Finding(bool(steps) is args["wanted"], wanted, shown)]


def made_as_webapp(args: Object, say: Messages) -> list[Finding]:
    """Some step of the build has brought the application: by installing what it needs, or by its file."""
    history = args["history"] or []
    steps = [step for step in history if (INSTALL.search(step) and not OF_THE_BASE.search(step)) or "app.py" in step]
    wanted = say("present", label=NO_STEP)
    return [Finding(bool(steps), wanted, wanted if steps else say("not_present", label=NO_STEP))]


def nonroot_user(args: Object, say: Messages) -> list[Finding]:
    """A user is set that the image knows, and its number is not root's."""
    user = args["user"]
    if not user["name"]:
        shown = say("not_present", label="USER")
    else:
        shown = say("no_such_user" if user["uid"] is None else "uid_is", name=user["name"], uid=user["uid"])
    return [Finding(bool(user["uid"]), say("nonroot"), shown)]


def clean_final_stage(args: Object, say: Messages) -> list[Finding]:
    """A Dockerfile has two stages or more and takes something from an earlier one; the last installs nothing.

    An image without a COPY comes from no such file: one that was exported and imported has lost its history.
    """
    found = _dockerfile.stages(args["text"] or "")
    copied = any(COPIED.match(step) for step in args["history"] or [])
    wanted = say("present", label=NO_COPY)
    return [
        *installs_packages({"history": args["history"], "wanted": False}, say),
        Finding(copied, wanted, wanted if copied else say("not_present", label=NO_COPY)),
        Finding(found.number >= 2, say("at_least", label="FROM", arg=2), say("is", label="FROM", value=found.number)),
        Finding(
            found.copies > 0,
            say("present", label="COPY --from"),
            say("is", label="COPY --from", value=found.copies),
        ),
    ]


def dockerignore(args: Object, say: Messages) -> list[Finding]:
    """By Docker's own rules, the unwanted files stay out of the build context and the others do not."""
    try:
        patterns = _dockerignore.parse(args["text"] or "")
    except _dockerignore.PatternError as error:
        return [Finding(False, say("patterns"), say("bad_pattern", pattern=str(error)))]
    out = {path: _dockerignore.excluded(path, patterns) for path in (*args["unwanted"], *args["needed"])}
    return [
        *(Finding(out[path], say("left_out", path=path), say("sent", path=path)) for path in args["unwanted"]),
        *(Finding(not out[path], say("sent", path=path), say("left_out", path=path)) for path in args["needed"]),
    ]


def files_in_layers(args: Object, say: Messages) -> list[Finding]:
    """No layer holds an unwanted file, and some layer holds the needed one."""
    files = args["layers"]["files"]
    found = []
    for path in args["unwanted"]:
        junk = [name for name in files if f"/{name}".endswith(f"/{path}")]
        found.append(Finding(not junk, say("no_file", path=path), say("has_file", path=(junk or [path])[0])))
    for path in args["needed"]:
        there = any(f"/{name}".endswith(f"/{path}") for name in files)
        found.append(Finding(there, say("has_file", path=path), say("no_file", path=path)))
    return found


def pulled_after_push(args: Object, say: Messages) -> list[Finding]:
    """Docker has fetched the present image: something by its digest at any time, or the tag since that was pushed last.

    Docker keeps a manifest as long as it has the image, and a while longer, and then asks for nothing but its digest
    (HEAD). Of an image that was removed it fetches at least the configuration, which is a blob.
    """
    log, digests = args["requests"] or [], args["digests"] or []
    puts = [at for at, item in enumerate(log) if item["method"] == "PUT" and item["reference"] == args["tag"]]
    since = (puts or [-1])[-1]
    pulls = [
        item
        for at, item in enumerate(log)
        if item["method"] == "GET"
        and item["status"] == 200
        and (item["reference"] in digests or (item["reference"] == args["tag"] and at > since))
        and item["agent"].startswith(DOCKER_AGENT)
    ]
    wanted, missing = say("pulled", tag=args["tag"]), say("not_pulled", tag=args["tag"])
    return [Finding(bool(pulls), wanted, wanted if pulls else missing)]


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "clean_final_stage": Predicate(clean_final_stage, frozenset({"text", "history"})),
    "dockerignore": Predicate(dockerignore, frozenset({"text", "unwanted", "needed"})),
    "files_in_layers": Predicate(files_in_layers, frozenset({"layers", "unwanted", "needed"})),
    "installs_packages": Predicate(installs_packages, frozenset({"history", "wanted"})),
    "made_as_webapp": Predicate(made_as_webapp, frozenset({"history"})),
    "nonroot_user": Predicate(nonroot_user, frozenset({"user"})),
    "pulled_after_push": Predicate(pulled_after_push, frozenset({"requests", "tag", "digests"})),
}
