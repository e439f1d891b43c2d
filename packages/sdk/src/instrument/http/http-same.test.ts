import assert from "node:assert/strict";
import { test } from "node:test";

import { createRandom } from "../../export/encode/random.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { playAll, randomExchange } from "./http-same.test.helper.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const SEED = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const EXCHANGES = 250;

test(`requests and answers are the same with telemetry and without (TEST_SEED=${SEED})`, async (t) => {
  const recorder = new Recorder();
  const random = createRandom(SEED);
  const exchanges = Array.from({ length: EXCHANGES }, () => randomExchange(random));
  const without = await playAll(exchanges);
  const stops = [
    instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP),
    instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP),
    instrumentUndici(DEFAULT_HTTP),
  ];
  t.after(() => {
    for (const stop of stops) stop();
  });
  const withTelemetry = await playAll(exchanges);
  for (const [index, exchange] of exchanges.entries()) {
    assert.deepEqual(withTelemetry[index], without[index], JSON.stringify(exchange));
  }
  // The server's and the client's: all of them were seen.
  const spans = await recorder.spans(2 * EXCHANGES);
  assert.equal(spans.length, 2 * EXCHANGES);
  assert.deepEqual(recorder.errors, []);
});
