import { randomBytes } from "node:crypto";
import { request } from "../../tools/stack/run/http.ts";

/** An attribute value; others are not needed here. */
type Value = string | number | boolean;

/** Attributes of a made span. */
export type Attributes = Readonly<Record<string, Value>>;

/** A trace of a request to an agent, as made for a test. */
export interface MadeTrace {
  /** Its id, chosen at random when not given. */
  readonly traceId?: string;
  /** Attributes of the server's span, its root. */
  readonly root?: Attributes;
  /** Attributes of the model call. */
  readonly chat?: Attributes;
  /** Event of the model call. */
  readonly event?: { readonly name: string; readonly attributes: Attributes };
  /** Whether the model call has failed. @default false */
  readonly failed?: boolean;
  /** Text of the failure. */
  readonly message?: string;
  /** How long the request took, in milliseconds. @default 800 */
  readonly durationMs?: number;
  /** Name of the model call's span. @default "chat some-model" */
  readonly chatName?: string;
}

/** An id for a trace. */
export function newTraceId(): string {
  return randomBytes(16).toString("hex");
}

/** Sends traces over OTLP/HTTP, a hundred with each request, and gives their ids. Rejects when one is not accepted. */
export async function sendTraces(
  url: string,
  traces: readonly MadeTrace[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from = 0; from < traces.length; from += 100) {
    const part = traces
      .slice(from, from + 100)
      .map((trace) => Object.assign({ traceId: newTraceId() }, trace));
    const resourceSpans = [
      {
        resource: resource(),
        scopeSpans: [{ scope: { name: "made" }, spans: part.flatMap((trace) => spansOf(trace)) }],
      },
    ];
    // oxlint-disable-next-line no-await-in-loop -- in order, as one exporter sends
    await post(`${url}/v1/traces`, { resourceSpans });
    ids.push(...part.map(({ traceId }) => traceId));
  }
  return ids;
}

/** Sends anything over OTLP/HTTP as JSON. Rejects when it is not accepted. */
export async function post(url: string, json: object): Promise<void> {
  const { status, body } = await request(url, { json, timeoutMs: 20_000 });
  if (status !== 200) throw new Error(`POST ${url} answers ${status}: ${body}`);
}

/** A resource as OTLP's JSON has it. */
export function resource(): object {
  return { attributes: toAttributes({ "service.name": "made-service" }) };
}

/** Attributes as OTLP's JSON has them. */
export function toAttributes(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: Value): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

function spansOf(trace: MadeTrace & { readonly traceId: string }): object[] {
  const { traceId, root = {}, chat = {}, event, failed = false, durationMs = 800 } = trace;
  const end = BigInt(Date.now()) * 1_000_000n;
  const start = end - BigInt(durationMs) * 1_000_000n;
  const [rootId, agentId, chatId] = [1, 2, 3].map(() => randomBytes(8).toString("hex"));
  const common = { traceId, startTimeUnixNano: String(start), endTimeUnixNano: String(end) };
  return [
    {
      ...common,
      spanId: rootId,
      name: "POST /v1/chat",
      kind: 2,
      attributes: toAttributes({ "http.route": "/v1/chat", "url.path": "/v1/chat", ...root }),
      status: {},
    },
    { ...common, spanId: agentId, parentSpanId: rootId, name: "invoke_agent made", kind: 1 },
    {
      ...common,
      spanId: chatId,
      parentSpanId: agentId,
      name: trace.chatName ?? "chat some-model",
      kind: 3,
      attributes: toAttributes({ "gen_ai.operation.name": "chat", ...chat }),
      events:
        event === undefined
          ? []
          : [
              {
                timeUnixNano: String(end),
                name: event.name,
                attributes: toAttributes(event.attributes),
              },
            ],
      status: failed ? { code: 2, message: trace.message ?? "it failed" } : {},
    },
  ];
}
