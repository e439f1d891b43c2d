import type { TestContext } from "node:test";
import { createStore } from "../store/store.ts";
import type { Store, StoreEvents } from "../store/store.ts";
import type { PortRequest } from "./choose-port.ts";
import { startBackend } from "./start.ts";
import type { Backend } from "./start.ts";

/** A back end on free ports, closed when the test ends. */
export async function testBackend(
  t: TestContext,
  events: StoreEvents = {},
): Promise<{ store: Store; ports: Backend["ports"] }> {
  const store = createStore({ maxSpans: 1_000, maxBytes: 2 ** 24 }, events);
  const ports = {
    grpc: freePort("--grpc-port"),
    http: freePort("--http-port"),
    tempo: freePort("--tempo-port"),
  };
  const backend = await startBackend({ host: "127.0.0.1", ports, store });
  t.after(async () => {
    await backend.close();
    store.close();
  });
  return { store, ports: backend.ports };
}

function freePort(option: string): PortRequest {
  return { option, port: 0, explicit: true };
}
