import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PARTS } from "../../tools/stack/programs.ts";
import { request } from "../../tools/stack/run/http.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import { openOwnStack, whyNoStack } from "../../tools/stack/testing/own-stack.ts";
import type { OwnStack } from "../../tools/stack/testing/own-stack.ts";
import { keepProgress } from "../../tools/stack/testing/silent-progress.ts";
import { makeTraffic } from "../../tools/stack/traffic/traffic.ts";
import { panelQueries, ruleQueries } from "./queries.helper.ts";
import type { DeployedQuery } from "./queries.helper.ts";
import { storedTraces } from "./tempo.helper.ts";

const skip = whyNoStack(process.env, PARTS) ?? false;

/** What a minute of the example backend does not bring about, and what would. */
const EVENTS: readonly (readonly [pattern: RegExp, event: string])[] = [
  [/agentgateway/u, "a request through agentgateway (its names: gateway-names.test.ts)"],
  [
    /otelcol_processor_tail_sampling_/u,
    "the sampler of production.yaml (production-sampling.test.ts)",
  ],
  [/otel_sdk_\w+\{[^}]*error_type!=""/u, "an SDK that loses something"],
  [/otelcol_exporter_(?:send|enqueue)_failed_/u, "a back end that refuses, or a full queue"],
  [/tempo_distributor_attributes_truncated_total/u, "an attribute longer than max_attribute_bytes"],
  [/loki_discarded_samples_total/u, "a log record that Loki refuses"],
];

interface Series {
  readonly metric: Readonly<Record<string, string>>;
}

describe("after a minute of traffic", { skip }, () => {
  let stack: OwnStack;

  before(async () => {
    stack = await openOwnStack(process.env, PARTS);
    const lines: string[] = [];
    const right = await makeTraffic(stack.settings, {
      seconds: 60,
      progress: keepProgress(),
      signal: new AbortController().signal,
      print: (text) => lines.push(text),
    });
    assert.ok(right, lines.join("\n"));
  });
  after(async () => stack?.close());

  for (const query of [...panelQueries(), ...ruleQueries()]) {
    const event = EVENTS.find(([pattern]) => pattern.test(query.query))?.[1];
    const promise = event === undefined ? "has data" : `is understood (data needs ${event})`;
    test(`${query.where} ${promise}`, async () => {
      const answer = await poll(
        async () => {
          const series = await ask(stack, query);
          return series.length > 0 || event !== undefined ? series : undefined;
        },
        { everyMs: 1_000, deadlineMs: 40_000 },
      );
      assert.ok(answer, `no data: ${query.query}`);
      if (event !== undefined) return;
      for (const label of query.labels) {
        assert.ok(
          answer.some(({ metric }) => metric[label] !== undefined) || OPTIONAL.has(label),
          `nothing has the label ${label}: ${query.query}`,
        );
      }
    });
  }

  leadsToTraces(() => stack);
});

function leadsToTraces(stack: () => OwnStack): void {
  test("a log line leads to its trace", async () => {
    const { loki, tempo } = stack().settings.ports;
    const query = encodeURIComponent('{service_name="example-backend"} | trace_id != ""');
    const url = `http://127.0.0.1:${loki}/loki/api/v1/query_range?limit=5&query=${query}`;
    const { body } = await request(url);
    const traceId = /"trace_id":"([0-9a-f]{32})"/u.exec(body)?.[1];
    assert.ok(traceId, body.slice(0, 500));
    assert.equal((await storedTraces(tempo, [traceId])).size, 1);
  });

  test("an exemplar of a metric leads to its trace", async () => {
    const { prometheus, tempo } = stack().settings.ports;
    const now = Date.now() / 1_000;
    const range = `start=${now - 600}&end=${now}`;
    const url = `http://127.0.0.1:${prometheus}/api/v1/query_exemplars?query=traces_span_metrics_duration_seconds&${range}`;
    const { body } = await request(url);
    const traceId = /"trace_id":"([0-9a-f]{32})"/u.exec(body)?.[1];
    assert.ok(traceId, body.slice(0, 500));
    assert.equal((await storedTraces(tempo, [traceId])).size, 1);
  });
}

/** Labels that only failures have, beside series that are there without them. */
const OPTIONAL: ReadonlySet<string> = new Set(["error_type", "reason"]);

async function ask(
  stack: OwnStack,
  { language, query }: DeployedQuery,
): Promise<readonly Series[]> {
  const text = encodeURIComponent(query);
  const { prometheus, tempo, loki } = stack.settings.ports;
  const url = {
    promql: `http://127.0.0.1:${prometheus}/api/v1/query?query=${text}`,
    traceql: `http://127.0.0.1:${tempo}/api/search?limit=5&q=${text}`,
    logql: `http://127.0.0.1:${loki}/loki/api/v1/query_range?limit=5&query=${text}`,
  }[language];
  const { status, body } = await request(url, { timeoutMs: 20_000 });
  assert.equal(status, 200, `${query}\n${body}`);
  if (language === "traceql") {
    const { traces = [] }: { traces?: unknown[] } = JSON.parse(body);
    return traces.map(() => ({ metric: {} }));
  }
  if (language === "logql") {
    const { data }: { data: { result: { stream: Record<string, string> }[] } } = JSON.parse(body);
    return data.result.map(({ stream }) => ({ metric: stream }));
  }
  const {
    data,
  }: { data: { result: { metric: Record<string, string>; value: [number, string] }[] } } =
    JSON.parse(body);
  return data.result.filter(({ value }) => value[1] !== "NaN");
}
