import protobuf from "protobufjs/light.js";

/** Decodes an `ExportTraceServiceRequest` into plain objects, with the names and the defaults of its JSON mapping. */
export function decodeTraceRequest(bytes: Uint8Array): unknown {
  const options = { longs: String, bytes: String, defaults: true, enums: Number };
  return request.toObject(request.decode(bytes), options);
}

/** Decodes JSON through the same schema, so that both encodings can be compared field by field. */
export function decodeTraceJson(text: string): unknown {
  const given: unknown = JSON.parse(text, (key, value) =>
    HEX_FIELDS.has(key) && typeof value === "string" ? hexToBase64(value) : value,
  );
  return decodeTraceRequest(request.encode(request.fromObject(plain(given))).finish());
}

const HEX_FIELDS = new Set(["traceId", "spanId", "parentSpanId"]);

function hexToBase64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

function plain(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("no object");
  return { ...value };
}

type Fields = Readonly<Record<string, string>>;

/** Field: number and type; `*` means repeated. opentelemetry-proto 1.x */
const messages: Readonly<Record<string, Fields>> = {
  Request: { resourceSpans: "1 *ResourceSpans" },
  ResourceSpans: { resource: "1 Resource", scopeSpans: "2 *ScopeSpans", schemaUrl: "3 string" },
  Resource: { attributes: "1 *KeyValue", droppedAttributesCount: "2 uint32" },
  ScopeSpans: { scope: "1 Scope", spans: "2 *Span", schemaUrl: "3 string" },
  Scope: {
    name: "1 string",
    version: "2 string",
    attributes: "3 *KeyValue",
    droppedAttributesCount: "4 uint32",
  },
  Span: {
    traceId: "1 bytes",
    spanId: "2 bytes",
    traceState: "3 string",
    parentSpanId: "4 bytes",
    name: "5 string",
    kind: "6 int32",
    startTimeUnixNano: "7 fixed64",
    endTimeUnixNano: "8 fixed64",
    attributes: "9 *KeyValue",
    droppedAttributesCount: "10 uint32",
    events: "11 *Event",
    droppedEventsCount: "12 uint32",
    links: "13 *Link",
    droppedLinksCount: "14 uint32",
    status: "15 Status",
    flags: "16 fixed32",
  },
  Event: {
    timeUnixNano: "1 fixed64",
    name: "2 string",
    attributes: "3 *KeyValue",
    droppedAttributesCount: "4 uint32",
  },
  Link: {
    traceId: "1 bytes",
    spanId: "2 bytes",
    traceState: "3 string",
    attributes: "4 *KeyValue",
    droppedAttributesCount: "5 uint32",
    flags: "6 fixed32",
  },
  Status: { message: "2 string", code: "3 int32" },
  KeyValue: { key: "1 string", value: "2 AnyValue" },
  ArrayValue: { values: "1 *AnyValue" },
  KeyValueList: { values: "1 *KeyValue" },
  AnyValue: {
    stringValue: "1 string",
    boolValue: "2 bool",
    intValue: "3 int64",
    doubleValue: "4 double",
    arrayValue: "5 ArrayValue",
    kvlistValue: "6 KeyValueList",
    bytesValue: "7 bytes",
  },
};

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(messages).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(Object.entries(fields).map(readField)),
        ...(name === "AnyValue" && { oneofs: { value: { oneof: Object.keys(fields) } } }),
      },
    ]),
  ),
});

const request = root.lookupType("Request");

function readField([name, text]: readonly [string, string]): [string, protobuf.IField] {
  const [id = "", type = ""] = text.split(" ");
  const field = { id: Number(id), type: type.replace("*", "") };
  return [name, type.startsWith("*") ? { ...field, rule: "repeated" } : field];
}
