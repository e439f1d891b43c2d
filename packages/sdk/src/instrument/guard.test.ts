import assert from "node:assert/strict";
import { channel } from "node:diagnostics_channel";
import { test } from "node:test";

import { type DiagLogger, diag } from "@opentelemetry/api";

import { observeChannel } from "./channel.ts";

function ignore(): void {
  // Only errors are of interest.
}

function listenToDiag(error: DiagLogger["error"]): void {
  const logger = { error, warn: ignore, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { suppressOverrideMessage: true });
}

test("an error of a subscriber is reported once and never reaches the publisher", () => {
  const said: unknown[][] = [];
  listenToDiag((...args) => said.push(args));
  const failure = new Error("ours");
  const stop = observeChannel("guard.test", "scope", () => {
    throw failure;
  });
  for (let times = 0; times < 3; times += 1) channel("guard.test").publish({});
  stop();
  assert.equal(channel("guard.test").hasSubscribers, false);
  assert.deepEqual(said, [
    [
      "scope: failed, and is quiet about further failures; the application is not affected.",
      failure,
    ],
  ]);
});

test("a logger that throws does not reach the publisher either", () => {
  listenToDiag(() => {
    throw new Error("the logger's");
  });
  const stop = observeChannel<{ readonly absent: { readonly length: number } }>(
    "guard.test",
    "scope",
    (message) => message.absent.length,
  );
  assert.doesNotThrow(() => channel("guard.test").publish({}));
  stop();
});
