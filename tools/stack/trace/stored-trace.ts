import { request } from "../run/http.ts";

/** One span as Tempo gives it back. */
export interface StoredSpan {
  readonly spanId: string;
  /** Undefined for a root. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** As in OTLP without its prefix: SERVER, CLIENT, INTERNAL, PRODUCER, CONSUMER. */
  readonly kind: string;
  /** `service.name` of its resource. */
  readonly service: string;
  readonly failed: boolean;
  readonly startMs: number;
  readonly durationMs: number;
}

/** A trace as Tempo gives it back. */
export interface StoredTrace {
  readonly spans: readonly StoredSpan[];
  /** Every text anywhere in the answer: names, attribute keys and values, events, resource. */
  readonly texts: readonly string[];
}

/**
 * Reads a trace by its id from Tempo's `GET /api/v2/traces/{id}`. A trace that Tempo does not have
 * (it answers 200 and an empty one) has no spans.
 *
 * @throws when Tempo does not answer, or not with a trace
 */
export async function readStoredTrace(tempoPort: number, traceId: string): Promise<StoredTrace> {
  const url = `http://127.0.0.1:${tempoPort}/api/v2/traces/${traceId}`;
  const { status, body } = await request(url, { timeoutMs: 10_000 });
  if (status !== 200)
    throw new Error(`GET ${url} answers ${status === 0 ? "nothing" : status}: ${body}`);
  return parseStoredTrace(JSON.parse(body));
}

/** Reads the parsed body of such an answer. */
export function parseStoredTrace(answer: unknown): StoredTrace {
  const trace = field(answer, "trace");
  const spans = list(trace, "resourceSpans").flatMap((resourceSpans) => {
    const service = serviceName(field(resourceSpans, "resource"));
    return list(resourceSpans, "scopeSpans")
      .flatMap((scopeSpans) => list(scopeSpans, "spans"))
      .map((span) => readSpan(span, service));
  });
  return { spans, texts: textsIn(trace) };
}

function readSpan(span: unknown, service: string): StoredSpan {
  const parent = text(span, "parentSpanId");
  const start = BigInt(text(span, "startTimeUnixNano"));
  const end = BigInt(text(span, "endTimeUnixNano"));
  return {
    spanId: hexId(text(span, "spanId")),
    parentSpanId: parent === "" ? undefined : hexId(parent),
    name: text(span, "name"),
    kind: text(span, "kind").replace("SPAN_KIND_", ""),
    service,
    failed: field(field(span, "status"), "code") === "STATUS_CODE_ERROR",
    startMs: Number(start / 1_000n) / 1_000,
    durationMs: Number(end - start) / 1_000_000,
  };
}

/** Tempo writes ids in base64, as its protobuf library does with bytes; OTLP's JSON uses hex. */
function hexId(id: string): string {
  return /^[0-9a-f]{16}$/iu.test(id) ? id.toLowerCase() : Buffer.from(id, "base64").toString("hex");
}

function serviceName(resource: unknown): string {
  const attribute = list(resource, "attributes").find(
    (candidate) => field(candidate, "key") === "service.name",
  );
  return text(field(attribute, "value"), "stringValue");
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap((inner) => textsIn(inner))];
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
}

function text(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === "string" ? found : "";
}
