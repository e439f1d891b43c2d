import assert from "node:assert/strict";
import { test } from "node:test";
import type { Output } from "../terminal/output.ts";
import { runValidate } from "./run-validate.ts";
import type { ValidateRequest } from "./run-validate.ts";

const TRACE = {
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            span("1", "chat gpt-5", {
              "gen_ai.operation.name": "chat",
              "gen_ai.provider.name": "openai",
              "gen_ai.request.model": "gpt-5",
            }),
            span("2", "chat", {
              "gen_ai.operation.name": "chat",
              "gen_ai.system": "openai",
              "gen_ai.input.messages": "[]",
            }),
            span("3", "chat", {
              "gen_ai.operation.name": "chat",
              "gen_ai.system": "openai",
              "gen_ai.input.messages": "[]",
            }),
            span("4", "GET /", { "http.route": "/" }),
          ],
        },
      ],
    },
  ],
};
const METRICS = {
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          metrics: [
            {
              name: "gen_ai.client.token.usage",
              unit: "{token}",
              sum: {
                isMonotonic: true,
                aggregationTemporality: 2,
                dataPoints: [{ asInt: "3", timeUnixNano: "1" }],
              },
            },
          ],
        },
      ],
    },
  ],
};
const LOGS = {
  resourceLogs: [
    {
      scopeLogs: [
        {
          logRecords: [
            { eventName: "gen_ai.choice", body: { stringValue: "hello" } },
            { body: { stringValue: "a line" } },
          ],
        },
      ],
    },
  ],
};

test("findings are told once, the worst first, with a summary, and the exit code is 1", () => {
  const { code, lines } = run({ text: JSON.stringify(TRACE) });
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    "error content_recorded: chat: gen_ai.input.messages holds content, and capture is off (2 times)",
    "warning deprecated: chat: gen_ai.system was given up before 1.41: use gen_ai.provider.name (2 times)",
    "warning inconsistent_trace: chat: it has gen_ai.system, and chat gpt-5 has gen_ai.provider.name",
    "4 spans, 0 metrics, 0 log records: 1 error, 2 warnings",
  ]);
});

test("lines of several signals are read as the Collector's file exporter writes them", () => {
  const text = [TRACE, METRICS, LOGS].map((request) => JSON.stringify(request)).join("\n");
  const { code, lines } = run({ text: `${text}\n\n`, content: true });
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    "error wrong_instrument: gen_ai.client.token.usage: it must be a histogram, is a counter",
    "error missing_required: gen_ai.client.token.usage: gen_ai.token.type is required",
    "error missing_required: gen_ai.client.token.usage: gen_ai.operation.name is required",
    "error missing_required: gen_ai.client.token.usage: gen_ai.provider.name is required",
    "warning deprecated: chat: gen_ai.system was given up before 1.41: use gen_ai.provider.name (2 times)",
    "warning inconsistent_trace: chat: it has gen_ai.system, and chat gpt-5 has gen_ai.provider.name",
    "warning deprecated: gen_ai.choice: gen_ai.choice was given up: use gen_ai.client.inference.operation.details, gen_ai.input.messages, gen_ai.output.messages",
    "4 spans, 1 metric, 2 log records: 4 errors, 3 warnings",
  ]);
});

test("what conforms, or is passed over, is exit code 0", () => {
  const text = JSON.stringify([
    { resourceLogs: [] },
    { resource_spans: [{ scope_spans: [{ spans: [span("4", "GET /", {})] }] }] },
  ]);
  assert.deepEqual(run({ text }), {
    code: 0,
    lines: ["1 span, 0 metrics, 0 log records: all conform"],
    errors: [],
  });
});

test("--json is one object with what was checked and each finding", () => {
  const { code, lines } = run({ text: JSON.stringify(TRACE), json: true, level: "error" });
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(lines.join("\n")), {
    checked: { spans: 4, metrics: 0, records: 0 },
    findings: [
      {
        count: 2,
        level: "error",
        code: "content_recorded",
        subject: "chat",
        attribute: "gen_ai.input.messages",
        message: "gen_ai.input.messages holds content, and capture is off",
      },
    ],
  });
});

for (const [what, text, expected] of [
  ["nothing", " \n", "there is nothing to read"],
  ["no JSON", "resourceSpans", /^not JSON: /],
  ["a broken line", '{"resourceLogs":[]}\n{"resource', /^line 2: not JSON: /],
  [
    "something else",
    '{"spans":[]}',
    "no OTLP: expected resourceSpans, resourceMetrics or resourceLogs",
  ],
  [
    "a wrong field",
    '{"resourceSpans":5}',
    "not a valid OTLP json request for traces: resourceSpans: expected a list, got 5",
  ],
  ["a number", "5", "no OTLP: expected resourceSpans, resourceMetrics or resourceLogs"],
] as const) {
  test(`${what} is exit code 2 and says why`, () => {
    const { code, lines, errors } = run({ text });
    assert.deepEqual([code, lines], [2, []]);
    const said = (errors[0] ?? "").replace(/^agent-otel validate: /, "");
    if (typeof expected === "string") assert.equal(said, expected);
    else assert.match(said, expected);
  });
}

test("names cannot write to the terminal", () => {
  const text = JSON.stringify({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              span("1", "\u001B[2Jx", {
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "p",
              }),
            ],
          },
        ],
      },
    ],
  });
  assert.ok(!run({ text }).lines.join("").includes("\u001B"));
});

interface Run {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: readonly string[];
}

function run(request: Partial<ValidateRequest>): Run {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = runValidate(
    { text: "", level: "warning", json: false, version: "1.41", content: false, ...request },
    { output: writingTo(lines), errors: writingTo(errors) },
  );
  return { code, lines, errors };
}

function writingTo(lines: string[]): Output {
  return { width: () => 80, style: (_, text) => text, write: (more) => void lines.push(...more) };
}

function span(id: string, name: string, attributes: Readonly<Record<string, string>>): object {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: id.padStart(16, "0"),
    name,
    kind: 3,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: { stringValue: value },
    })),
  };
}
