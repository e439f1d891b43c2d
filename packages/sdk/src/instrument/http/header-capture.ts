import type { Span } from "@opentelemetry/api";

import { createHeaderRedactor } from "./redact-header.ts";
import type { QueryRedactor } from "./redact-query.ts";

/**
 * Records the wanted ones of a message's headers on its span.
 *
 * @param headers Names and values in turn, each a text or its bytes, a value also a list of them; or the message's
 *   head as text.
 */
export type HeaderCapture = (span: Span, headers: readonly unknown[] | string) => void;

/**
 * Creates the capture of the headers `names` as the attributes `<prefix>.<name>`, each the list of the values in their
 * order; a header that is absent has no attribute. Nothing is hidden by leaving it out: who names a header that
 * carries credentials (`authorization`, `cookie`, `set-cookie`, `proxy-authorization`, `x-api-key` and their like)
 * gets `REDACTED` for each of its values, and tokens in the URLs of `location` and `referer` are replaced likewise.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/
 *
 * @param names In lower case.
 * @param redactQuery Makes the queries of URLs presentable.
 * @returns Undefined when there are no names, so that nothing is done for a request.
 */
export function createHeaderCapture(
  prefix: "http.request.header" | "http.response.header",
  names: readonly string[],
  redactQuery: QueryRedactor,
): HeaderCapture | undefined {
  if (names.length === 0) return undefined;
  const wanted: Wanted = new Map(
    names.map((name) => [
      name,
      { attribute: `${prefix}.${name}`, redact: createHeaderRedactor(name, redactQuery) },
    ]),
  );
  return (span, headers) => {
    if (!span.isRecording()) return;
    const list = typeof headers === "string" ? splitHead(headers) : headers;
    for (const [attribute, values] of collect(list, wanted)) span.setAttribute(attribute, values);
  };
}

type Wanted = ReadonlyMap<
  string,
  { readonly attribute: string; readonly redact: (value: string) => string }
>;

/** The first line is none of the headers, and matches no name. */
function splitHead(head: string): string[] {
  return head.split("\r\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}

function collect(headers: readonly unknown[], wanted: Wanted): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const header = wanted.get(readText(headers[index]).toLowerCase());
    if (header === undefined) continue;
    const value = headers[index + 1];
    const values = found.get(header.attribute) ?? [];
    found.set(header.attribute, values);
    for (const each of Array.isArray(value) ? value : [value]) {
      values.push(header.redact(readText(each)));
    }
  }
  return found;
}

/** Bytes are read as `node:http` reads them. */
function readText(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString("latin1") : String(value);
}
