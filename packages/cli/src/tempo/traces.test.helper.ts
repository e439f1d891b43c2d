import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { testBackend } from "../backend/backend.test.helper.ts";

/** GETs a URL. */
export async function get(url: string): Promise<[status: number, body: string]> {
  const response = await fetch(url);
  return [response.status, await response.text()];
}

/** The URL of a Tempo API that has two traces: `ab` of two services and the younger `cd`. */
export async function startTempo(t: TestContext): Promise<string> {
  const { ports } = await testBackend(t);
  const second = 1_000_000_000n;
  const at = 1_700_000_000n * second;
  const route = { key: "http.route", value: { stringValue: "/v1/chat" } };
  const chat = span("ab".padStart(32, "0"), 1, {
    name: "POST /v1/chat",
    kind: 2,
    attributes: [route],
  });
  const tool = span("ab".padStart(32, "0"), 2, {
    name: "execute_tool add",
    parentSpanId: "0000000000000001",
    status: { code: 2 },
    startTimeUnixNano: String(at + second),
    endTimeUnixNano: String(at + second + 40_000_000n),
    attributes: [
      { key: "tokens", value: { intValue: "12" } },
      { key: "stream", value: { boolValue: true } },
    ],
  });
  const other = span("cd".padStart(32, "0"), 3, {
    name: "GET /",
    startTimeUnixNano: String(at + 20n * second),
    endTimeUnixNano: String(at + 20n * second + 1_000_000n),
  });
  const resourceSpans = [
    { resource: service("shop"), scopeSpans: [{ spans: [chat] }] },
    { resource: service("calculator"), scopeSpans: [{ spans: [tool] }] },
    { resource: service("web"), scopeSpans: [{ spans: [other] }] },
  ];
  const answer = await fetch(`http://127.0.0.1:${ports.http}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans }),
  });
  assert.equal(await answer.text(), '{"partialSuccess":{}}');
  return `http://127.0.0.1:${ports.tempo}`;
}

function service(name: string): object {
  return { attributes: [{ key: "service.name", value: { stringValue: name } }] };
}

function span(trace: string, number: number, fields: object): object {
  return {
    traceId: trace,
    spanId: String(number).padStart(16, "0"),
    startTimeUnixNano: "1700000000000000000",
    endTimeUnixNano: "1700000002000000000",
    ...fields,
  };
}
