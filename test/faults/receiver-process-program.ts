import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  trace,
} from "@opentelemetry/api";
import { createDelivery } from "../../packages/sdk/src/export/delivery.ts";
import { createLedger } from "../../packages/sdk/src/export/ledger.ts";
import { createTransport } from "../../packages/sdk/src/export/transport/create-transport.ts";
import { isTracingSuppressed } from "../../packages/sdk/src/instrument/suppression.ts";
import { createReport } from "../../packages/sdk/src/report.ts";
import { numberedBatch } from "./receiver-batches.ts";

// Sends batches to the receiver at argv[3] over argv[2]. Then it has nothing more to do and must end by itself.
const [, , protocol, url = "", mode] = process.argv;
const spanContext = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };

const transport = createTransport({
  kind: "otlp",
  signal: "traces",
  protocol: protocol === "grpc" ? "grpc" : "http/protobuf",
  url: protocol === "grpc" ? url : `${url}/v1/traces`,
  headers: {},
  timeoutMs: 60_000,
  compression: "none",
  tls: {},
});
const ledger = createLedger();
const delivery = createDelivery({
  transport,
  ledger,
  report: createReport({ level: "warn" }),
  parallel: 1,
});

if (mode === "in-a-span") {
  observeConnections();
  context.setGlobalContextManager(createManager());
  context.with(trace.setSpanContext(ROOT_CONTEXT, spanContext), () => send(1));
  await delivery.shutdown({ timeoutMs: 5000 });
} else {
  send(3);
  // Keeps the process until the test ends the input; from then on nothing should.
  process.stdin.resume();
}

function send(batches: number): void {
  for (let index = 0; index < batches; index++) {
    ledger.made("traces", 10);
    delivery.accept(numberedBatch({ from: index * 10 }));
  }
}

/** Says in which context the transport opens its connection, where instrumentation of any kind would see it. */
function observeConnections(): void {
  subscribe("net.client.socket", () => {
    const active = context.active();
    const span = trace.getSpanContext(active) === undefined ? "none" : "one of the application";
    process.stdout.write(`suppressed ${isTracingSuppressed(active)}, active span ${span}\n`);
  });
}

function createManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.apply(self, args)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
