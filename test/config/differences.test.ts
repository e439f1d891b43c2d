import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { allCases } from "../../tools/differential/cases.ts";
import { openFixtures } from "../../tools/differential/fixtures.ts";
import { harmful, rowsMissingOn, withoutReason } from "../../tools/differential/page.ts";
import { runCases } from "../../tools/differential/run-cases.ts";
import { variables } from "../../packages/sdk/src/env/variables.ts";
import { whyNoCertificates } from "../support/certificates.ts";

/** A fault or a feature of each kind; `pnpm differential` runs all cases. */
const quick: readonly (readonly [string, string])[] = [
  ["OTEL_SDK_DISABLED", "yes"],
  ["OTEL_RESOURCE_ATTRIBUTES", "team=blue,oops"],
  ["OTEL_PROPAGATORS", "xray"],
  ["OTEL_TRACES_SAMPLER", "ALWAYS_OFF"],
  ["OTEL_TRACES_SAMPLER_ARG", "25%"],
  ["OTEL_METRICS_EXPORTER", "OTLP"],
  ["OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=blue%0A"],
  ["OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"],
  [
    "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
    "base2_exponential_bucket_histogram",
  ],
  ["OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "-5"],
  ["OTEL_CONFIG_FILE", "<config file>"],
];

test("every variable is compared with upstream, with a good value and at least three bad ones", () => {
  const cases = allCases();
  for (const name of Object.keys(variables)) {
    const values = new Set(
      cases.filter(({ variable }) => variable === name).map(({ value }) => value),
    );
    assert.ok(values.size >= 4, `${name}: ${[...values].join(", ")}`);
  }
});

test(
  "the page of differences has each difference that is found, with its reason (pnpm differential)",
  { skip: whyNoCertificates() },
  async (t) => {
    const page = readFileSync(
      new URL("../../docs/differences-from-upstream.md", import.meta.url),
      "utf8",
    );
    const fixtures = openFixtures();
    t.after(() => fixtures.close());
    const cases = allCases().filter(({ variable, value }) =>
      quick.some(([name, text]) => name === variable && text === value),
    );
    assert.equal(cases.length, quick.length);
    const findings = await runCases(cases, { fixtures, atOnce: 3 });
    assert.ok(findings.differences.length >= quick.length - 1, "fewer differences than known");
    assert.deepEqual([...harmful(findings), ...withoutReason(findings)], []);
    assert.deepEqual(rowsMissingOn(page, findings), []);
  },
);
