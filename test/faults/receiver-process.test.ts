import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { receiverFor } from "./receiver-client.ts";
import { until } from "./until.ts";

const program = fileURLToPath(new URL("receiver-process-program.ts", import.meta.url));

for (const protocol of ["http", "grpc"] as const) {
  test(`${protocol}: a request under way, and batches that wait, keep no process alive`, async (t) => {
    const receiver = await receiverFor(t, { protocol });
    receiver.behave({ kind: "hang" });
    const child = spawn(process.execPath, [program, protocol, receiver.url], { stdio: "pipe" });
    t.after(() => child.kill());
    const closed = Promise.all([text(child.stderr), once(child, "close")]);
    await until(() => receiver.seen.length > 0, "a request");
    child.stdin.end();
    const [errors, [code]] = await closed;
    assert.equal(errors, "");
    assert.equal(code, 0);
    assert.equal(receiver.seen.length, 1, "the request was under way");
  });

  test(`${protocol}: requests make no spans, whatever the application does meanwhile`, async (t) => {
    const receiver = await receiverFor(t, { protocol });
    const child = spawn(process.execPath, [program, protocol, receiver.url, "in-a-span"], {
      stdio: "pipe",
    });
    t.after(() => child.kill());
    const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
    assert.equal(output, "suppressed true, active span none\n");
    assert.equal(receiver.receipts.numbers("traces").length, 10);
  });
}
