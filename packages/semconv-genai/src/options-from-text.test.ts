import assert from "node:assert/strict";
import { test } from "node:test";
import { genAiOptionsFrom } from "./index.ts";
import type { GenAiOptions, GenAiTexts } from "./index.ts";

const CASES: readonly (readonly [texts: GenAiTexts, expected: Partial<GenAiOptions>])[] = [
  [{}, {}],
  [{ stabilityOptIn: "http, gen_ai_latest_experimental" }, { version: "latest" }],
  [{ stabilityOptIn: "http" }, {}],
  [{ conventions: "1.36" }, { version: "1.36", metricVersions: ["1.36"] }],
  [{ conventions: " 1.41 , latest,1.41" }, { version: "1.41", metricVersions: ["1.41", "latest"] }],
  [
    { conventions: "1.41", stabilityOptIn: "gen_ai_latest_experimental" },
    { version: "1.41", metricVersions: ["1.41"] },
  ],
  [{ conventions: "2.0", stabilityOptIn: "gen_ai_latest_experimental" }, { version: "latest" }],
  [{ capture: "NO_CONTENT" }, { capture: "none" }],
  [{ capture: " Span_Only " }, { capture: "span" }],
  [{ capture: "EVENT_ONLY" }, { capture: "event" }],
  [{ capture: "true" }, { capture: "span_and_event" }],
  [{ capture: "yes" }, {}],
];

for (const [texts, expected] of CASES) {
  test(`genAiOptionsFrom(${JSON.stringify(texts)}) is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(genAiOptionsFrom(texts), expected);
  });
}
