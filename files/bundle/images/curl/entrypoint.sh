#!/bin/sh
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# An option or an unknown first word belongs to curl; anything else is a command of its own (sleep 3600).
set -e
case "${1:-}" in
  -*) set -- curl "$@" ;;
  *) command -v "${1:-curl}" >/dev/null || set -- curl "$@" ;;
esac
exec "$@"
