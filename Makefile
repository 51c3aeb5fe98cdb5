# SecureMCP: `make run` shows it working, `make test` proves it. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-captures setup-bench build run test check format certs captures bench bench-large docs clean

SERVER := .build/release/secure-mcp-server
CLIENT := .build/release/mcp-client
LISTEN ?= 127.0.0.1:8443
DATA ?= ./data
CERTS ?= ./certs

# The Swift runtime is linked in: calls into it are a large part of a small request, and direct ones are cheaper. The
# dynamic exclusivity checks stay on in debug builds, where all tests run.
RELEASE := -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked -Xlinker -S

BUILD_PACKAGES := libssl-dev libsqlite3-dev zlib1g-dev libzip-dev libexpat1-dev libedit-dev libxml2-dev libstemmer-dev \
    libpango1.0-dev libxlsxwriter-dev fonts-dejavu-core poppler-utils pkg-config ca-certificates
TEST_PACKAGES := $(BUILD_PACKAGES) curl openssl tshark python3 python3-venv nghttp2-client faketime
CAPTURE_PACKAGES := $(BUILD_PACKAGES) tshark
BENCH_PACKAGES := $(BUILD_PACKAGES) nginx-light nghttp2-client gcc python3 python3-venv sqlite3

help: ## what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: ## install the system packages that the build needs (asks for sudo unless root)
	@.ci/install $(BUILD_PACKAGES)

setup-test:
	@.ci/install $(TEST_PACKAGES)

setup-captures:
	@.ci/install $(CAPTURE_PACKAGES)

setup-bench:
	@.ci/install $(BENCH_PACKAGES)

build: setup ## build both programs (release)
	@swift build $(RELEASE) --product secure-mcp-server
	swift build $(RELEASE) --product mcp-client

run: build ## everything on a fresh machine: certificates, sample data, server, client, an answered question
	@.ci/demo $(SERVER) $(CLIENT) $(LISTEN) $(DATA) $(CERTS)

test: setup-test ## everything from a fresh machine: unit tests, then real clients against the real server
	@Tests/run

check: setup-test ## format lint, warnings as errors, all tests
	@swift format lint --strict --recursive --parallel Sources Tests Package.swift
	Tests/run

format: ## format the sources in place
	@swift format format --in-place --recursive --parallel Sources Tests Package.swift

certs: build ## make or renew the development certificates
	@$(SERVER) certs init --certs $(CERTS)

captures: build setup-captures ## record a session of client and server, with its keys, into captures/live
	@captures/record

bench: build setup-bench ## measure beside nginx, DuckDB and SQLite in one run; only the ratios mean anything
	@Tests/Benchmarks/run

bench-large: build setup-bench ## import five million lines: memory and questions beside a tenth of them
	@Tests/Benchmarks/run --large

docs: ## where to read on
	@ls -1 README.md docs/*.md certs/README.md captures/README.md SECURITY.md CONTRIBUTING.md

clean: ## remove what the build made; data and certificates stay
	@swift package clean
