# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about an application's log: converted, shared, kept. Private to the collection."""

from __future__ import annotations

import datetime
import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _log_time
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
LATE = 60
# what the clocks of time zones differ by
QUARTER = datetime.timedelta(minutes=15)
FARTHEST = datetime.timedelta(hours=14)


def log_converted(args: Object, say: Messages) -> list[Finding]:
    """A line of JSON tells of the request, with the time of it, where the sidecar puts its output."""
    wanted = say("json_line")
    found = []
    for item in args["trace"]["pods"]:
        asked = _moment(args["trace"]["asked_at"])
        lines = [line for name in sorted(item["output"]) for line in item["output"][name]]
        lines += [line for file in _of_sidecars(args["pods"], item) for line in file["lines"]]
        if any(_tells(line, item["nonce"], asked) for line in lines):
            return [Finding(True, wanted, say("is", label=item["pod"], value=next(filter(_parsed, lines))))]
        found.append(say("is", label=item["pod"], value=lines[:3]))
    return [Finding(False, wanted, "; ".join(found))]


def log_shared(args: Object, say: Messages) -> list[Finding]:
    """A volume that the application and another container mount holds the record as it was before."""
    wanted = say("shared_log")
    shown = []
    for pod, item in _pairs(args):
        raw = {file["volume"] for file in item["files"] if any(_parsed(line) is None for line in file["lines"])}
        for volume in sorted(raw):
            users = _users(pod, volume)
            if item["app"] in users and len(users) > 1:
                return [Finding(True, wanted, say("is", label=volume, value=users))]
        shown += [f"{file['volume']}/{file['path']}" for file in item["files"]]
    return [Finding(False, wanted, say("is", label=say("record_in"), value=shown))]


def log_persistent(args: Object, say: Messages) -> list[Finding]:
    """The volume with the record is a claim that is bound, or a directory of the node."""
    kinds = [(volume, _kind(pod, volume, args["claims"])) for pod, volume in _with_record(args)]
    wanted = say("one_of", label=say("volume"), arg=["PVC (Bound)", "hostPath"])
    shown = say("is", label=say("volume"), value=[f"{volume}: {kind}" for volume, kind in kinds])
    return [Finding(any(_is_kept(kind) for _volume, kind in kinds), wanted, shown)]


def log_survived(args: Object, say: Messages) -> list[Finding]:
    """A record on that volume is older than the Pod that shows it."""
    oldest: list[tuple[str, datetime.datetime]] = []
    for pod, item in _pairs(args):
        born = _app_pods.moment(pod["metadata"]["creationTimestamp"])
        kept = {
            volume
            for other, volume in _with_record(args)
            if other is pod and _is_kept(_kind(pod, volume, args["claims"]))
        }
        ahead = _ahead(item, args["trace"]["asked_at"])
        lines = [line for head in item["heads"] if head["volume"] in kept for line in head["lines"]]
        times = [_with_zone(time, ahead) for time in map(_recorded, lines) if time]
        if born and times:
            wanted = say("before", label=say("oldest_record"), arg=born.isoformat())
            shown = say("is", label=say("oldest_record"), value=min(times).isoformat())
            if min(times) <= born - datetime.timedelta(seconds=1):
                return [Finding(True, wanted, shown)]
            oldest.append((wanted + "\n" + shown, min(times)))
    if not oldest:
        return [
            Finding(
                False, say("present", label=say("oldest_record")), say("is", label=say("oldest_record"), value=None)
            )
        ]
    wanted, shown = min(oldest, key=lambda entry: entry[1])[0].split("\n")
    return [Finding(False, wanted, shown)]


def _pairs(args: Object) -> list[tuple[Object, Object]]:
    """Each Pod with what was seen of its log."""
    by_name = {pod["metadata"]["name"]: pod for pod in args["pods"]}
    return [(by_name[item["pod"]], item) for item in args["trace"]["pods"] if item["pod"] in by_name]


def _with_record(args: Object) -> list[tuple[Object, str]]:
    return [(pod, name) for pod, item in _pairs(args) for name in sorted({file["volume"] for file in item["files"]})]


def _of_sidecars(pods: list[Object], item: Object) -> list[Object]:
    """Files of volumes that another container than the application's mounts."""
    found = []
    for pod, seen in _pairs({"pods": pods, "trace": {"pods": [item]}}):
        found += [file for file in seen["files"] if any(name != seen["app"] for name in _users(pod, file["volume"]))]
    return found


def _users(pod: Object, volume: str) -> list[str]:
    return [item["name"] for item in _app_pods.containers(pod) if volume in _app_pods.volumes_of(item)]


def _kind(pod: Object, name: str, claims: list[Object]) -> str:
    volume: Object = next((item for item in pod["spec"].get("volumes") or [] if item["name"] == name), {})
    claim = (volume.get("persistentVolumeClaim") or {}).get("claimName")
    if claim is None:
        return next((key for key in volume if key != "name"), "?")
    phase = next((item["status"].get("phase") for item in claims if item["metadata"]["name"] == claim), None)
    return f"PVC ({phase})"


def _is_kept(kind: str) -> bool:
    return kind in ("hostPath", "PVC (Bound)")


def _parsed(line: str) -> Object | None:
    value = _functions.from_json(line)
    return value if isinstance(value, dict) else None


def _tells(line: str, nonce: str, asked: datetime.datetime | None) -> bool:
    value = _parsed(line) or {}
    time = value.get("timestamp")
    moment = _moment(time) if isinstance(time, str) and RFC3339.fullmatch(time) else None
    if moment is None or asked is None or nonce not in str(value.get("message")):
        return False
    return abs((moment - asked).total_seconds()) <= LATE


def _moment(text: str) -> datetime.datetime | None:
    return _app_pods.moment(text.upper().replace(",", "."))


def _recorded(line: str) -> datetime.datetime | None:
    """When a record was made: its timestamp, or the time that it begins with."""
    value = _parsed(line)
    return _log_time.begins_with(str(value.get("timestamp")) if value is not None else line)


def _ahead(item: Object, asked_at: str) -> datetime.timedelta:
    """How far a clock without a zone is from UTC: the log has written down a request whose time is known."""
    asked = _moment(asked_at)
    for line in (line for file in item["files"] for line in file["lines"]):
        time = _recorded(line)
        if time is not None and time.tzinfo is None and asked is not None:
            ahead = round((time.replace(tzinfo=datetime.UTC) - asked) / QUARTER) * QUARTER
            return ahead if abs(ahead) <= FARTHEST else datetime.timedelta()
    return datetime.timedelta()


def _with_zone(time: datetime.datetime, ahead: datetime.timedelta) -> datetime.datetime:
    return time if time.tzinfo else time.replace(tzinfo=datetime.UTC) - ahead


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "log_converted": Predicate(log_converted, frozenset({"pods", "trace"})),
    "log_persistent": Predicate(log_persistent, frozenset({"pods", "trace", "claims"})),
    "log_shared": Predicate(log_shared, frozenset({"pods", "trace"})),
    "log_survived": Predicate(log_survived, frozenset({"pods", "trace", "claims"})),
}
