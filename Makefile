# The two commands of a new user are `make run` and `make test`; docs/operations.md has the rest.
.PHONY: help setup setup-test run test fast lint bench browser screenshots lock

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## install what is missing to run the platform
	@tools/setup run

setup-test:  ## install what is missing to run and to check it
	@tools/setup test

run: setup  ## start the platform with its demo (Ctrl-C stops it)
	@exec .venv/bin/smartcity up

test: setup-test  ## every check: lint, types, import rules, tests, browser
	@tools/check all

fast: setup-test  ## everything but browser, load and faults
	@tools/check fast

lint: setup-test  ## style, types, import rules, templates, front end
	@tools/check lint

bench: setup-test  ## every benchmark; JSON in var/bench, a table on the terminal
	@tools/bench

screenshots: setup-test  ## renew docs/screenshots from the demo
	@.venv/bin/python tools/screenshots.py

lock:  ## compile requirements*.lock anew from requirements*.in
	@tools/lock
