import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertDifferences } from "./assert-same.ts";
import type { Plain, PlainObject } from "./canonical-request.ts";
import type { Difference, Items } from "./compare.ts";
import { listIn, textIn } from "./items.ts";
import { knownDifferences } from "./known-differences.ts";
import { labelItems } from "./labels.ts";
import { normalise } from "./normalise.ts";
import { type EngineRun, runBothEngines } from "./run-engine.ts";

const preload = import.meta.resolve("./application/with-components.mjs");

test("a processor and exporters of the application's own are given the same by both engines", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-engines-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const parts = ["spans", "propagation", "http"];
  const protocol = "http/protobuf";
  const env = { APP_FOLDER: folder };
  const { native, upstream } = await runBothEngines({ protocol, parts, preload, env });
  const ours = readGiven(join(folder, "native"), native);
  const theirs = readGiven(join(folder, "upstream"), upstream);
  assert.deepEqual(ours.calls, ["processor.shutdown", "simply.shutdown", "exported.shutdown"]);
  assert.deepEqual(theirs.calls, ours.calls);
  for (const stage of stages) {
    assert.ok(ours.spans[stage].size > 100, `${stage}: ${ours.spans[stage].size} spans`);
    assertDifferences(ours.spans[stage], theirs.spans[stage], stage === "started" ? [] : inEvents);
  }
  // What a processor has added is exported, by our own exporter too.
  assertDifferences(native.items, upstream.items, knownDifferences(parts, protocol));
  const { attributes } = native.items.get("span events") ?? {};
  assert.deepEqual(attributes, {
    "set.at.start": { boolValue: true },
    "set.at.ending": { boolValue: true },
  });
});

/** When and through what the application was given its spans. */
const stages = ["started", "ending", "ended", "exported", "simply"] as const;

/** Upstream holds attributes of events to the values of older versions of the API. */
const inEvents: readonly Difference[] = [
  ...Object.entries<Plain>({
    bytes: "0001feff",
    noBytes: "",
    object: { text: "a", number: 1, inner: { list: [1, "two", false], none: "nothing" } },
    emptyObject: {},
    mixed: ["a", 1, true, 0.5],
    nested: [
      [1, 2],
      ["a", ["b"]],
    ],
    objects: [{ role: "user", parts: [{ type: "text", content: "hello" }] }, {}],
  }).map(([key, native]) => ({ where: `span events | events 2 attributes ${key}`, native })),
  { where: "span events | events 2 droppedAttributesCount", native: 0, upstream: 7 },
];

interface Given {
  readonly spans: Readonly<Record<(typeof stages)[number], Items>>;
  /** Calls that have no spans. */
  readonly calls: Plain | undefined;
}

function readGiven(file: string, { facts }: EngineRun): Given {
  const given: PlainObject = JSON.parse(readFileSync(file, "utf8"));
  const spans = (stage: (typeof stages)[number]): Items => {
    const items = listIn(given, stage).map((fields) => {
      return { signal: "traces", origin: {}, scope: "", fields } as const;
    });
    const labelled = labelItems(items);
    const words = new Map([...facts.words, ...labelled.ids]);
    if (stage !== "started" && stage !== "ending") {
      for (const { label, item } of labelled.items) assertEnded(label, item.fields);
    }
    return new Map(
      labelled.items.map(({ label, item }) => [label, normalise(item, { ...facts, words })]),
    );
  };
  return {
    calls: given["calls"],
    spans: {
      started: spans("started"),
      ending: spans("ending"),
      ended: spans("ended"),
      exported: spans("exported"),
      simply: spans("simply"),
    },
  };
}

/** Spans that the application has given times which are equal or the wrong way round. */
const withoutDuration = new Set(["span no duration", "span end before start"]);

function assertEnded(label: string, fields: PlainObject): void {
  const { ended, isRecording } = fields;
  const duration = textIn(fields, "durationNano");
  assert.deepEqual([ended, isRecording], [true, false], label);
  if (withoutDuration.has(label)) assert.equal(duration, "0", label);
  else if (!label.startsWith("span times ") && label !== "span start given") {
    assert.ok(BigInt(duration) > 0n, `${label} took ${duration} ns`);
  }
}
