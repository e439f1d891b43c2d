import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import type { Attributes } from "../support/otlp-model.ts";
import { runWithReceiver } from "./run-with-receiver.ts";

/** The application tries 200 of everything, and a text of 5000 characters. */
const MANY = 200;

interface Kept {
  readonly attributes: number;
  readonly events: number;
  readonly links: number;
  readonly ofEvent: number;
  readonly ofLink: number;
  readonly ofLog: number;
  readonly longest: number;
  readonly longestOfLog: number;
}

const unlimited: Kept = {
  attributes: 128,
  events: 128,
  links: 128,
  ofEvent: 128,
  ofLink: 128,
  ofLog: 128,
  longest: 5000,
  longestOfLog: 5000,
};

const cases: readonly (readonly [Readonly<Record<string, string>>, Partial<Kept>])[] = [
  [{}, {}],
  [
    { OTEL_ATTRIBUTE_COUNT_LIMIT: "10", OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "100" },
    { attributes: 10, ofLog: 10, longest: 100, longestOfLog: 100 },
  ],
  [
    {
      OTEL_ATTRIBUTE_COUNT_LIMIT: "10",
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: "100",
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "20",
      OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: "200",
      OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: "30",
      OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: "300",
    },
    { attributes: 20, longest: 200, ofLog: 30, longestOfLog: 300 },
  ],
  [
    {
      OTEL_SPAN_EVENT_COUNT_LIMIT: "3",
      OTEL_SPAN_LINK_COUNT_LIMIT: "4",
      OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: "5",
      OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: "6",
    },
    { events: 3, links: 4, ofEvent: 5, ofLink: 6 },
  ],
];

describe("limits of spans and log records", { concurrency: 3 }, () => {
  for (const [env, kept] of cases) {
    test(`${Object.keys(env).join(", ") || "no variable"} keeps ${JSON.stringify(kept)}`, async (t) => {
      const { errors, ...found } = await measure(t, env);
      assert.deepEqual(errors, []);
      assert.deepEqual(found.kept, { ...unlimited, ...kept });
    });
  }

  for (const bad of ["-5", "2.5", "many"]) {
    test(`OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=${bad} is one line and drops nothing more than the default`, async (t) => {
      const { errors, kept } = await measure(t, { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: bad });
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(
        errors[0] ?? "",
        /^agent-otel: OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: expected a whole number/,
      );
      assert.deepEqual(kept, unlimited);
    });
  }
});

/** What is dropped is told, beside what is asked for here. */
const dropped = /^agent-otel: Dropp(?:ed \d+|ing extra) /;

async function measure(
  t: TestContext,
  env: Readonly<Record<string, string>>,
): Promise<{ errors: readonly string[]; kept: Kept }> {
  const { receiver, errors } = await runWithReceiver(t, { ...env, APP_ITEMS: String(MANY) });
  const span = receiver.spans.find(({ name }) => name === "request");
  const [log] = receiver.logs;
  assert.ok(span !== undefined && log !== undefined, errors.join("\n"));
  const counts = {
    attributes: count(span.attributes),
    events: span.events.length,
    links: span.links.length,
  };
  // What was dropped is told with the span.
  assert.equal(span.droppedAttributes, MANY - counts.attributes);
  assert.equal(span.droppedEvents, MANY - counts.events);
  assert.equal(span.droppedLinks, MANY - counts.links);
  const kept = {
    ...counts,
    ofEvent: Math.max(...span.events.map(({ attributes }) => count(attributes))),
    ofLink: Math.max(...span.links.map(({ attributes }) => count(attributes))),
    ofLog: count(log.attributes),
    longest: longest(span.attributes),
    longestOfLog: longest(log.attributes),
  };
  return { errors: errors.filter((line) => !dropped.test(line)), kept };
}

function count(attributes: Attributes): number {
  return Object.keys(attributes).length;
}

function longest(attributes: Attributes): number {
  const lengths = Object.values(attributes).map((value) =>
    typeof value === "string" ? value.length : 0,
  );
  return Math.max(0, ...lengths);
}
