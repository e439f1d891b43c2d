import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { assertConforms, ConformanceError } from "./assert-conforms.ts";
import { formatFinding } from "./finding.ts";
import type { ValidateOptions } from "./options.ts";
import { validateSpan } from "./validate-span.ts";
import type { SpanInput } from "./validate-span.ts";

const CHAT: SpanInput = {
  name: "chat gpt-5",
  kind: SpanKind.CLIENT,
  attributes: {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-5",
  },
};

const CASES: readonly {
  readonly what: string;
  readonly change: Partial<SpanInput>;
  readonly options?: ValidateOptions;
  readonly expected: readonly string[];
}[] = [
  { what: "a right span", change: {}, expected: [] },
  {
    what: "a missing required attribute",
    change: { attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-5" } },
    expected: ["error missing_required: chat gpt-5: gen_ai.provider.name is required"],
  },
  {
    what: "a missing required attribute, by its old name",
    change: { attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-5" } },
    options: { version: "1.36" },
    expected: ["error missing_required: chat gpt-5: gen_ai.system is required"],
  },
  {
    what: "an operation that is not named",
    change: { name: "x", attributes: { "gen_ai.system": "openai" } },
    options: { version: "1.36" },
    expected: ["error missing_required: x: gen_ai.operation.name is required"],
  },
  {
    what: "an operation the conventions do not have",
    change: { name: "x", attributes: { "gen_ai.operation.name": "agent_step" } },
    expected: [
      "info unknown_value: x: gen_ai.operation.name: the conventions do not know this value",
    ],
  },
  {
    what: "the old name of the provider",
    change: {
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.system": "openai",
        "gen_ai.request.model": "gpt-5",
      },
    },
    expected: [
      "warning deprecated: chat gpt-5: gen_ai.system was given up before 1.41: use gen_ai.provider.name",
    ],
  },
  {
    what: "the new name of the provider, too early",
    change: {},
    options: { version: "1.36" },
    expected: ["warning later_version: chat gpt-5: gen_ai.provider.name is gen_ai.system in 1.36"],
  },
  {
    what: "an invented attribute",
    change: { attributes: { ...CHAT.attributes, "gen_ai.cost": 1, "app.thing": 1 } },
    expected: [
      "warning unknown_attribute: chat gpt-5: gen_ai.cost is no attribute of the conventions",
    ],
  },
  {
    what: "an attribute of another span",
    change: { attributes: { ...CHAT.attributes, "gen_ai.tool.name": "x" } },
    expected: [
      "info unlisted_attribute: chat gpt-5: gen_ai.tool.name is not among the attributes listed for it",
    ],
  },
  {
    what: "a wrong type",
    change: { attributes: { ...CHAT.attributes, "gen_ai.usage.input_tokens": "12" } },
    expected: ["error wrong_type: chat gpt-5: gen_ai.usage.input_tokens must be int, is string"],
  },
  {
    what: "a wrong name",
    change: { name: "anthropic.messages.create" },
    expected: ['error wrong_name: anthropic.messages.create: the name must be "chat gpt-5"'],
  },
  {
    what: "a wrong kind",
    change: { kind: SpanKind.SERVER },
    expected: ["error wrong_kind: chat gpt-5: the kind must be client or internal, is SERVER"],
  },
  {
    what: "content while capture is off",
    change: {
      attributes: { ...CHAT.attributes, "gen_ai.input.messages": "[]", "gen_ai.prompt": "hi" },
    },
    expected: [
      "error content_recorded: chat gpt-5: gen_ai.input.messages holds content, and capture is off",
      "warning deprecated: chat gpt-5: gen_ai.prompt was given up before 1.41: it has no successor",
      "error content_recorded: chat gpt-5: gen_ai.prompt holds content, and capture is off",
    ],
  },
  {
    what: "content that is cut off",
    change: { attributes: { ...CHAT.attributes, "gen_ai.input.messages": '[{"role"' } },
    options: { content: true },
    expected: [
      "warning invalid_content: chat gpt-5: gen_ai.input.messages is text that is no JSON",
    ],
  },
  {
    what: "a renamed value",
    change: { attributes: { ...CHAT.attributes, "gen_ai.provider.name": "xai" } },
    expected: ["warning deprecated: chat gpt-5: gen_ai.provider.name: xai is x_ai now"],
  },
  {
    what: "a failure without its type",
    change: { status: { code: SpanStatusCode.ERROR } },
    expected: ["error missing_conditional: chat gpt-5: error.type is required (if_error)"],
  },
  {
    what: "a type of error without a failure",
    change: {
      status: { code: SpanStatusCode.UNSET },
      attributes: { ...CHAT.attributes, "error.type": "500" },
    },
    expected: [
      "warning inconsistent_error: chat gpt-5: error.type is there, and the status is no error",
    ],
  },
  {
    what: "cached tokens that were left out of the input",
    change: {
      attributes: {
        ...CHAT.attributes,
        "gen_ai.usage.input_tokens": 40,
        "gen_ai.usage.cache_read.input_tokens": 80,
      },
    },
    expected: [
      "warning inconsistent_tokens: chat gpt-5: gen_ai.usage.input_tokens is less than its parts: gen_ai.usage.cache_read.input_tokens",
    ],
  },
  {
    what: "an event of old",
    change: {
      events: [{ name: "gen_ai.user.message", attributes: { "gen_ai.system": "openai" } }],
    },
    options: { version: "latest" },
    expected: [
      "warning deprecated: chat gpt-5: event gen_ai.user.message was given up: use gen_ai.client.inference.operation.details, gen_ai.input.messages, gen_ai.output.messages",
      "warning deprecated: chat gpt-5: gen_ai.system was given up before latest: use gen_ai.provider.name",
    ],
  },
  {
    what: "a span of something else",
    change: { name: "GET /", attributes: { "http.request.method": "GET", "server.port": "80" } },
    expected: ["error wrong_type: GET /: server.port must be int, is string"],
  },
  {
    what: "an attribute named like a property of objects",
    change: { attributes: { ...CHAT.attributes, constructor: 1, toString: "x" } },
    expected: [],
  },
];

for (const { what, change, options, expected } of CASES) {
  test(`validateSpan() on ${what}`, () => {
    const findings = validateSpan({ ...CHAT, ...change }, options);
    assert.deepEqual(findings.map(formatFinding), expected);
  });
}

test("assertConforms() lists what is wrong and lets hints pass", () => {
  const hinted = { ...CHAT, attributes: { ...CHAT.attributes, "gen_ai.tool.name": "x" } };
  assert.equal(validateSpan(hinted).length, 1);
  assertConforms(validateSpan(hinted));
  assert.throws(
    () => assertConforms(validateSpan({ ...CHAT, name: "x" })),
    (error) =>
      error instanceof ConformanceError &&
      error.message ===
        'telemetry does not conform:\nerror wrong_name: x: the name must be "chat gpt-5"' &&
      error.findings.length === 1,
  );
});
