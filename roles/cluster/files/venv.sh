#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Make the environment that Ansible's Docker and Kubernetes modules run in, from the unpacked wheels alone.
set -eu

venv=/opt/kcna-labs/venv
wheels=/opt/kcna-labs/wheels

# a run that was interrupted on the controller goes on here
exec 9>/opt/kcna-labs/venv.lock
flock 9

# the list of wheels is copied into the environment last of all: with it there, the environment is whole
cmp -s "$wheels/requirements.txt" "$venv/requirements.txt" && exit 0
rm -rf "$venv"
python3 -m venv "$venv"
# not compiled: Python does that for what is really imported, and Kubernetes starts meanwhile
"$venv/bin/pip" install --quiet --no-compile --no-index --find-links "$wheels" --require-hashes --requirement "$wheels/requirements.txt"
cp "$wheels/requirements.txt" "$venv/requirements.txt"
echo "made $venv"
