import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PARTS } from "../../tools/stack/programs.ts";
import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import { openOwnStack, whyNoStack } from "../../tools/stack/testing/own-stack.ts";
import type { OwnStack } from "../../tools/stack/testing/own-stack.ts";
import { post, resource, sendTraces, toAttributes } from "./otlp-traces.helper.ts";
import type { Attributes } from "./otlp-traces.helper.ts";
import { CONTENT, CONTENT_KEYS, HARMLESS, PASSWORD, SECRETS } from "./planted.helper.ts";
import { startProductionCollector } from "./production-collector.helper.ts";
import type { ProductionCollector } from "./production-collector.helper.ts";
import { missingTraces, storedTraces } from "./tempo.helper.ts";

const skip = whyNoStack(process.env, PARTS) ?? false;

describe("the production Collector keeps to itself", { skip }, () => {
  let stack: OwnStack;
  let collector: ProductionCollector;
  let ids: readonly string[];

  before(async () => {
    stack = await openOwnStack(process.env, PARTS);
    const { settings } = stack;
    collector = await startProductionCollector(settings, {
      queue: join(settings.stackDir, "queue"),
      tempo: `127.0.0.1:${settings.ports.tempoOtlpGrpc}`,
      wait: "1s",
      afterRoot: "500ms",
    });
    ids = await sendPlantedTraces(collector.url);
    await post(`${collector.url}/v1/logs`, plantedLogs());
    await post(`${collector.url}/v1/metrics`, plantedMetrics());
  });
  after(async () => {
    await collector?.stop("SIGKILL");
    await stack?.close();
  });

  test("what people and models wrote, and secrets, in traces", async () => {
    const { tempo } = stack.settings.ports;
    assert.deepEqual(await missingTraces(tempo, ids, 30_000), []);
    const stored = [...(await storedTraces(tempo, ids)).values()].join("\n");
    assert.deepEqual(leaks(stored), []);
    assert.ok(stored.includes(HARMLESS));
    assert.ok(stored.includes("gen_ai.usage.output_tokens"));
  });

  test("both in logs, in attributes and lines alike", async () => {
    const query = encodeURIComponent('{service_name="made-service"}');
    const url = `http://127.0.0.1:${stack.settings.ports.loki}/loki/api/v1/query_range?limit=1000&query=${query}`;
    const expected = Object.keys(SECRETS).length + CONTENT_KEYS.length + 2;
    let arrived = 0;
    const all = await poll(
      async () => {
        const { body } = await request(url);
        arrived = countLines(body);
        return arrived >= expected ? body : undefined;
      },
      { everyMs: 500, deadlineMs: 30_000 },
    );
    assert.ok(all, `${arrived} of ${expected} log records have arrived`);
    assert.deepEqual(leaks(all), []);
    assert.ok(all.includes(HARMLESS));
  });

  inMetrics(() => stack);
});

function inMetrics(stack: () => OwnStack): void {
  test("secrets in metrics", async () => {
    const base = `http://127.0.0.1:${stack().settings.ports.prometheus}/api/v1/series`;
    const url = `${base}?match[]=${encodeURIComponent("planted_things_total")}`;
    const all = await poll(
      async () => {
        const { body } = await request(url);
        return body.includes(HARMLESS) ? body : undefined;
      },
      { everyMs: 500, deadlineMs: 30_000 },
    );
    assert.ok(all, "the metrics have not arrived");
    assert.deepEqual(leaks(all), []);
    const made = await poll(
      async () => {
        const answer = await request(`${base}?match[]=traces_span_metrics_calls_total`);
        return answer.body.includes("made-service") ? answer : undefined;
      },
      { everyMs: 500, deadlineMs: 40_000 },
    );
    assert.ok(made, "the metrics of the spans have not arrived");
    assert.deepEqual(leaks(made.body), []);
  });
}

function countLines(body: string): number {
  const { data }: { data: { result: { values: unknown[] }[] } } = JSON.parse(body);
  return data.result.reduce((sum, { values }) => sum + values.length, 0);
}

function leaks(text: string): readonly string[] {
  const planted = { ...SECRETS, "a content": CONTENT, "a password": PASSWORD };
  return Object.entries(planted)
    .filter(([, value]) => text.includes(value.slice(0, 40)) || text.includes(value.slice(-24)))
    .map(([what]) => what);
}

async function sendPlantedTraces(url: string): Promise<readonly string[]> {
  const base: Attributes = { "harmless.key": HARMLESS, "gen_ai.usage.output_tokens": 12 };
  const content: Attributes = Object.fromEntries(CONTENT_KEYS.map((key) => [key, CONTENT]));
  const password = { password: PASSWORD, "http.request.header.authorization": PASSWORD };
  return sendTraces(url, [
    { failed: true, chat: { ...base, ...content } },
    {
      failed: true,
      chat: base,
      event: {
        name: "gen_ai.client.inference.operation.details",
        attributes: { "gen_ai.input.messages": CONTENT, "gen_ai.prompt": CONTENT, ...password },
      },
    },
    { failed: true, root: password, chat: base },
    ...Object.values(SECRETS).flatMap((secret) => [
      { failed: true, chat: { ...base, "harmless.text": `got ${secret} there` } },
      {
        failed: true,
        event: { name: "exception", attributes: { "exception.message": `bad key ${secret}` } },
      },
    ]),
    ...Object.values(SECRETS).flatMap((secret) => [
      { failed: true, chatName: `chat ${secret}` },
      { failed: true, message: `refused: ${secret}` },
    ]),
  ]);
}

function plantedLogs(): object {
  // Each at a time of its own: two that are equal after their redaction would be one to Loki.
  let now = BigInt(Date.now()) * 1_000_000n;
  const log = (body: object, attributes: Attributes, eventName?: string): object => ({
    timeUnixNano: String(now++),
    body,
    attributes: toAttributes({ "harmless.key": HARMLESS, ...attributes }),
    ...(eventName === undefined ? {} : { eventName }),
  });
  const logRecords = [
    ...CONTENT_KEYS.map((key, index) => log(toText(`event ${index}`), { [key]: CONTENT })),
    ...Object.values(SECRETS).map((secret) =>
      log(toText(`the key ${secret} was refused`), { "harmless.text": `again ${secret}` }),
    ),
    log(toText("a request"), { password: PASSWORD, authorization: PASSWORD }),
    log(
      { kvlistValue: { values: toAttributes({ content: CONTENT, password: PASSWORD }) } },
      {},
      "gen_ai.user.message",
    ),
  ];
  return { resourceLogs: [{ resource: resource(), scopeLogs: [{ logRecords }] }] };
}

function toText(stringValue: string): object {
  return { stringValue };
}

function plantedMetrics(): object {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const dataPoints = Object.values(SECRETS).map((secret, index) => ({
    startTimeUnixNano: now,
    timeUnixNano: now,
    asInt: "1",
    attributes: toAttributes({ point: `${HARMLESS}-${index}`, url: `/v1?key=${secret}` }),
  }));
  const sum = { dataPoints, aggregationTemporality: 2, isMonotonic: true };
  const metrics = [{ name: "planted.things", sum }];
  return { resourceMetrics: [{ resource: resource(), scopeMetrics: [{ metrics }] }] };
}
