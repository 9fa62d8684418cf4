#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds kcna-webapp:v1.0 for the start of exercise $1. Standard input: a JSON object of file names and contents.
set -euo pipefail

base=python:3.9-slim
had_base=$(docker image ls --quiet "$base")

python3 -c '
import io, json, sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
    for name, content in json.load(sys.stdin).items():
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(content.encode()), 0o644
        archive.addfile(member, io.BytesIO(content.encode()))
' | docker build --quiet --tag kcna-webapp:v1.0 \
  --label app.kubernetes.io/part-of=kcna-lab02 --label app.kubernetes.io/managed-by=kcna.labs \
  --label "kcna.labs/exercise=$1" --label "kcna.labs/seeded=$1" -

# its layers stay as long as the image does; under its name, nobody would know whose it is
if [ -z "$had_base" ] && [ -n "$(docker image ls --quiet "$base")" ]; then
  docker rmi "$base" >/dev/null
fi
