import assert from "node:assert/strict";
import { test } from "node:test";
import { createCanaryWatch } from "./canary-watch.ts";
import { findInPayload } from "./find-in-payload.ts";

const canary = "canary_0123456789";

test("a canary is found although the pieces of a request part it, and each place is told once", () => {
  const lines: string[] = [];
  const watch = createCanaryWatch({
    canary,
    strict: false,
    report: { log: (line) => lines.push(line) },
  });
  const json = Buffer.from(
    JSON.stringify({ key: "my.note", value: { stringValue: `a ${canary}` } }),
  );
  const body = [json.subarray(0, 50), json.subarray(50)];
  const batch = { signal: "traces", contentType: "application/json", body } as const;
  watch.payload(batch);
  watch.payload(batch);
  watch.payload({ ...batch, body: [Buffer.from("{}")] });
  watch.items("logs", [{ body: canary }]);
  assert.deepEqual(lines, [
    "AGENT_OTEL_CONTENT_CANARY has reached the exporter of traces: my.note.",
    "AGENT_OTEL_CONTENT_CANARY has reached the exporter of logs: [0].body.",
  ]);
});

test("bytes that are no message are searched all the same", () => {
  for (const contentType of ["application/json", "application/x-protobuf"]) {
    for (const bytes of [`\u00ff\u00ff${canary}`, canary, `\n\u0001${canary}\u0000`]) {
      const body = [Buffer.from(bytes, "latin1")];
      assert.equal(findInPayload(body, { text: canary, contentType }), "");
    }
    assert.equal(findInPayload([], { text: canary, contentType }), undefined);
  }
});
