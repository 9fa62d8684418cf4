# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleanup of exercise 5 ends a forwarding to its own Pod, however it was written, and no other."""

from __future__ import annotations

import pathlib
import re

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

VARIABLES = pathlib.Path(__file__).parents[3] / "roles" / "ex5_multi_container" / "vars" / "main.yml"


def ended(command: str) -> bool:
    """As `pkill --exact --full` does it."""
    loader = DataLoader()
    found = loader.load_from_file(str(VARIABLES), trusted_as_template=True)
    variables = {**found, "ex5_multi_container_namespace": "kcna-lab02"}
    pattern = Templar(loader=loader, variables=variables).template(found["__ex5_multi_container_forwarding"])
    return re.fullmatch(pattern, command) is not None


@pytest.mark.parametrize(
    "command",
    [
        "kubectl port-forward pod/sidecar-example 8082:80",
        "kubectl port-forward sidecar-example 8082:80",
        "kubectl port-forward pods/sidecar-example 9090:80 8443:443",
        "kubectl port-forward pod/sidecar-example :80",
        "kubectl port-forward pod/sidecar-example 8082:80 --address 0.0.0.0",
        "kubectl -n kcna-lab02 port-forward --address=127.0.0.1 pod/sidecar-example 8083:80",
        "kubectl port-forward --namespace=kcna-lab02 pod/sidecar-example 8082:80",
    ],
)
def test_the_forwarding_of_the_text_is_ended(command: str) -> None:
    assert ended(command)


@pytest.mark.parametrize(
    "command",
    [
        "kubectl port-forward pod/sidecar-example2 8082:80",
        "kubectl -n kcna-neighbour port-forward pod/sidecar-example 8082:80",
        "kubectl port-forward --namespace kcna-neighbour pod/sidecar-example 8082:80",
        "kubectl port-forward --context other pod/sidecar-example 8082:80",
        "kubectl port-forward service/sidecar-example 8082:80",
        "kubectl port-forward pod/httpbin 8082:80",
        "kubectl logs pod/sidecar-example",
        "watch kubectl port-forward pod/sidecar-example 8082:80",
    ],
)
def test_no_other_is(command: str) -> None:
    assert not ended(command)
