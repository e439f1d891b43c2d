import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { MetricDefinition, MetricName } from "./definitions.ts";
import { ATTRIBUTE_DEFINITIONS } from "./generated/attribute-definitions.ts";
import { METRIC_DEFINITIONS } from "./generated/metric-definitions.ts";
import { ATTRIBUTE_RENAMES, SIGNAL_RENAMES, VALUE_RENAMES } from "./generated/renames.ts";
import * as semconv from "./index.ts";
import { allowedAttributes } from "./record-metric.ts";
import { collect, metered } from "./telemetry.test.helper.ts";

interface Use {
  readonly ref: string;
  readonly requirement?: string;
  readonly condition_short?: string;
  readonly sampling_relevant?: boolean;
}
interface Attribute {
  readonly type: string;
  readonly members?: readonly { readonly value: string }[];
}
interface Facts {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly spans: readonly {
    readonly id: string;
    readonly span_kind: string;
    readonly span_kind_alt?: readonly string[];
    readonly name_pattern: string;
    readonly operation_names?: readonly string[];
    readonly stability: string;
    readonly requirement_level: string;
    readonly attributes: readonly Use[];
  }[];
  readonly metrics: readonly {
    readonly name: string;
    readonly instrument: string;
    readonly unit: string;
    readonly value_type: string;
    readonly bucket_boundaries?: readonly number[];
    readonly attributes: readonly Use[];
  }[];
  readonly events: readonly { readonly name: string; readonly attributes: readonly Use[] }[];
  readonly renames: readonly {
    readonly kind: string;
    readonly from: string;
    readonly to: unknown;
  }[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the tests below fail where the file has another shape
const facts = JSON.parse(
  readFileSync(new URL("facts/genai-facts.json", import.meta.url), "utf8"),
) as Facts;
const exported = new Map<string, unknown>(Object.entries(semconv));

for (const [name, { type, members }] of Object.entries(facts.attributes)) {
  test(`attribute ${name} has a constant, its type and its values`, () => {
    const constant = exported.get(`ATTR_${constantCase(name)}`);
    if (typeof constant === "function") assert.equal(constant("key"), `${name}.key`);
    else assert.equal(constant, name);
    const definition = ATTRIBUTE_DEFINITIONS[name];
    assert.equal(definition?.type, type === "enum" ? "string" : type);
    const values = [...new Set((members ?? []).map(({ value }) => value))];
    assert.deepEqual(definition.values ?? [], values);
    for (const value of values) {
      const word = constantCase(value).replace(/^_/, "");
      assert.equal(exported.get(`${constantCase(name)}_VALUE_${word}`), value);
    }
  });
}

for (const span of facts.spans) {
  test(`span ${span.id} has its kind, name, operations and attributes`, () => {
    const definition = semconv.SPAN_DEFINITIONS.find(({ id }) => id === span.id);
    assert.ok(definition);
    assert.equal(definition.kind, span.span_kind);
    assert.deepEqual(definition.otherKinds, span.span_kind_alt ?? []);
    assert.equal(definition.name, span.name_pattern);
    assert.deepEqual(definition.operations, span.operation_names ?? []);
    assert.equal(definition.stability, span.stability);
    assert.equal(definition.level, span.requirement_level);
    assert.deepEqual(
      definition.sampling,
      span.attributes.filter((use) => use.sampling_relevant === true).map((use) => use.ref),
    );
    assertUses(definition, span.attributes);
  });
}

for (const metric of facts.metrics) {
  test(`metric ${metric.name} has its instrument, unit, boundaries and attributes, also at the SDK`, async () => {
    const definition = definitionOf(metric.name);
    assert.equal(exported.get(`METRIC_${constantCase(metric.name)}`), metric.name);
    assert.equal(exported.get(constantCase(metric.name)), definition);
    assert.equal(definition.unit, metric.unit);
    assert.equal(definition.valueType, metric.value_type);
    assert.deepEqual(definition.buckets, metric.bucket_boundaries ?? []);
    for (const { ref, requirement } of metric.attributes) {
      assert.equal(allowedAttributes(definition).includes(ref), requirement !== "opt_in", ref);
    }
    const recorded = await recordOnce(definition);
    assert.equal(recorded.unit, metric.unit);
    assert.equal(recorded.type, metric.instrument === "counter" ? "sum" : "histogram");
    assert.deepEqual(recorded.boundaries, metric.bucket_boundaries ?? []);
  });
}

for (const event of facts.events) {
  test(`event ${event.name} has its attributes`, () => {
    assert.equal(exported.get(`EVENT_${constantCase(event.name)}`), event.name);
    const definition = semconv.EVENT_DEFINITIONS.find(({ name }) => name === event.name);
    assert.ok(definition);
    assertUses(definition, event.attributes);
    assert.ok([undefined, 13].includes(definition.severityNumber), "emitEvent() knows WARN alone");
  });
}

test("every rename is known, and every constant is named after its value", () => {
  for (const { kind, from, to } of facts.renames) {
    const [first] = [to].flat();
    if (kind === "attribute") {
      assert.ok(
        ATTRIBUTE_RENAMES.some((rename) => rename.from === from && (rename.to ?? null) === to),
        from,
      );
    } else if (kind === "attribute_value") {
      assert.ok(
        VALUE_RENAMES.some((rename) => rename.from === from && rename.to === to),
        from,
      );
    } else {
      assert.ok(
        SIGNAL_RENAMES.some((rename) => rename.from === from && rename.to[0] === first),
        from,
      );
    }
  }
  for (const [name, value] of exported) {
    if (!/^(?:ATTR|METRIC|EVENT)_/.test(name) || typeof value !== "string") continue;
    assert.equal(name.slice(name.indexOf("_") + 1), constantCase(value));
  }
});

test("no metric allows an attribute with a value per call or per user", () => {
  const perCall = /\.(?:id|uri)$|conversation|description|usage|finish_reasons|messages|\.client\./;
  for (const metric of METRIC_DEFINITIONS) {
    assert.deepEqual(
      allowedAttributes(metric).filter((name) => perCall.test(name)),
      [],
      metric.name,
    );
  }
});

function constantCase(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
}

function definitionOf(name: string): MetricDefinition {
  const definition = METRIC_DEFINITIONS.find((metric) => metric.name === name);
  assert.ok(definition, name);
  return definition;
}

function assertUses(uses: semconv.AttributeUses, expected: readonly Use[]): void {
  for (const { ref, requirement, condition_short: condition = "" } of expected) {
    if (requirement === "required") assert.ok(uses.required.includes(ref), ref);
    else if (requirement === "opt_in") assert.ok(uses.optIn.includes(ref), ref);
    else if (requirement === "conditionally_required")
      assert.equal(uses.conditional[ref], condition);
    else assert.equal(uses.recommended[ref], condition);
  }
  const all = [
    ...uses.required,
    ...Object.keys(uses.conditional),
    ...Object.keys(uses.recommended),
    ...uses.optIn,
  ];
  assert.equal(all.length, expected.length);
}

interface Recorded {
  readonly unit: string;
  readonly type: "sum" | "histogram";
  readonly boundaries: readonly number[];
}

async function recordOnce(definition: MetricDefinition): Promise<Recorded> {
  const reader = metered();
  const anything: Record<string, unknown> = { "gen_ai.conversation.id": "high cardinality" };
  for (const name of allowedAttributes(definition)) anything[name] = "x";
  semconv.recordMetric<MetricName>(definition, 1, anything, { version: "latest" });
  const [metric] = await collect(reader);
  assert.ok(metric);
  const [point] = metric.dataPoints;
  assert.deepEqual(
    Object.keys(point?.attributes ?? {}).toSorted(),
    allowedAttributes(definition).toSorted(),
  );
  const value: unknown = point?.value;
  const buckets: unknown = Reflect.get(Object(value), "buckets");
  const boundaries: unknown = Reflect.get(Object(buckets), "boundaries");
  return {
    unit: metric.descriptor.unit,
    type: buckets === undefined ? "sum" : "histogram",
    boundaries: Array.isArray(boundaries) ? boundaries : [],
  };
}
