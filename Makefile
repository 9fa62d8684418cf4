# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# the first interpreter that is new enough; ansible-core 2.19 needs Python 3.11
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
STUDENTS ?= 1
STUDENT ?= student01
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kcna-labs

# Where an image sets this, each of hundreds of ansible-playbooks would compile all that it imports (1.4 s of CPU, not 0.8).
unexport PYTHONDONTWRITEBYTECODE

export VIRTUAL_ENV := $(CURDIR)/.venv
export PATH := $(VIRTUAL_ENV)/bin:$(PATH)

.PHONY: help python venv dev lock browser lab bundle shell watch report clean clean-cache test test-quick lint unit contract commands pages sanity molecule bench

help: ## List these targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

# --- a class -----------------------------------------------------------------------------------------------------------

lab: venv ## From nothing to STUDENTS=1 student VMs with the lab solved, verified and reported
	ansible-playbook playbooks/bundle.yml
	ansible-playbook playbooks/provision.yml -e lab_students=$(STUDENTS)
	ansible-playbook playbooks/lab02.yml
	@printf '\n%s\n' \
	  'Results:            results/latest/' \
	  'Report as pages:    make report' \
	  'Enter a student VM: make shell            (STUDENT=student02 for another)' \
	  'Remove everything:  make clean'

bundle: venv ## Make the bundle alone: every binary, image and wheel a class needs
	ansible-playbook playbooks/bundle.yml

shell: venv ## Enter a student VM as the student (STUDENT=student01)
	@python tools/shell.py $(STUDENT)

# Ctrl-C is the way to end it: bash's job control gives the terminal to ansible-playbook alone, which then ends with 99
watch: venv ## Verify again and again and say what changes, until Ctrl-C (STUDENT=student02 EXERCISE=ex6 for less)
	@set -m; ansible-playbook playbooks/verify.yml --extra-vars lab_watch=true \
	  $(if $(filter-out file,$(origin STUDENT)),--limit='$(STUDENT)') $(if $(EXERCISE),--tags='$(EXERCISE)') \
	  || [ $$? -eq 99 ]

report: venv ## Write results/report/ from all results: pages in both languages, JUnit XML, CSV
	ansible-playbook playbooks/report.yml

clean: venv ## Remove this class's VMs, mirror, network and volumes; the bundle stays
	ansible-playbook playbooks/destroy.yml
	@printf '\n%s\n' 'The bundle and its build caches are kept in $(CACHE); make clean-cache removes them.'

clean-cache: ## Remove the bundle, its build caches and the virtual environment
	@# an interrupted image build leaves file systems mounted there, which rm cannot remove
	@findmnt -rno TARGET | awk -v at='$(CACHE)/' 'index($$1, at) == 1' | sort -r | xargs -r umount
	@# Go marks the directories of its module cache read-only
	[ ! -e '$(CACHE)' ] || chmod -R u+w '$(CACHE)'
	rm -rf '$(CACHE)' .venv .venv.lock .cache .ansible .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- tests, from cheap to dear -----------------------------------------------------------------------------------------

test: test-quick commands pages sanity molecule ## Every test, all of them real

test-quick: dev ## The tests that need neither a VM nor a browser, two at a time
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=line lint unit contract

lint: dev ## ansible-lint (production), yamllint, ruff, mypy
	ruff check
	ruff format --check
	mkdir -p .cache/tree/ansible_collections/kcna
	ln -sfn ../../../.. .cache/tree/ansible_collections/kcna/labs
	mypy -p ansible_collections.kcna.labs.plugins -p ansible_collections.kcna.labs.tests -p ansible_collections.kcna.labs.tools
	yamllint --strict .
	ansible-lint
	antsibull-changelog lint

unit: dev ## pytest: judge, matchers, probes, plugins
	pytest -q -n auto tests/unit

contract: dev ## pytest: layout, defaults, languages, documents, built collection
	pytest -q -n auto tests/contract

commands: dev ## pytest: what ansible-playbook and the tools do and show, run on this machine without a VM
	pytest -q -n auto tests/commands

pages: dev browser ## pytest: the report's pages in Chromium
	pytest -q tests/browser

sanity: dev ## ansible-test sanity on the running interpreter
	python tools/sanity.py

# the scenarios are kept at the root of the project, about which Molecule would warn
molecule: dev ## Each exercise on a real student VM: untouched, start, solve, verify, cleanup, faults
	ansible-playbook playbooks/bundle.yml
	@$(MAKE) --no-print-directory --jobs=2 molecule-1 molecule-2 || { \
	  echo 'The end of each VM:'; tail --lines=120 .cache/molecule-[12].log; exit 1; }

# Two VMs, the preparation and exercises 1 to 9 on one, all other scenarios on the other: the tests mostly wait for the VM.
EXERCISES := $(sort prep $(notdir $(wildcard molecule/ex*)))
molecule-1: SCENARIOS := default $(filter-out default $(EXERCISES), $(sort $(notdir $(patsubst %/molecule.yml,%,$(wildcard molecule/*/molecule.yml)))))
molecule-2: SCENARIOS := $(EXERCISES)
molecule-1 molecule-2: molecule-%: dev
	@mkdir -p .cache/molecule-$*
	@KCNA_LABS_LANE=-$* MOLECULE_EPHEMERAL_DIRECTORY='$(CURDIR)/.cache/molecule-$*' MOLECULE_GLOB='molecule/*/molecule.yml' \
	  PYTHONUNBUFFERED=1 molecule test $(addprefix --scenario-name=,$(SCENARIOS)) 2>&1 | tee .cache/molecule-$*.log | sed --unbuffered 's/^/$*: /'

bench: dev browser ## How long: a report of 200, verify against a ping and bash, an exercise against its role, the whole lab
	python tests/bench/pages.py
	python tests/bench/bench.py
	python tests/bench/lab.py

# --- tools -------------------------------------------------------------------------------------------------------------

venv: python ## Make or refresh .venv with what a class needs
	@$(PYTHON) tools/venv.py runtime

dev: python ## The same with what the tests need
	@$(PYTHON) tools/venv.py dev

browser: dev ## Install Debian's Chromium where there is none, for the tests of the pages
	@python tools/browser.py

python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed, and python3 here is: $$(python3 --version 2>&1 || true)" >&2; \
	  echo "Install one (Debian 12: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }

LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock'

lock: dev ## Refresh every *.lock of requirements/ and files/bundle/wheels/ from its *.in
	for name in uv runtime dev; do \
	  $(LOCK) $$([ $$name = dev ] && echo -c requirements/runtime.lock) requirements/$$name.in -o requirements/$$name.lock; done
	@# from there, since a lock file names its source and the bundle is keyed by the lock file's content
	cd files/bundle && for name in go lab vm; do $(LOCK) wheels/$$name.in -o wheels/$$name.lock; done
