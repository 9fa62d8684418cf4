# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of _functions_storage, in selectors."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector

POD: dict[str, t.Any] = {
    "metadata": {"name": "demo", "labels": {"kcna.labs/seeded": "ex8"}},
    "spec": {
        "containers": [
            {
                "name": "one",
                "volumeMounts": [
                    {"name": "data", "mountPath": "/data/"},
                    {"name": "part", "mountPath": "/part", "subPath": "deep/"},
                    {"name": "lost", "mountPath": "/lost"},
                ],
            },
            {"name": "two"},
            {
                "name": "three",
                "volumeMounts": [
                    {"name": "conf", "mountPath": "/etc/app/"},
                    {"name": "many", "mountPath": "/etc/app/more.conf", "subPath": "more.conf"},
                    {"name": "data", "mountPath": "/etc/app/cache"},
                    {"name": "other", "mountPath": "/etc/application"},
                ],
            },
        ],
        "initContainers": [{"name": "init", "volumeMounts": [{"name": "data", "mountPath": "/x"}]}],
        "volumes": [
            {"name": "data", "emptyDir": {"sizeLimit": "1Gi"}},
            {"name": "part", "hostPath": {"path": "/srv/"}},
            {"name": "conf", "configMap": {"name": "a"}},
            {"name": "many", "projected": {"sources": [{"secret": {"name": "s"}}, {"configMap": {"name": "b"}}]}},
            {"name": "other", "configMap": {"name": "c"}},
        ],
    },
    "status": {"conditions": [{"type": "Initialized", "status": "True"}, {"type": "Ready", "status": "True"}]},
}
PREPARED: dict[str, t.Any] = {
    "status": {
        "initContainerStatuses": [
            {"name": "a", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-01-31T09:00:02Z"}}},
            {"name": "b", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-01-31T09:00:01Z"}}},
            {"name": "sidecar", "state": {"running": {"startedAt": "2026-01-31T09:00:03Z"}}},
        ],
        "containerStatuses": [{"name": "one", "state": {"running": {"startedAt": "2026-01-31T10:00:00Z"}}}],
    }
}
FORGOTTEN: dict[str, t.Any] = {
    "status": {
        **PREPARED["status"],
        "initContainerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 0, "finishedAt": None}}}],
    }
}
CLAIMS = [{"metadata": {"name": "c"}, "spec": {"volumeName": "v"}}, {"metadata": {"name": "early"}, "spec": {}}]
VOLUMES = [{"metadata": {"name": "v"}, "spec": {"hostPath": {"path": "/srv/k8s-host-data/"}}}]
DATA: dict[str, t.Any] = {
    "pod": POD,
    "unready": {"status": {"conditions": [{"type": "Ready", "status": "False"}]}},
    "early": {"metadata": {"name": "x"}, "spec": {}},
    "prepared": PREPARED,
    "forgotten": FORGOTTEN,
    "none": None,
    "claims": CLAIMS,
    "volumes": VOLUMES,
    "claimed": {"name": "p", "persistentVolumeClaim": {"claimName": "c"}, "subPath": ""},
    "unbound": {"name": "p", "persistentVolumeClaim": {"claimName": "early"}},
    "map": {"data": {"app.conf": "a=1"}, "binaryData": {"logo": "aGk="}},
    "conf": "# c\n ; d\n debug = true \nno value\nport=1\nport=5432\nurl=a=b\n",
    "text": "two one two",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ready(pod)", True),
        ("ready(unready)", False),
        ("ready(early)", False),
        ("ready(none)", None),
        ("volume_at(pod, 'one', '/data').emptyDir.sizeLimit", "1Gi"),
        ("volume_at(pod, 'one', '/data').labels", {"kcna.labs/seeded": "ex8"}),
        ("volume_at(pod, 'init', '/x/').name", "data"),
        ("volume_at(pod, 'one', '/x')", None),
        ("volume_at(pod, 'two', '/data')", None),
        ("volume_at(pod, 'one', '/lost')", None),
        ("volume_at(early, 'one', '/data')", None),
        ("volume_at(none, 'one', '/data')", None),
        ("config_maps_at(pod, 'three', '/etc/app')", ["a", "b"]),
        ("config_maps_at(pod, 'one', '/data')", []),
        ("config_maps_at(pod, 'four', '/etc/app')", None),
        ("config_maps_at(none, 'one', '/data')", None),
        ("prepared_at(prepared, 'one')", "2026-01-31T09:00:02Z"),
        ("prepared_at(forgotten, 'one')", "2026-01-31T10:00:00Z"),
        ("prepared_at(forgotten, 'two')", None),
        ("prepared_at(pod, 'one')", None),
        ("prepared_at(none, 'one')", None),
        ("volumes_of(pod, 'one')", ["data", "part", "lost"]),
        ("volumes_of(pod, 'two')", []),
        ("volumes_of(pod, 'four')", None),
        ("volumes_of(none, 'one')", None),
        ("host_directory(volume_at(pod, 'one', '/part'), claims, volumes)", "/srv/deep"),
        ("host_directory(volume_at(pod, 'one', '/data'), claims, volumes)", None),
        ("host_directory(claimed, claims, volumes)", "/srv/k8s-host-data"),
        ("host_directory(claimed, none, none)", None),
        ("host_directory(unbound, claims, volumes)", None),
        ("host_directory(none, claims, volumes)", None),
        ("config_data(map)", {"app.conf": "a=1", "logo": "hi"}),
        ("config_data(none)", None),
        ("assignments(conf)", ["debug=true", "port=5432", "url=a=b"]),
        ("assignments(none)", None),
        ("seconds_between('2026-01-31T09:00:00Z', '2026-01-31T09:00:01.500000Z')", 1.5),
        ("seconds_between('2026-01-31T09:00:00Z', '2026-01-31T08:59:50Z')", -10),
        ("seconds_between('now', '2026-01-31T08:59:50Z')", None),
        ("seconds_between(none, none)", None),
        ("phrases(text, ['one', 'two', 'three'])", ["two", "one"]),
        ("phrases(none, ['one'])", None),
    ],
)
def test_functions(text: str, expected: t.Any) -> None:
    assert selector(text).search(DATA) == expected
