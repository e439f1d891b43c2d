import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { readConfig } from "./read-config.ts";

test("by default nothing is ignored, no host gets baggage, and harmless query parameters are shown", () => {
  const { config, problems } = readConfig({});
  const { ignorePaths, queryAllow, baggageAllow, traceContextDeny } = config.instrumentation.http;
  assert.deepEqual([ignorePaths, baggageAllow, traceContextDeny], [[], [], []]);
  assert.ok(queryAllow.includes("page") && queryAllow.includes("api-version"));
  assert.ok(!queryAllow.some((name) => /q|key|user|mail|\*/.test(name)));
  assert.deepEqual(problems, []);
});

test("lists are read item by item, and what is no item is named and left out", () => {
  const { config, problems } = readConfig({
    AGENT_OTEL_HTTP_IGNORE_PATHS: "/healthz, /internal/*, health, /a?b, /a*b, /x*, /*",
    AGENT_OTEL_HTTP_QUERY_ALLOW: "page, a[b], *, a=b",
    AGENT_OTEL_BAGGAGE_ALLOW: "*.svc.local, localhost:4000, https://a.example, *.*",
    AGENT_OTEL_TRACE_CONTEXT_DENY: "*, api.openai.com/v1",
  });
  const { ignorePaths, queryAllow, baggageAllow, traceContextDeny } = config.instrumentation.http;
  assert.deepEqual(ignorePaths, ["/healthz", "/internal/*", "/*"]);
  assert.deepEqual(queryAllow, ["page", "a[b]", "*"]);
  assert.deepEqual(baggageAllow, ["*.svc.local", "localhost:4000"]);
  assert.deepEqual(traceContextDeny, ["*"]);
  const paths =
    "AGENT_OTEL_HTTP_IGNORE_PATHS: expected paths such as /healthz or /internal/*, separated by commas";
  const hosts =
    "expected hosts such as api.example.com, *.example.com or 10.0.0.7:8080, separated by commas";
  assert.deepEqual(problems.map(formatProblem), [
    `${paths}; "health" is left out.`,
    `${paths}; "/a?b" is left out.`,
    `${paths}; "/a*b" is left out.`,
    `${paths}; "/x*" is left out.`,
    'AGENT_OTEL_HTTP_QUERY_ALLOW: expected names of query parameters, separated by commas; "a=b" is left out.',
    `AGENT_OTEL_BAGGAGE_ALLOW: ${hosts}; "https://a.example" is left out.`,
    `AGENT_OTEL_BAGGAGE_ALLOW: ${hosts}; "*.*" is left out.`,
    `AGENT_OTEL_TRACE_CONTEXT_DENY: ${hosts}; "api.openai.com/v1" is left out.`,
  ]);
});

test("options take the place of the variables", () => {
  const { config, problems } = readConfig(
    { AGENT_OTEL_BAGGAGE_ALLOW: "a.example", AGENT_OTEL_HTTP_IGNORE_PATHS: "/a" },
    { http: { baggageAllow: ["b.example"], ignorePaths: ["/b"], queryAllow: ["x"] } },
  );
  const { ignorePaths, queryAllow, baggageAllow } = config.instrumentation.http;
  assert.deepEqual([ignorePaths, queryAllow, baggageAllow], [["/b"], ["x"], ["b.example"]]);
  assert.deepEqual(problems, []);
});
