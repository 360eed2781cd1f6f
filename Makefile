# Each target does all of its own set-up from a bare Python 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: app assess test lint lock schemas messages bench clean

app: $(VENV)/app.stamp  ## serve the app at http://localhost:8501
	$(BIN)/streamlit run app.py

assess: $(VENV)/app.stamp  ## print the recommendation and write the exports
	$(BIN)/labelscope recommend
	$(BIN)/labelscope export -o exports/labelscope.xlsx exports/labelscope.csv exports/labelscope.tsv \
	    exports/labelscope.json exports/labelscope.html

test: $(VENV)/dev.stamp chromium postgresql lint  ## everything: style, types, data, library, app, browser
	$(BIN)/labelscope check
	$(BIN)/pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: chromium
chromium:  ## the browser tests need it; where it cannot be had they say so and are skipped
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	echo "Chromium is not here and cannot be installed: browser tests will be skipped."

.PHONY: postgresql
postgresql:  ## the tests of the store use it too; where it cannot be had they say so and are skipped
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; } || \
	echo "PostgreSQL is not here and cannot be installed: its tests will be skipped."

lock: $(VENV)/dev.stamp  ## pin every dependency with its hashes
	$(BIN)/uv pip compile pyproject.toml --group build --generate-hashes --python-version 3.11 --universal \
	    --no-header --no-annotate --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group build --group dev --generate-hashes --python-version 3.11 \
	    --universal --no-header --no-annotate --quiet -o requirements-dev.lock

schemas: $(VENV)/dev.stamp  ## write the JSON Schema of the data files
	$(BIN)/python -m labelscope.schemas

messages: $(VENV)/dev.stamp  ## bring the message files up to date with the source
	$(BIN)/pybabel -q extract -F babel.cfg -k mark --no-location --no-wrap --omit-header \
	    --sort-output -o messages.pot src pages app.py
	for language in fr nl de; do touch src/labelscope/locales/$$language.po; $(BIN)/pybabel -q update -i messages.pot -l $$language --no-wrap --ignore-obsolete \
	    -N -o src/labelscope/locales/$$language.po; done
	rm messages.pot

bench: $(VENV)/dev.stamp  ## measure, side by side in one run
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) exports build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/app.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
