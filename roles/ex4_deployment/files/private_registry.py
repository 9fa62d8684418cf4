# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Look at the registry that asks for a password, or make it.

    python3 private_registry.py look|make < {"user": …, "password": …, "labels": {…}}

`look` prints what it sees and changes nothing. `make` runs the container anew and copies the image of the local
registry into it, blob by blob: no `docker push`, so no name and no login of ours stays in Docker. The password comes by
standard input alone; of it, the container gets a bcrypt hash.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import io
import json
import secrets
import string
import subprocess
import sys
import tarfile
import time
import typing as t

Object = dict[str, t.Any]
Answer = tuple[int, t.Mapping[str, str], bytes]

NAME, IMAGE = "private-registry", "registry:2"
SOURCE, TARGET = 5000, 5001
REPOSITORY, TAG = "kcna-webapp", "v1.0"
KINDS = (
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.index.v1+json",
)
HASHED = """
read STDIN, my $password, 1024;
print crypt($password, $ARGV[0]);
"""


def main() -> None:
    """Do what the first argument says."""
    given = json.load(sys.stdin)
    basic = "Basic " + base64.b64encode(f"{given['user']}:{given['password']}".encode()).decode()
    if sys.argv[1] == "look":
        sys.stdout.write(json.dumps(look(basic)))
    else:
        make(given, basic)


def look(basic: str) -> Object:
    """The container, and what the registry answers without and with the password; null where nobody answers."""
    done = subprocess.run(
        ["docker", "container", "inspect", "--format", "{{json .State.Status}} {{json .Config.Labels}}", NAME],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    status, labels = None, {}
    if done.returncode == 0:
        status, labels = (json.loads(part) for part in done.stdout.split(" ", 1))
    return {
        "container": status,
        "seeded": "kcna.labs/seeded" in (labels or {}),
        "anonymous": status_of(None),
        "authenticated": status_of(basic),
    }


def status_of(basic: str | None) -> int | None:
    """Status of a request for the image."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return ask(TARGET, "GET", f"/v2/{REPOSITORY}/manifests/{TAG}", basic)[0]
    return None


def make(given: Object, basic: str) -> None:
    """Run the container anew, wait for it, and fill it."""
    subprocess.run(["docker", "rm", "--force", "--volumes", NAME], capture_output=True, check=False)
    words = ["docker", "create", "--name", NAME, "--publish", f"{TARGET}:5000"]
    for name, value in given["labels"].items():
        words += ["--label", f"{name}={value}"]
    for setting in (
        "REGISTRY_AUTH=htpasswd",
        "REGISTRY_AUTH_HTPASSWD_REALM=kcna-lab02",
        "REGISTRY_AUTH_HTPASSWD_PATH=/htpasswd",
    ):
        words += ["--env", setting]
    subprocess.run([*words, IMAGE], check=True, stdout=subprocess.DEVNULL)
    line = f"{given['user']}:{bcrypt(given['password'])}\n".encode()
    subprocess.run(
        ["docker", "cp", "-", f"{NAME}:/"], input=archive("htpasswd", line), check=True, stdout=subprocess.DEVNULL
    )
    subprocess.run(["docker", "start", NAME], check=True, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while status_of(basic) not in (200, 404):
        if time.monotonic() > until:
            sys.exit(f"{NAME} does not answer on port {TARGET}: see docker logs {NAME}")
        time.sleep(0.2)
    copy(TAG, basic)


def bcrypt(password: str) -> str:
    """The hash that the registry understands; the C library of Debian and Ubuntu makes it, and Perl asks it."""
    salt = "".join(secrets.choice(string.ascii_letters + string.digits) for _number in range(22))
    done = subprocess.run(
        ["perl", "-e", HASHED, f"$2b$05${salt}"], input=password, capture_output=True, text=True, check=True
    )
    if not done.stdout.startswith("$2b$"):
        sys.exit("crypt(3) of this machine knows no bcrypt")
    return done.stdout


def archive(name: str, content: bytes) -> bytes:
    """A tar archive with one file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content), 0o644
        tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def copy(reference: str, basic: str) -> None:
    """A manifest with all that it names, from the one registry to the other."""
    path = f"/v2/{REPOSITORY}/manifests/{reference}"
    status, headers, body = ask(SOURCE, "GET", path)
    if status != 200:
        sys.exit(f"localhost:{SOURCE} does not serve {REPOSITORY}:{reference} (HTTP {status})")
    document = json.loads(body)
    for entry in document.get("manifests", []):
        copy(entry["digest"], basic)
    for entry in [document["config"], *document["layers"]] if "layers" in document else []:
        copy_blob(entry["digest"], basic)
    kind = document.get("mediaType") or headers["Content-Type"]
    expect(201, ask(TARGET, "PUT", path, basic, body=body, headers={"Content-Type": kind}), path)


def copy_blob(digest: str, basic: str) -> None:
    """One blob, unless it is there; it never lies in memory as a whole."""
    if ask(TARGET, "HEAD", f"/v2/{REPOSITORY}/blobs/{digest}", basic)[0] == 200:
        return
    path = f"/v2/{REPOSITORY}/blobs/uploads/"
    begun = ask(TARGET, "POST", path, basic, body=b"")
    expect(202, begun, path)
    place = begun[1]["Location"].removeprefix(f"http://localhost:{TARGET}")
    source = http.client.HTTPConnection("localhost", SOURCE, timeout=60)
    source.request("GET", f"/v2/{REPOSITORY}/blobs/{digest}")
    blob = source.getresponse()
    size = {"Content-Length": blob.headers["Content-Length"], "Content-Type": "application/octet-stream"}
    joined = f"{place}{'&' if '?' in place else '?'}digest={digest}"
    expect(201, ask(TARGET, "PUT", joined, basic, body=blob, headers=size), place)
    source.close()


def ask(
    port: int, method: str, path: str, basic: str | None = None, *, body: t.Any = None, headers: Object | None = None
) -> Answer:
    """One request: status, headers, body."""
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        sent = {"Accept": ", ".join(KINDS), **(headers or {}), **({"Authorization": basic} if basic else {})}
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def expect(status: int, answer: Answer, path: str) -> None:
    """End unless the answer has this status."""
    if answer[0] != status:
        sys.exit(f"localhost:{TARGET}{path}: HTTP {answer[0]}, {answer[2][:200].decode(errors='replace')}")


if __name__ == "__main__":
    main()
