import protobuf from "protobufjs/light.js";
import { otlpEnums } from "./enums.ts";
import { otlpMessages, otlpOneofs } from "./messages.ts";
import type { FieldTable } from "./messages.ts";
import type { Signal } from "./signal.ts";

/** The messages of one signal's collector service. */
export interface SignalSchema {
  /** Fully qualified name of the gRPC service; its method is `Export`. */
  service: string;
  request: protobuf.Type;
  response: protobuf.Type;
  /** The field of the response's partial success that counts what was refused. */
  rejectedField: string;
}

const root = protobuf.Root.fromJSON({ nested: { ...enums(), ...messages() } }).resolveAll();

/** The collector service of each signal (OTLP specification, "OTLP/gRPC" and "OTLP/HTTP"). */
export const signalSchemas: Readonly<Record<Signal, SignalSchema>> = {
  traces: signalSchema("Trace", "rejectedSpans"),
  metrics: signalSchema("Metrics", "rejectedDataPoints"),
  logs: signalSchema("Logs", "rejectedLogRecords"),
};

/** `google.rpc.Status`: the body of an OTLP/HTTP error. */
export const statusType: protobuf.Type = root.lookupType("RpcStatus");

function enums(): Record<string, protobuf.IEnum> {
  const numbered = Object.entries(otlpEnums).map(([name, names]) => {
    const values = Object.fromEntries(names.map((value, index) => [value, index]));
    return [name, { values }] as const;
  });
  return Object.fromEntries(numbered);
}

function messages(): Record<string, protobuf.IType> {
  const types = Object.entries(otlpMessages).map(([name, fields]) => {
    const oneofs = Object.entries(otlpOneofs[name] ?? {}).map(
      ([oneof, members]): [string, protobuf.IOneOf] => [oneof, { oneof: [...members] }],
    );
    return [name, { fields: readFields(fields), oneofs: Object.fromEntries(oneofs) }] as const;
  });
  return Object.fromEntries(types);
}

function readFields(fields: FieldTable): Record<string, protobuf.IField> {
  const parsed = Object.entries(fields).map(([name, text]) => {
    const [id = "", type = ""] = text.split(" ");
    const field = type.startsWith("*")
      ? { id: Number(id), type: type.slice(1), rule: "repeated" }
      : { id: Number(id), type };
    return [name, field] as const;
  });
  return Object.fromEntries(parsed);
}

function signalSchema(name: "Trace" | "Metrics" | "Logs", rejectedField: string): SignalSchema {
  return {
    service: `opentelemetry.proto.collector.${name.toLowerCase()}.v1.${name}Service`,
    request: root.lookupType(`Export${name}ServiceRequest`),
    response: root.lookupType(`Export${name}ServiceResponse`),
    rejectedField,
  };
}
