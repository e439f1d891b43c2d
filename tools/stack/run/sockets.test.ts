import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { PORT_NAMES } from "../port-table.ts";
import { freePorts, whyNotFree } from "./sockets.ts";

test("freePorts() gives every port another number, and each can be listened on", async () => {
  const ports = Object.values(await freePorts());
  assert.equal(new Set(ports).size, PORT_NAMES.length);
  assert.deepEqual(
    await Promise.all(ports.map(async (port) => whyNotFree(port))),
    ports.map(() => undefined),
  );
});

for (const host of ["127.0.0.1", "0.0.0.0"]) {
  test(`whyNotFree() sees a listener on ${host}`, async () => {
    const server = createServer().listen(0, host);
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    assert.equal(await whyNotFree(address.port), "is taken");
    server.close();
  });
}
