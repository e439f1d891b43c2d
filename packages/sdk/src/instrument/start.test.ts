import assert from "node:assert/strict";
import { channel } from "node:diagnostics_channel";
import { test } from "node:test";

import { instrumentationNames } from "../env/values.ts";
import { createContextManager } from "../context/manager.ts";
import { DEFAULT_HTTP } from "./recorder.test.support.ts";
import { startInstrumentation } from "./start.ts";

const channels = {
  http: "http.server.request.start",
  undici: "undici:request:create",
  fastify: "fastify.initialization",
} as const;

const all = Object.keys(channels);
const ofModules = instrumentationNames.filter((name) => !all.includes(name));

/** The instrumentations that have subscribed. Those of modules stay out, for their hooks would outlive the test. */
function started(lists: {
  readonly enabled?: readonly string[];
  readonly disabled?: readonly string[];
}): string[] {
  const { enabled, disabled = [] } = lists;
  const running = startInstrumentation({
    contextManager: createContextManager(),
    instrumentation: {
      ...(enabled === undefined ? {} : { enabled }),
      added: [],
      disabled: [...disabled, ...ofModules],
      http: DEFAULT_HTTP,
    },
  });
  const subscribed = Object.entries(channels)
    .filter(([, name]) => channel(name).hasSubscribers)
    .map(([name]) => name);
  // One name for both sides.
  const client = channel("http.client.request.created");
  assert.equal(client.hasSubscribers, subscribed.includes("http"));
  running.stop();
  assert.equal(client.hasSubscribers, false);
  for (const name of Object.values(channels)) assert.equal(channel(name).hasSubscribers, false);
  return subscribed;
}

test("everything runs when nothing is said", () => {
  assert.deepEqual(started({}), all);
  assert.deepEqual(started({ enabled: instrumentationNames }), all);
});

test("what is disabled is not subscribed; Fastify goes with the HTTP server", () => {
  assert.deepEqual(started({ disabled: ["undici"] }), ["http", "fastify"]);
  assert.deepEqual(started({ disabled: ["fastify"] }), ["http", "undici"]);
  assert.deepEqual(started({ disabled: ["http"] }), ["undici"]);
});

test("only what is enabled is subscribed, and what is also disabled is not", () => {
  assert.deepEqual(started({ enabled: ["undici"] }), ["undici"]);
  assert.deepEqual(started({ enabled: ["http"] }), ["http"]);
  assert.deepEqual(started({ enabled: ["fastify"] }), []);
  assert.deepEqual(started({ enabled: ["http", "fastify"] }), ["http", "fastify"]);
  assert.deepEqual(started({ enabled: all, disabled: all }), []);
  assert.deepEqual(started({ enabled: [] }), []);
});
