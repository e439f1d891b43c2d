import assert from "node:assert/strict";
import { test } from "node:test";
import { openBlackHole } from "./black-hole.ts";
import { way } from "./exit-cells.ts";
import { endAgainst, protocolOf, protocols } from "./exit-expectations.ts";
import { startReceiver } from "./receiver.ts";

// One after the other, for what is measured is the limit itself.

/** AGENT_OTEL_SHUTDOWN_TIMEOUT, when it is not set. */
const LIMIT_MS = 3000;

const ways = [
  way("return"),
  way("exit"),
  way("throw"),
  way("worker-exit"),
  way("open-server", { signals: ["SIGTERM"] }),
  way("own-handler-exits", { signals: ["SIGTERM"] }),
];

for (const [index, each] of ways.entries()) {
  const protocol = protocols[index % protocols.length] ?? "grpc";
  const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol };

  test(`${each.name}: an answer that drips, by ${protocol}, holds no end longer than the limit`, async (t) => {
    const receiver = await startReceiver({ protocol: protocolOf(protocol) });
    t.after(() => receiver.down());
    receiver.behave({ kind: "drip", everyMs: 100 });
    const { delayMs } = await endAgainst(each, receiver.url, env);
    t.diagnostic(`${delayMs} ms`);
    assert.ok(delayMs > 2000, "the end has waited");
    assert.ok(delayMs <= LIMIT_MS, `the end took ${delayMs} ms`);
  });

  test(`${each.name}: an address that swallows everything, by ${protocol}, holds no end longer`, async (t) => {
    const blackHole = await openBlackHole();
    t.after(() => blackHole.close());
    const { delayMs } = await endAgainst(each, blackHole.url, env);
    t.diagnostic(`${delayMs} ms`);
    assert.ok(delayMs <= LIMIT_MS, `the end took ${delayMs} ms`);
  });
}
