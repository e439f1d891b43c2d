import { isAbsolute } from "node:path";
import { parsePairs } from "../env/pairs.ts";
import { LARGEST_INTEGER } from "../env/variable.ts";
import { readFileText } from "./file-text.ts";
import { type Check, isMapping } from "./shape.ts";

/** The URL of an OTLP/HTTP receiver: it is used as it is. */
export const checkHttpUrl: Check = (value) => {
  const protocol = typeof value === "string" ? protocolOf(value.trim()) : "";
  if (protocol === "http:" || protocol === "https:") return [];
  return [{ path: [], expected: "a URL such as http://localhost:4318/v1/traces", secret: true }];
};

/** The address of an OTLP/gRPC receiver; without a scheme it means TLS. */
export const checkGrpcUrl: Check = (value) => {
  const text = typeof value === "string" ? value.trim() : "";
  const protocol = protocolOf(/^\w{1,8}:\/\//.test(text) ? text : `https://${text}`);
  if (protocol === "http:" || protocol === "https:" || protocol === "unix:") return [];
  return [{ path: [], expected: "a URL such as http://localhost:4317", secret: true }];
};

/** A number of milliseconds that a timer of Node.js can wait. */
export const checkMilliseconds: Check = (value) => {
  if (typeof value !== "number" || (value >= 0 && value <= LARGEST_INTEGER)) return [];
  return [{ path: [], expected: `a number of milliseconds up to ${LARGEST_INTEGER}` }];
};

/** The same for the time between two exports, which cannot be 0. */
export const checkInterval: Check = (value) => {
  return value === 0
    ? [{ path: [], expected: "a number of milliseconds greater than 0" }]
    : checkMilliseconds(value);
};

/** A PEM file, which must be there when telemetry starts. */
export const checkPemFile: Check = (value) => {
  if (typeof value !== "string" || value === "") return [];
  if (!isAbsolute(value)) return [{ path: [], expected: "an absolute path" }];
  const file = readFileText(value);
  if ("text" in file && file.text.includes("-----BEGIN ")) return [];
  const why = "fault" in file ? ` (${file.fault})` : "";
  return [{ path: [], expected: `the path of a readable PEM file${why}` }];
};

/** Upstream sends without compression whatever else the file says. */
export const checkCompression: Check = (value) => {
  return value === "gzip" || value === "none"
    ? []
    : [{ path: [], expected: "gzip or none", used: "nothing is compressed" }];
};

/** Attributes as text: one faulty pair makes the specification discard the whole list. */
export const checkAttributePairs: Check = (value) => {
  if (typeof value !== "string") return [];
  const isFaulty = value
    .split(",")
    .filter((pair) => pair.trim() !== "")
    .some((pair) => pair.split("=").length !== 2 || "fault" in (parsePairs(pair)[0] ?? {}));
  return isFaulty
    ? [{ path: [], expected: "key=value pairs, percent-encoded", used: "the list is discarded" }]
    : [];
};

/** A resource attribute whose declared type its value does not have: upstream sends the value as it is. */
export const checkAttribute: Check = (attribute) => {
  if (!isMapping(attribute) || typeof attribute["type"] !== "string") return [];
  const [type = "", isList] = attribute["type"].split("_");
  const { value } = attribute;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const fits =
    Array.isArray(value) === (isList !== undefined) &&
    values.every((item) => {
      if (type === "int") return Number.isInteger(item);
      return typeof item === (typeNames[type] ?? "string");
    });
  const expected = `a value of the type ${attribute["type"]}`;
  return fits || value === null
    ? []
    : [{ path: ["value"], expected, secret: true, used: "it is sent as it is" }];
};

const typeNames: Readonly<Record<string, string>> = { double: "number", bool: "boolean" };

/** Batches are never larger than the queue. */
export const checkBatch: Check = (batch) => {
  if (!isMapping(batch)) return [];
  const { max_queue_size: queue, max_export_batch_size: size } = batch;
  const most = typeof queue === "number" ? queue : 2048;
  if (typeof size !== "number" || size <= most) return [];
  const path = ["max_export_batch_size"];
  return [{ path, expected: `at most max_queue_size (${most})`, used: `using ${most}` }];
};

/** Upstream takes attribute keys by their whole names only; to keep more than was asked for may leak. */
export const checkAttributeKeys: Check = (value) => {
  const isPattern = typeof value === "string" && /[*?]/.test(value);
  return isPattern ? [{ path: [], expected: "a whole name, without * and ?" }] : [];
};

/** What upstream asks of a view beyond the schema. */
export const checkView: Check = (view) => {
  if (!isMapping(view) || !isMapping(view["selector"])) return [];
  const { selector, stream } = view;
  const isEmpty = Object.values(selector).every((item) => item === null || item === "");
  if (isEmpty) return [{ path: ["selector"], expected: "something to select by" }];
  const name = isMapping(stream) ? stream["name"] : undefined;
  const { instrument_name: instrument } = selector;
  const isOne = typeof instrument === "string" && /^[^*]+$/.test(instrument);
  if (isOne || typeof name !== "string" || name === "") return [];
  const expected = "an instrument_name without * in the selector of a stream that has a name";
  return [{ path: ["selector"], expected }];
};

/** Upstream records no exemplars. */
export const checkExemplarFilter: Check = (value) => {
  if (value === "always_off") return [];
  return [
    { path: [], expected: "always_off, as no exemplars are recorded", used: "it is ignored" },
  ];
};

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : "";
}
