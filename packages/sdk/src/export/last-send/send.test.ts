import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import type { LastTarget } from "./request.ts";
import { sendWhileBlocking } from "./send.ts";

/** Nothing listens there. */
const refused: LastTarget = {
  config: {
    kind: "otlp",
    signal: "traces",
    protocol: "http/protobuf",
    url: "http://127.0.0.1:1/v1/traces",
    headers: {},
    timeoutMs: 1000,
    compression: "none",
    tls: {},
  },
  batches: [
    {
      signal: "traces",
      items: 3,
      bytes: Buffer.from("batch"),
      contentType: "application/x-protobuf",
    },
  ],
};

test("what could not be sent comes back as it was, with what is to be told", () => {
  const [outcome] = sendWhileBlocking([refused], { proxies: {}, timeoutMs: 10_000 }) ?? [];
  assert.equal(Buffer.from(outcome?.left[0]?.bytes ?? []).toString(), "batch");
  assert.deepEqual(
    outcome?.calls.map(({ kind }) => kind),
    ["attemptFailed", "attemptFailed"],
  );
});

test("a target that cannot be made leaves its batches, and the others are sent", () => {
  const broken = { ...refused, config: { ...refused.config, url: "no URL" } };
  const outcomes = sendWhileBlocking([broken, refused], { proxies: {}, timeoutMs: 10_000 });
  assert.deepEqual(
    outcomes?.map(({ calls, left }) => [calls.length, left.length]),
    [
      [0, 1],
      [2, 1],
    ],
  );
});

test("without time nothing is begun", () => {
  const startedAt = performance.now();
  assert.equal(sendWhileBlocking([refused], { proxies: {}, timeoutMs: 50 }), undefined);
  assert.ok(performance.now() - startedAt < 50);
});

test("the caller is blocked no longer than it said, and what is under way then is left", async (t) => {
  // While the caller is blocked, it accepts connections and answers nothing.
  const silent = createServer().listen(0, "127.0.0.1");
  t.after(() => silent.close());
  await once(silent, "listening");
  const address = silent.address();
  assert.ok(typeof address === "object" && address !== null);
  const config = { ...refused.config, url: `http://127.0.0.1:${address.port}/` };
  const startedAt = performance.now();
  const [outcome] =
    sendWhileBlocking([{ ...refused, config }], { proxies: {}, timeoutMs: 1500 }) ?? [];
  assert.ok(performance.now() - startedAt < 1600);
  assert.equal(outcome?.left[0]?.items, 3);
});
