import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readConfig } from "./config.ts";

const bad: readonly (readonly [variable: string, value: string, problem: string])[] = [
  ["PORT", "http", 'PORT: expected a whole number from 0 to 65535, got "http".'],
  ["PORT", "65536", 'PORT: expected a whole number from 0 to 65535, got "65536".'],
  ["PORT", "-1", 'PORT: expected a whole number from 0 to 65535, got "-1".'],
  ["PORT", "3010.5", 'PORT: expected a whole number from 0 to 65535, got "3010.5".'],
  ["PORT", "0x10", 'PORT: expected a whole number from 0 to 65535, got "0x10".'],
  [
    "MODEL_TIMEOUT_MS",
    "10s",
    'MODEL_TIMEOUT_MS: expected a whole number from 1 to 600000, got "10s".',
  ],
  [
    "LOG_LEVEL",
    "loud",
    'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud".',
  ],
  [
    "OPENAI_BASE_URL",
    "http://user:secret@localhost/v1",
    "OPENAI_BASE_URL: expected a URL without a user name and password; put the key into OPENAI_API_KEY.",
  ],
  ["OPENAI_BASE_URL", "localhost:1234", "OPENAI_BASE_URL: expected an http:// or https:// URL."],
  [
    "OPENAI_BASE_URL",
    "//user:secret@host",
    "OPENAI_BASE_URL: expected an http:// or https:// URL.",
  ],
];

describe("readConfig()", () => {
  it("needs nothing: without variables it is the demo on 127.0.0.1:3010", () => {
    const { config, problems } = readConfig({ environment: {}, nodeFlags: [] });
    assert.deepEqual(problems, []);
    assert.deepEqual(config, {
      host: "127.0.0.1",
      port: 3010,
      logLevel: "info",
      model: { kind: "demo", name: "demo-model", timeoutMs: 30_000 },
      calculator: { preloadFlags: [], environment: { OTEL_SERVICE_NAME: "calculator" } },
    });
  });

  it("treats an empty variable as unset", () => {
    const environment = { PORT: "", HOST: " ", OPENAI_BASE_URL: "", OPENAI_API_KEY: "", MODEL: "" };
    const { config, problems } = readConfig({ environment, nodeFlags: [] });
    assert.deepEqual(problems, []);
    assert.equal(config.port, 3010);
    assert.equal(config.host, "127.0.0.1");
    assert.equal(config.model.kind, "demo");
  });

  for (const [variable, value, problem] of bad) {
    it(`names ${variable}=${value}`, () => {
      const { problems } = readConfig({ environment: { [variable]: value }, nodeFlags: [] });
      assert.deepEqual(problems, [problem]);
    });
  }

  it("collects all problems at once", () => {
    const environment = { PORT: "x", LOG_LEVEL: "y", MODEL_TIMEOUT_MS: "0" };
    assert.equal(readConfig({ environment, nodeFlags: [] }).problems.length, 3);
  });
});

describe("readConfig() for the model and the calculator", () => {
  it("takes a key alone as OpenAI's own endpoint", () => {
    const environment = { OPENAI_API_KEY: "sk-1" };
    assert.deepEqual(readConfig({ environment, nodeFlags: [] }).config.model, {
      kind: "remote",
      name: "gpt-4.1-mini",
      timeoutMs: 30_000,
      baseUrl: "https://api.openai.com/v1",
      apiKey: "sk-1",
    });
  });

  it("takes an endpoint alone as one that wants no key", () => {
    const environment = { OPENAI_BASE_URL: "http://127.0.0.1:11434/v1", MODEL: "llama" };
    assert.deepEqual(readConfig({ environment, nodeFlags: [] }).config.model, {
      kind: "remote",
      name: "llama",
      timeoutMs: 30_000,
      baseUrl: "http://127.0.0.1:11434/v1",
      apiKey: "no-key",
    });
  });

  it("hands the calculator telemetry settings and preload flags, and no key", () => {
    const { config } = readConfig({
      environment: {
        OPENAI_API_KEY: "sk-1",
        OTEL_SERVICE_NAME: "example-backend",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
        AGENT_OTEL_ENGINE: "upstream",
        DATABASE_PASSWORD: "secret",
      },
      nodeFlags: [
        "--import",
        "@agent-otel/sdk/register",
        "--inspect=9229",
        "--require=./a.cjs",
        "-r",
        "b",
      ],
    });
    assert.deepEqual(config.calculator, {
      preloadFlags: ["--import", "@agent-otel/sdk/register", "--require=./a.cjs", "-r", "b"],
      environment: {
        OTEL_SERVICE_NAME: "calculator",
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
        AGENT_OTEL_ENGINE: "upstream",
      },
    });
  });
});
