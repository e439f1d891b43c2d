import type { Variable } from "../../packages/sdk/src/env/variable.ts";
import { variables } from "../../packages/sdk/src/env/variables.ts";
import type { Signal } from "../../test/support/otlp-model.ts";
import type { Case } from "./case.ts";
import { subjects, type Subject } from "./scenes.ts";

/** Every variable of the SDK's table with good values and at least three bad ones. */
export function allCases(): readonly Case[] {
  return [...Object.entries(variables).flatMap(([name, row]) => casesOf(name, row)), ...more];
}

/** No variable but the endpoint. */
export const plainCase: Case = {
  variable: "",
  value: "",
  beside: { OTEL_EXPORTER_OTLP_ENDPOINT: "<url>" },
  scene: {},
};

/** A case without its variable, in the surroundings of another: what both SDKs do by themselves. */
export function defaultOf({ scene, beside }: Case): Case {
  return { variable: "", value: "", beside, scene };
}

/** The general variable for an OTLP variable of one signal, else the variable itself. */
export function familyOf(variable: string): string {
  return variable.replace(ofOneSignal, "OTEL_EXPORTER_OTLP_$2");
}

const ofOneSignal =
  /^OTEL_EXPORTER_OTLP_(TRACES|METRICS|LOGS)_(CERTIFICATE|CLIENT_\w+|COMPRESSION|ENDPOINT|HEADERS|INSECURE|PROTOCOL|TIMEOUT)$/;
const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

/** Faults that only show over gRPC. */
const more: readonly Case[] = ["x-tenant=blue,bad name=v", "x-tenant=blue%0A"].map((value) => ({
  variable: "OTEL_EXPORTER_OTLP_HEADERS",
  value,
  beside: { [ENDPOINT]: "<url>", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
  scene: { transport: "grpc" },
}));

function casesOf(variable: string, row: Variable): readonly Case[] {
  const { good, bad, beside = {}, scene = {} } = subjectOf(variable);
  const signal = ofOneSignal.exec(variable)?.[1];
  const names = Object.entries(beside).map(([name, value]): [string, string] => [
    name.replace("*_", signal === undefined ? "" : `${signal}_`),
    value,
  ]);
  const around: Record<string, string> = { [ENDPOINT]: "<url>", ...Object.fromEntries(names) };
  const values = [...(good ?? [goodValue(row)]), ...(bad ?? badValues(row))];
  return values.map((value) => {
    const { [variable]: _, ...others } = around;
    return { variable, value, beside: others, scene };
  });
}

function subjectOf(variable: string): Subject {
  const family = familyOf(variable);
  const general = subjects[family] ?? {};
  if (family === variable || family !== ENDPOINT) return general;
  const paths = { [signalOf(variable)]: "/own" };
  return { ...general, good: ["<url>/own"], scene: { paths } };
}

function signalOf(variable: string): Signal {
  const upperCase = ofOneSignal.exec(variable)?.[1];
  return upperCase === "LOGS" ? "logs" : upperCase === "METRICS" ? "metrics" : "traces";
}

function goodValue({ type, values = [] }: Variable): string {
  const other = values.at(-1) ?? "text";
  return {
    boolean: "true",
    enum: other,
    integer: "1000",
    list: values[0] ?? "text",
    names: "x-test",
    number: "0.5",
    pairs: "key=value",
    path: "<text file>",
    text: "shop",
    url: "<url>",
  }[type];
}

function badValues({ type, values = [], unit }: Variable): readonly string[] {
  const known = values.at(-1) ?? "text";
  return {
    boolean: ["yes", "1", "ture"],
    enum: [known.slice(0, -1), known.toUpperCase(), "bogus"],
    integer: ["abc", "-5", unit === "ms" ? "10s" : "2.5"],
    list: [`${known},bogus`, known.toUpperCase(), "bogus"],
    names: ["bad name", ",", "a:b"],
    number: ["abc", "1.5", "-0.1"],
    pairs: ["oops", "key=value,oops", "key=value,bad=%zz"],
    path: ["<missing file>", "<folder>", "<text file>"],
    text: [" ", "sh\top", "x".repeat(300)],
    url: ["127.0.0.1:<port>", "nonsense", "ftp://127.0.0.1:<port>"],
  }[type];
}
