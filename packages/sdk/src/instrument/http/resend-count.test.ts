import assert from "node:assert/strict";
import { get } from "node:http";
import { after, test } from "node:test";

import { ROOT_CONTEXT, context, trace } from "@opentelemetry/api";

import { answerOf } from "./http-client.test.helper.ts";
import { instrumentHttpClient } from "./http-client.ts";
import { DEFAULT_HTTP, Recorder } from "../recorder.test.support.ts";
import { listen, textOf } from "./server.test.support.ts";
import { instrumentUndici } from "./undici.ts";

const recorder = new Recorder();
after(instrumentUndici(DEFAULT_HTTP));
after(instrumentHttpClient(recorder.contextManager, DEFAULT_HTTP));

const { port } = await listen((request, response) => {
  if (request.url === "/redirect") response.writeHead(302, { location: "/ok" }).end();
  else if (request.url === "/twice") {
    response.writeHead(307, { location: `${base}/redirect?token=s3cret#top` }).end();
  } else if (request.url === "/redirect?token=s3cret") {
    response.writeHead(303, { location: "/ok?page=2" }).end();
  } else if (request.url === "/odd") response.writeHead(302, { location: "http://[" }).end();
  else response.end("ok");
});
const base = `http://127.0.0.1:${port}`;

test("each request that follows a redirect says how often it was sent before", async () => {
  await (await fetch(`${base}/twice`, { method: "POST", body: "x" })).text();
  assert.deepEqual(
    (await recorder.spans(3)).map(({ name, attributes }) => [
      name,
      attributes["url.full"],
      attributes["http.request.resend_count"],
    ]),
    [
      ["POST", `${base}/twice`, undefined],
      ["POST", `${base}/redirect?token=REDACTED`, 1],
      ["GET", `${base}/ok?page=2`, 2],
    ],
  );
});

test("a request that does not follow a redirect says nothing of it, though another has led there", async () => {
  const redirected = await fetch(`${base}/redirect`, { redirect: "manual" });
  await redirected.body?.cancel();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  await (await fetch(`${base}/ok`)).text();
  const other = trace.getTracer("test").startSpan("other");
  await Promise.all([
    fetch(`${base}/redirect`),
    context.with(trace.setSpan(ROOT_CONTEXT, other), () => fetch(`${base}/ok?page=3`)),
  ]);
  const spans = await recorder.spans(5);
  assert.deepEqual(
    spans
      .filter((span) => span.attributes["http.request.resend_count"] !== undefined)
      .map((span) => [span.attributes["url.full"], span.attributes["http.request.resend_count"]]),
    [[`${base}/ok`, 1]],
  );
});

test("a retry that a client of a model says of itself is counted", async () => {
  for (const count of ["0", "2", "many"]) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await (await fetch(`${base}/ok`, { headers: { "X-Stainless-Retry-Count": count } })).text();
  }
  const counts = (await recorder.spans(3)).map(
    (span) => span.attributes["http.request.resend_count"],
  );
  assert.deepEqual(counts, [undefined, 2, undefined]);
});

test("a redirect that is followed on node:http is counted alike, and a Location that is none harms nothing", async () => {
  const answer = await answerOf(get(`${base}/redirect`));
  const next = get(new URL(answer.headers.location ?? "", base));
  answer.resume();
  await textOf(await answerOf(next));
  await textOf(await answerOf(get(`${base}/odd`)));
  const counts = (await recorder.spans(3)).map(
    ({ attributes }) =>
      `${String(attributes["url.full"])} ${String(attributes["http.request.resend_count"])}`,
  );
  assert.deepEqual(counts.toSorted(), [
    `${base}/odd undefined`,
    `${base}/ok 1`,
    `${base}/redirect undefined`,
  ]);
  assert.deepEqual(recorder.errors, []);
});
