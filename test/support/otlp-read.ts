import type {
  Attributes,
  ReceivedLog,
  ReceivedMetric,
  ReceivedPoint,
  ReceivedSpan,
  Telemetry,
  Value,
} from "./otlp-model.ts";

/** Reads a request that is an object already: from OTLP/JSON, or what protobufjs made of the bytes. */
export function readTelemetry(request: unknown): Telemetry {
  const message = object(request);
  return {
    spans: items(message, "resourceSpans", "scopeSpans", "spans").map(readSpan),
    metrics: items(message, "resourceMetrics", "scopeMetrics", "metrics").map(readMetric),
    logs: items(message, "resourceLogs", "scopeLogs", "logRecords").map(readLog),
  };
}

type Message = Readonly<Record<string, unknown>>;

interface Found {
  readonly item: Message;
  readonly resource: Attributes;
  readonly scope: string;
}

function items(request: Message, byResource: string, byScope: string, name: string): Found[] {
  return list(request[byResource]).flatMap((group) => {
    const resource = readAttributes(object(group["resource"])["attributes"]);
    return list(group[byScope]).flatMap((scoped) => {
      const scope = text(object(scoped["scope"])["name"]);
      return list(scoped[name]).map((item) => ({ item, resource, scope }));
    });
  });
}

function readSpan({ item, resource, scope }: Found): ReceivedSpan {
  const parentSpanId = readId(item["parentSpanId"]);
  return {
    resource,
    scope,
    traceId: readId(item["traceId"]),
    spanId: readId(item["spanId"]),
    ...(parentSpanId !== "" && { parentSpanId }),
    traceState: text(item["traceState"]),
    name: text(item["name"]),
    kind: number(item["kind"]),
    statusCode: number(object(item["status"])["code"]),
    attributes: readAttributes(item["attributes"]),
    droppedAttributes: number(item["droppedAttributesCount"]),
    events: list(item["events"]).map((event) => ({
      name: text(event["name"]),
      attributes: readAttributes(event["attributes"]),
    })),
    droppedEvents: number(item["droppedEventsCount"]),
    links: list(item["links"]).map((link) => ({
      traceId: readId(link["traceId"]),
      spanId: readId(link["spanId"]),
      attributes: readAttributes(link["attributes"]),
    })),
    droppedLinks: number(item["droppedLinksCount"]),
  };
}

const metricKinds = ["gauge", "sum", "histogram", "exponentialHistogram"] as const;
const temporalities = ["unspecified", "delta", "cumulative"] as const;

function readMetric({ item, resource, scope }: Found): ReceivedMetric {
  const kind = metricKinds.find((name) => item[name] !== undefined);
  const data = object(kind === undefined ? undefined : item[kind]);
  const temporality = temporalities[number(data["aggregationTemporality"])] ?? "unspecified";
  return {
    resource,
    scope,
    name: text(item["name"]),
    unit: text(item["unit"]),
    kind: kind ?? "unknown",
    ...(kind !== "gauge" && { temporality }),
    points: list(data["dataPoints"]).map(readPoint),
  };
}

function readPoint(point: Message): ReceivedPoint {
  return {
    attributes: readAttributes(point["attributes"]),
    value: number(point["asDouble"] ?? point["asInt"] ?? point["sum"]),
    exemplars: list(point["exemplars"]).length,
  };
}

function readLog({ item, resource, scope }: Found): ReceivedLog {
  const traceId = readId(item["traceId"]);
  const spanId = readId(item["spanId"]);
  return {
    resource,
    scope,
    ...(traceId !== "" && { traceId }),
    ...(spanId !== "" && { spanId }),
    severityNumber: number(item["severityNumber"]),
    body: readValue(object(item["body"])),
    attributes: readAttributes(item["attributes"]),
    droppedAttributes: number(item["droppedAttributesCount"]),
  };
}

function readAttributes(pairs: unknown): Attributes {
  return Object.fromEntries(
    list(pairs).map((pair) => [text(pair["key"]), readValue(object(pair["value"]))]),
  );
}

function readValue(value: Message): Value {
  const [kind, content] = Object.entries(value)[0] ?? [];
  switch (kind) {
    case "stringValue":
      return text(content);
    case "boolValue":
      return content === true;
    case "intValue":
    case "doubleValue":
      return number(content);
    case "bytesValue":
      return content instanceof Uint8Array ? content : Buffer.from(text(content), "base64");
    case "arrayValue":
      return list(object(content)["values"]).map(readValue);
    case "kvlistValue":
      return readAttributes(object(content)["values"]);
    case undefined:
      return null;
    default:
      throw new TypeError(`${kind} is no kind of value of OTLP`);
  }
}

/** Ids are bytes in protobuf and hexadecimal digits in JSON. */
function readId(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : text(value);
}

function object(value: unknown): Message {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object") throw new TypeError(`expected an object, got ${typeof value}`);
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown): readonly Message[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new TypeError(`expected a list, got ${typeof value}`);
  return value.map(object);
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw new TypeError(`expected text, got ${typeof value}`);
  return value;
}

function number(value: unknown): number {
  if (value === undefined || value === null) return 0;
  // JSON has no number for it and says it in words.
  if (value === "NaN") return Number.NaN;
  const read = Number(value);
  if (Number.isNaN(read) && typeof value !== "number") throw new TypeError("expected a number");
  return read;
}
