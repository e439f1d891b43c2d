import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProblem } from "../env/problem.ts";
import { configure, problemsOf } from "./config-file.test.helper.ts";

const head = 'file_format: "1.1"\n';

test("no secret of the file is ever printed", () => {
  const secret = "hunter2";
  const lines = [
    `{ otlp_http: { endpoint: "${secret}" } }`,
    `{ otlp_http: { headers: { authorization: ${secret} } } }`,
    `{ otlp_http: { headers: [{ name: a, value: [${secret}] }] } }`,
    `{ otlp_http: { headers: [{ name: "${secret} b", value: "${secret}\\u0007" }] } }`,
    `{ otlp_http: { headers: [{ ${secret}: ${secret} }] } }`,
    `{ otlp_http: { headers_list: "a=${secret}%zz,${secret}" } }`,
    `{ otlp_http: { api_key: ${secret} } }`,
    `{ otlp_http: { timeout: "\${SECRET}" } }`,
    `{ mine: { token: ${secret} } }`,
    `{ otlp_http: { headers: *${secret} } }`,
    `{ otlp_http: { headers: !${secret} x: "${secret} } }`,
  ].map((exporter) => {
    const text = `${head}tracer_provider: { processors: [{ batch: { exporter: ${exporter} } }] }`;
    const problems = problemsOf(text, { SECRET: secret });
    assert.notEqual(problems.length, 0, exporter);
    return problems.join("\n");
  });
  assert.doesNotMatch(lines.join("\n"), new RegExp(secret));
});

const valid = {
  file_format: "1.1",
  log_level: "warn",
  resource: {
    attributes: [{ name: "service.name", value: "a", type: "string" }],
    attributes_list: "a=b",
    "detection/development": { attributes: { included: ["*"] }, detectors: [{ service: null }] },
  },
  propagator: { composite: [{ b3: null }], composite_list: "tracecontext" },
  tracer_provider: {
    processors: [
      {
        batch: {
          max_queue_size: 10,
          exporter: {
            otlp_http: {
              endpoint: "http://a",
              tls: { ca_file: null },
              headers: [{ name: "a", value: "b" }],
              headers_list: "a=b",
            },
          },
        },
      },
    ],
    sampler: { parent_based: { root: { trace_id_ratio_based: { ratio: 1 } } } },
  },
  meter_provider: {
    exemplar_filter: "always_off",
    readers: [{ periodic: { interval: 1, timeout: 1, exporter: { console: null } } }],
    views: [
      { selector: { instrument_name: "a" }, stream: { attribute_keys: { included: ["a"] } } },
    ],
  },
};

const junk: readonly unknown[] = [
  undefined,
  null,
  "",
  "\u0000\u001b[31m\n",
  "x".repeat(1000),
  "a=%zz,,=",
  -1,
  0.5,
  1e300,
  true,
  [],
  [null],
  {},
  { bogus: { deep: "\u2028" } },
  { __proto__: null, constructor: 1, toString: 2 },
];

test("no value at any place of the file throws, hangs or breaks the line of its problem", () => {
  for (const text of mutations(valid)) {
    const { model, problems } = configure(text);
    assert.ok(model !== undefined || problems.length > 0, text);
    for (const line of problems.map(formatProblem)) {
      assert.match(line, /^[\u0020-\u007E…]+$/, text);
      assert.doesNotMatch(line, /that can be read/, text);
    }
  }
});

/** The file as JSON, with each part in turn replaced by each of the junk. */
function* mutations(part: object, root: object = part): Generator<string> {
  for (const [key, value] of Object.entries(part)) {
    for (const item of junk) {
      Reflect.set(part, key, item);
      yield JSON.stringify(root);
    }
    Reflect.set(part, key, value);
    if (typeof value === "object" && value !== null) yield* mutations(value, root);
  }
}
