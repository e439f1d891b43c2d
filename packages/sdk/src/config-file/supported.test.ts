import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { isMapping, keysOf, type Shape } from "./shape.ts";
import { supported } from "./supported.ts";

const require = createRequire(import.meta.url);

type Schema = Readonly<Record<string, unknown>>;

/** The schema that upstream's validator was made of, which the file carries as a literal. */
function readSchema(): Schema {
  const folder = dirname(require.resolve("@opentelemetry/configuration"));
  const source = readFileSync(join(folder, "generated", "validator.cjs"), "utf8");
  const begin = source.indexOf("{", source.indexOf("const schema31 = {"));
  const end = source.indexOf("\n\t};", begin);
  const schema: unknown = JSON.parse(source.slice(begin, end + 3));
  assert.ok(isMapping(schema));
  return schema;
}

const root = readSchema();

function at(schema: unknown, key: string): Schema {
  const found = isMapping(schema) ? schema[key] : undefined;
  return isMapping(found) ? found : {};
}

function resolve(schema: Schema): Schema {
  const { $ref: reference } = schema;
  return typeof reference === "string"
    ? at(at(root, "$defs"), reference.slice("#/$defs/".length))
    : schema;
}

/** Compares a part of the table with the same part of the schema: keys that only one of them has. */
function compare(shape: Shape, schema: Schema, place: string): readonly string[] {
  const resolved = resolve(schema);
  if (shape.kind === "value") return [];
  if (shape.kind === "list") {
    assert.ok(isMapping(resolved["items"]), `${place} is no list in the schema`);
    return compare(shape.of, resolved["items"], `${place}[]`);
  }
  // Samplers nest without end.
  if (place.split(".parent_based").length > 2) return [];
  const specified = Object.keys(at(resolved, "properties"));
  const known = keysOf(shape);
  const missing = specified.filter((key) => !known.includes(key)).map((key) => `- ${place}.${key}`);
  const added = known.filter((key) => !specified.includes(key)).map((key) => `+ ${place}.${key}`);
  const inner = Object.entries(shape.keys).flatMap(([key, part]) => {
    return compare(part, at(at(resolved, "properties"), key), `${place}.${key}`);
  });
  return [...missing, ...added, ...inner];
}

test("the table of what is supported differs from the schema in known places only", () => {
  const differences = new Set(
    compare(supported, root, "").map((line) =>
      line.replace(/\.parent_based\.\w+/g, ".parent_based.*"),
    ),
  );
  const samplers = [
    "composite/development",
    "jaeger_remote/development",
    "probability/development",
  ];
  assert.deepEqual(
    [...differences].toSorted(),
    [
      // Of the propagators, `none` is what the specification's list of names has in addition.
      "+ .propagator.composite[].none",
      "- .resource.detection/development.detectors[].container",
      "- .logger_provider.processors[].event_to_span_event_bridge/development",
      "- .logger_provider.processors[].batch.exporter.otlp_file/development",
      "- .logger_provider.processors[].simple.exporter.otlp_file/development",
      "- .tracer_provider.processors[].batch.exporter.otlp_file/development",
      "- .tracer_provider.processors[].simple.exporter.otlp_file/development",
      "- .meter_provider.readers[].periodic.exporter.otlp_file/development",
      "- .meter_provider.readers[].periodic.producers[].opencensus",
      "- .meter_provider.readers[].pull.producers[].opencensus",
      ...samplers.flatMap((name) => [
        `- .tracer_provider.sampler.${name}`,
        `- .tracer_provider.sampler.parent_based.*.${name}`,
      ]),
    ].toSorted(),
  );
});
