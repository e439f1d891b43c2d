import type { OtlpProtocol } from "../config/config.ts";
import { ExplainedError } from "./explained-error.ts";

/** Why an export failed, in words for an operator. */
export interface Failure {
  /** `connection`: the endpoint could not be talked to at all; `response`: it answered, and refused. */
  readonly kind: "connection" | "response";
  /** What happened, in at most 200 characters; of a response's body only what {@link ExportError} lets through. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** The error of an attempt of our own transports. Its texts are scrubbed of our own credentials. */
export class ExportError extends Error {
  override name = "ExportError";
  /** An HTTP status, the name of a gRPC status or that of a system error. */
  readonly code: number | string | undefined;
  /** What the server said beside its status. */
  readonly serverText: string;
  /** What to do, where the message alone would not tell. */
  readonly remedy: string | undefined;

  constructor(message: string, { code, serverText = "", remedy, cause }: ExportErrorParts = {}) {
    super(message, { cause });
    this.code = code;
    this.serverText = serverText;
    this.remedy = remedy;
  }
}

interface ExportErrorParts {
  readonly code?: number | string | undefined;
  readonly serverText?: string;
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** Explains the error of a failed export over `protocol`. */
export function explainFailure(error: unknown, protocol: OtlpProtocol): Failure {
  if (error instanceof ExplainedError) return error.failure;
  const status = httpStatus(error, protocol);
  if (status !== undefined) {
    const { cause, remedy } = refusal(status);
    return { kind: "response", cause: `${cause}${quoteServer(error)}`, remedy };
  }
  if (error instanceof ExportError && error.remedy !== undefined) {
    return { kind: "response", cause: describe(error), remedy: error.remedy };
  }
  const text = describe(error);
  const rule = rules.find(({ pattern }) => pattern.test(text));
  const remedy = rule?.remedy ?? "Check OTEL_EXPORTER_OTLP_ENDPOINT and the Collector's log";
  return { kind: rule?.kind ?? "connection", cause: text, remedy };
}

/** What to do when the answer is none of OTLP's. */
export const NO_COLLECTOR =
  "Something other than a Collector answers there: correct OTEL_EXPORTER_OTLP_ENDPOINT";

/** What to do when a batch is more than the server takes at a time. */
export const TOO_MUCH =
  "The server refuses the amount: send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE) or raise its limits";

/** What to do when a proxy wants to know who asks (HTTP status 407). */
export const PROXY_CREDENTIALS =
  "The proxy wants credentials: put them into HTTP_PROXY or HTTPS_PROXY, as in http://user:password@proxy:3128";

interface Rule {
  readonly pattern: RegExp;
  readonly kind?: Failure["kind"];
  readonly remedy: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /Parse Error|Expected HTTP\//,
    remedy:
      "That looks like a gRPC port: use the HTTP port (4318), or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
  },
  {
    pattern: /Protocol error|HTTP\/1\.|ERR_HTTP2/,
    remedy:
      "That looks like an HTTP port: use the gRPC port (4317), or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  },
  {
    pattern: /TLS ServerName to an IP/,
    remedy:
      "gRPC with TLS needs a host name: put one in OTEL_EXPORTER_OTLP_ENDPOINT instead of the IP address",
  },
  {
    pattern: /wrong version number|packet length too long|EPROTO/,
    remedy:
      "The port speaks no TLS: write http:// instead of https:// in OTEL_EXPORTER_OTLP_ENDPOINT",
  },
  {
    pattern: /key values mismatch|KEY_VALUES_MISMATCH/i,
    remedy:
      "OTEL_EXPORTER_OTLP_CLIENT_KEY and OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE do not belong together: correct one",
  },
  {
    pattern: /certificate|CERT_|self.signed|ALTNAME/i,
    remedy:
      "OTEL_EXPORTER_OTLP_CERTIFICATE must name the certificate of the authority that signed the server's",
  },
  {
    pattern: /ECONNREFUSED/,
    remedy: "Nothing listens there: start the Collector, or correct OTEL_EXPORTER_OTLP_ENDPOINT",
  },
  {
    pattern: /socket hang up|ECONNRESET|EPIPE|Failed to connect|Connection dropped/,
    remedy:
      "The server ends connections: look into its log; if it wants TLS, write https:// in OTEL_EXPORTER_OTLP_ENDPOINT",
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|Name resolution/,
    remedy: "The host name is unknown: correct OTEL_EXPORTER_OTLP_ENDPOINT",
  },
  {
    pattern: /UNAUTHENTICATED|PERMISSION_DENIED/,
    kind: "response",
    remedy: "Set the credentials in OTEL_EXPORTER_OTLP_HEADERS",
  },
  {
    pattern: /UNIMPLEMENTED/,
    kind: "response",
    remedy:
      "The server does not take this signal: set its OTEL_…_EXPORTER to none, or send it to a Collector",
  },
  {
    pattern: /RESOURCE_EXHAUSTED/,
    kind: "response",
    remedy: TOO_MUCH,
  },
  {
    pattern: /by the end of the process/,
    remedy:
      "The endpoint does not answer: check that it is reachable, or raise AGENT_OTEL_SHUTDOWN_TIMEOUT",
  },
  {
    // A call that waited for a connection which another call has given up: "Channel closed before call started".
    pattern: /timed out|timeout|ETIMEDOUT|DEADLINE_EXCEEDED|Channel closed before/i,
    remedy:
      "The endpoint does not answer: check that it is reachable, or raise OTEL_EXPORTER_OTLP_TIMEOUT",
  },
];

function quoteServer(error: unknown): string {
  const text = error instanceof ExportError ? printable(error.serverText).trim() : "";
  return text === "" ? "" : ` (${text})`;
}

function refusal(status: number): Omit<Failure, "kind"> {
  const cause = `HTTP status ${status}`;
  if (status < 200) return { cause, remedy: NO_COLLECTOR };
  if (status === 407) return { cause, remedy: PROXY_CREDENTIALS };
  if (status >= 300 && status < 400) {
    return {
      cause,
      remedy: "Put the address that takes telemetry into OTEL_EXPORTER_OTLP_ENDPOINT",
    };
  }
  if (status === 401 || status === 403) {
    return { cause, remedy: "Set the credentials in OTEL_EXPORTER_OTLP_HEADERS" };
  }
  if (status === 404 || status === 405) {
    return {
      cause,
      remedy:
        "The path takes no such telemetry: OTEL_EXPORTER_OTLP_ENDPOINT is a base URL without /v1/…, the variable of one signal a whole URL",
    };
  }
  if (status === 413) {
    return {
      cause,
      remedy:
        "The batch is too large: lower OTEL_BSP_MAX_EXPORT_BATCH_SIZE, or raise the server's limit",
    };
  }
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    return {
      cause,
      remedy: "The server is overloaded or not ready: look into the Collector's log",
    };
  }
  return { cause, remedy: "Look into the Collector's log" };
}

/** The status that upstream's HTTP exporters keep in the error's `code`; gRPC's codes are below 100. */
function httpStatus(error: unknown, protocol: OtlpProtocol): number | undefined {
  if (protocol === "grpc" || !(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "number" && error.code >= 100 ? error.code : undefined;
}

/** One printable line about the error, with the code where the message lacks it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "no reason given";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const nested = error instanceof AggregateError ? error.errors.map(String).join("; ") : "";
  const text = [error.message, nested, error.message.includes(code) ? "" : code]
    .filter((part) => part !== "")
    .join(" ");
  return printable(text).replace(/\.? Resolution note: *\.?$/, "");
}

/** At most 200 characters of foreign text, none of which steers a terminal. */
export function printable(text: string): string {
  return (
    text
      // More than this is never printed, and a server may send a lot.
      .slice(0, 1000)
      // oxlint-disable-next-line no-control-regex -- a server's text must not steer the terminal
      .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g, " ")
      .slice(0, 200)
  );
}
