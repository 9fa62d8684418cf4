#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds kcna-webapp:v1.1 in the workspace $1 with the options that follow.
set -euo pipefail
cd "$1"
shift
docker build --quiet --file Dockerfile.multistage --tag kcna-webapp:v1.1 "$@" .
