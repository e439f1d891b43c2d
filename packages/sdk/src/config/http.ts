import { parseHostPattern } from "../env/host-pattern.ts";
import { quote } from "../env/problem.ts";
import { type EnvReader, splitList } from "../env/reader.ts";
import { type VariableName, variables } from "../env/variables.ts";
import type { HttpConfig } from "./config.ts";

/** What of HTTP is recorded, and which hosts get the context. */
export function readHttp(reader: EnvReader): HttpConfig {
  return {
    serverRequestHeaders: readHeaders(reader, "SERVER_CAPTURE_REQUEST"),
    serverResponseHeaders: readHeaders(reader, "SERVER_CAPTURE_RESPONSE"),
    clientRequestHeaders: readHeaders(reader, "CLIENT_CAPTURE_REQUEST"),
    clientResponseHeaders: readHeaders(reader, "CLIENT_CAPTURE_RESPONSE"),
    knownMethods: readItems(reader, "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", methods),
    ignorePaths: readItems(reader, "AGENT_OTEL_HTTP_IGNORE_PATHS", paths),
    queryAllow: readItems(reader, "AGENT_OTEL_HTTP_QUERY_ALLOW", parameters),
    baggageAllow: readItems(reader, "AGENT_OTEL_BAGGAGE_ALLOW", hosts),
    traceContextDeny: readItems(reader, "AGENT_OTEL_TRACE_CONTEXT_DENY", hosts),
  };
}

function readHeaders(
  reader: EnvReader,
  which: `${"CLIENT" | "SERVER"}_CAPTURE_${"REQUEST" | "RESPONSE"}`,
): readonly string[] {
  const items = readItems(reader, `OTEL_INSTRUMENTATION_HTTP_${which}_HEADERS`, headers);
  return items.map((name) => name.toLowerCase());
}

/** What the items of a list are. */
interface Kind {
  readonly what: string;
  readonly accepts: (item: string) => boolean;
}

// RFC 9110: a token, which both header names and methods are.
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/;
const headers: Kind = { what: "header names", accepts: (item) => token.test(item) };
const methods: Kind = { what: "HTTP methods", accepts: (item) => token.test(item) };

const paths: Kind = {
  what: "paths such as /healthz or /internal/*",
  // A `*` anywhere else, a query or a fragment would never match.
  accepts: (item) => /^\/(?:[!-~]{0,1023})$/.test(item) && !/[?#]|\*(?!$)|[^/]\*$/.test(item),
};

const parameters: Kind = {
  what: "names of query parameters",
  // As they are once decoded.
  accepts: (item) => /^(?:\*|[\w.$~[\]-]{1,64})$/.test(item),
};

const hosts: Kind = {
  what: "hosts such as api.example.com, *.example.com or 10.0.0.7:8080",
  accepts: (item) => parseHostPattern(item) !== undefined,
};

function readItems(
  reader: EnvReader,
  variable: VariableName,
  { what, accepts }: Kind,
): readonly string[] {
  const items = splitList(reader.raw(variable) ?? variables[variable].default ?? "");
  const good = items.filter((item) => accepts(item));
  for (const item of items.filter((each) => !accepts(each))) {
    reader.report({
      variable,
      expected: `${what}, separated by commas`,
      used: `${quote(item)} is left out`,
    });
  }
  if (good.length > 0) reader.settle(variable, good.join(","));
  return good;
}
