import assert from "node:assert/strict";
import { get, type IncomingMessage } from "node:http";
import { after, test } from "node:test";
import { inspect } from "node:util";

import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen } from "./server.test.support.ts";

const recorder = new Recorder();
const seen: object[] = [];
const { port } = await listen((request, response) => {
  seen.push(request, response, request.socket);
  // Node keeps what it was asked for in a property.
  response.end(request.socket.remoteAddress);
});

/** What there is to see of the four sides of an exchange, and of the connection. */
async function look(): Promise<readonly unknown[]> {
  seen.length = 0;
  const client = get({ port, host: "127.0.0.1", agent: false });
  const answer: IncomingMessage = await answerOf(client);
  answer.resume();
  return [...seen, client, answer].map((side) => [
    Object.keys(side).toSorted(),
    Object.getOwnPropertySymbols(side).map(String),
    /agent-otel|emitFrom/.test(inspect(side, { depth: 4 })),
    "emit" in { ...side },
  ]);
}

test("requests, answers and connections look as they do without telemetry", async () => {
  const without = await look();
  const stops = [
    instrumentHttpServer(recorder.contextManager, DEFAULT_HTTP),
    instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP),
  ];
  after(() => {
    for (const stop of stops) stop();
  });
  assert.deepEqual(await look(), without);
  assert.equal((await recorder.spans(2)).length, 2);
});
