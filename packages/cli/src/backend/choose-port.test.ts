import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { createStore } from "../store/store.ts";
import { choosePort, PortError } from "./choose-port.ts";
import { startBackend } from "./start.ts";

const option = "--http-port";

test("a taken port gives way to the next free one that nobody else wants", async () => {
  const tried: number[] = [];
  const listen = listener(tried, { 4318: "EADDRINUSE", 4320: "EADDRINUSE" });
  const request = { option, port: 4318, explicit: false, reserved: [4317, 4318, 4319] };
  assert.equal(await choosePort(request, listen), 4321);
  assert.deepEqual(tried, [4318, 4320, 4321]);
});

test("a taken port that the user chose is an error with the option's name", async () => {
  const listen = listener([], { 4318: "EADDRINUSE" });
  await assert.rejects(choosePort({ option, port: 4318, explicit: true }, listen), {
    name: "PortError",
    message:
      "--http-port 4318: another program listens there. Stop it, choose another port, or give 0 for any free one.",
  });
});

test("a port that is not allowed, or an address that is not ours, is an error at once", async () => {
  const request = { option, port: 80, explicit: false };
  await assert.rejects(choosePort(request, listener([], { 80: "EACCES" })), {
    message: "--http-port 80: this user may not listen there. Choose a port of 1024 or more.",
  });
  await assert.rejects(choosePort(request, listener([], { 80: "EADDRNOTAVAIL" })), {
    message: "--http-port 80: --host is not an address of this machine.",
  });
});

for (const signal of ["grpc", "http", "tempo"] as const) {
  test(`the back end moves its ${signal} port when it is taken, and leaves nothing open when it must not`, async (t) => {
    const taken = await occupy(t);
    const store = createStore({ maxSpans: 1, maxBytes: 1 });
    t.after(() => store.close());
    const free = { option: "--x", port: 0, explicit: true };
    const ports = { grpc: free, http: free, tempo: free };
    const wanted = { option: "--wanted", port: taken, explicit: false };
    const host = "127.0.0.1";
    const backend = await startBackend({ host, store, ports: { ...ports, [signal]: wanted } });
    assert.notEqual(backend.ports[signal], taken);
    await backend.close();

    const must = { ...wanted, explicit: true };
    const second = startBackend({ host, store, ports: { ...ports, [signal]: must } });
    await assert.rejects(second, PortError);
  });
}

function listener(tried: number[], failures: Record<number, string>) {
  return (port: number): Promise<number> => {
    tried.push(port);
    const code = failures[port];
    if (code === undefined) return Promise.resolve(port);
    return Promise.reject(Object.assign(new Error(code), { code }));
  };
}

async function occupy(t: TestContext): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  t.after(() => server.close());
  return port;
}
