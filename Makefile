# `make` lists what there is to do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests
# a PowerShell that lives for seconds starts sooner without profiling itself, reporting and looking for updates
export DOTNET_TieredPGO := 0
export DOTNET_EnableDiagnostics := 0
export POWERSHELL_TELEMETRY_OPTOUT := 1
export POWERSHELL_UPDATECHECK := Off
.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs hostile clean scenarios wheel forged coverage outputs

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/.installed: pyproject.toml
	@echo "Making $(VENV) and installing the toolkit with its test tools into it ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(BIN)/.installed ## smtp-452-back-pressure in the lab: plan, run, undo, report, runbook
	@$(BIN)/python -m tests.demo demo-output

test: $(BIN)/.installed ## run all tests
	@echo "Running all tests; those that need a PowerShell 7 (pwsh) are skipped where there is none ..."
	@$(BIN)/python -m pytest -q --numprocesses auto $(TESTS)

check: $(BIN)/.installed wheel ## format, lint, types, budgets, tests, and the built wheel
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tests.budgets toolkit tests
	@$(MAKE) --no-print-directory test

wheel: $(BIN)/.installed
	@echo "Building the wheel and trying it in a clean environment ..."
	@rm -rf dist build/wheel-venv
	@$(BIN)/python -m hatchling build -t wheel >/dev/null
	@$(PYTHON) -m venv build/wheel-venv
	@build/wheel-venv/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	@cd build && wheel-venv/bin/python $(CURDIR)/tests/wheel_smoke.py

bench: $(BIN)/.installed ## time the 12-step run at RTT 0, 20 and 100 ms
	@$(BIN)/python -m benchmarks.twelve_steps

coverage: $(BIN)/.installed ## which lines and branches of the templates have run, and why the others have not
	@$(BIN)/python -m tests.coverage_runs

hostile: $(BIN)/.installed ## 100,000 hostile values, 10,000 argument vectors, 30,000 spoiled scripts through a real PowerShell
	@$(BIN)/python -m tests.hostile
	@$(BIN)/python -m tests.mutated

forged: $(BIN)/.installed ## forged frames, bombs, nearly JSON, races for a server: 100,000 and more
	@$(BIN)/python -m tests.forged

outputs: $(BIN)/.installed ## spoiled outputs of Eseutil and chkdsk through their readers: 100,000
	@$(BIN)/python -m tests.spoiled_outputs

docs: $(BIN)/.installed ## write the generated documents anew
	@$(BIN)/python -m tests.make_docs

scenarios: $(BIN)/.installed
	@$(BIN)/python -m tests.scenario_maker

clean: ## remove everything that make has made
	rm -rf $(VENV) demo-output dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
