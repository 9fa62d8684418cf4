#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs registry-app from the registry's image on port 8081, with the options given, in place of what is not right there.
set -euo pipefail

name=localhost:5000/kcna-webapp:v1.0
for id in $(docker ps --all --quiet --filter name='^registry-app$') $(docker ps --quiet --filter publish=8081/tcp); do
  case $(docker inspect --format '{{.Name}} {{.Config.Image}}' "$id") in
    "/registry-app "* | *" kcna-webapp"* | *" localhost:5000/kcna-webapp"*) docker rm --force "$id" >/dev/null ;;
  esac
done
docker run --detach --publish 8081:5000 --name registry-app "$@" "$name" >/dev/null
