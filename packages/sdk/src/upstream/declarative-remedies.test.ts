import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explainForFile, inFileTerms } from "./declarative-remedies.ts";

test("no advice names a variable that the file makes void", () => {
  for (const file of ["../export/explain-failure.ts", "../metrics/prometheus.ts"]) {
    const source = readFileSync(new URL(file, import.meta.url), "utf8");
    const texts = source.match(/"[^"\n]*OTEL_[^"\n]*"/g) ?? [];
    assert.notEqual(texts.length, 0);
    for (const text of texts) assert.doesNotMatch(inFileTerms(text), voidVariable);
  }
});

/** Our own variables count beside a file too. */
const voidVariable = /(?<!AGENT_)OTEL_(?!CONFIG_FILE)/;

test("an explained error keeps its cause and gets the remedy of the file", () => {
  const { failure } = explainForFile(new Error("connect ECONNREFUSED 127.0.0.1:4318"), "http/json");
  assert.deepEqual(failure, {
    kind: "connection",
    cause: "connect ECONNREFUSED 127.0.0.1:4318",
    remedy: "Nothing listens there: start the Collector, or correct endpoint in OTEL_CONFIG_FILE",
  });
});
