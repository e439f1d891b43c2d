import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { diag } from "@opentelemetry/api";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import type { ZipkinConfig } from "../config/config.ts";
import { ExplainedError } from "../export/explained-error.ts";
import { explainZipkinFailure } from "../export/explain-zipkin-failure.ts";
import type { Report } from "../report.ts";
import { ExportResultCode } from "./export-result.ts";
import { watchExports } from "./export-watch.ts";

const require = createRequire(import.meta.url);

interface Result {
  readonly code: number;
  readonly error?: Error;
}

interface ZipkinParts {
  readonly report: Report;
}

/**
 * Upstream's Zipkin exporter, whose exports end in any case: after `timeoutMs`, with a connection that is cut, and as
 * a failure when Zipkin answers with anything but success.
 */
export function createZipkinExporter(
  { url, timeoutMs }: ZipkinConfig,
  { report }: ZipkinParts,
): SpanExporter {
  const zipkin: typeof import("@opentelemetry/exporter-zipkin") = require("@opentelemetry/exporter-zipkin");
  const upstream = new zipkin.ZipkinExporter({ url });
  const underWay = new Set<Promise<void>>();
  const flush = async (): Promise<void> => {
    await Promise.all(underWay);
  };
  const exporter: SpanExporter = {
    export(spans, callback): void {
      const end = deliver(send(upstream, spans, timeoutMs), callback);
      underWay.add(end);
      void end.then(() => underWay.delete(end));
    },
    forceFlush: flush,
    shutdown: flush,
  };
  const { origin, pathname } = new URL(url);
  return watchExports(exporter, {
    report,
    // Neither credentials nor a query, where hosted services want their keys. The protocol is not looked at for
    // errors that explain themselves.
    target: { signal: "traces", url: origin + pathname, protocol: "http/json" },
    count: (spans: ReadableSpan[]) => spans.length,
  });
}

async function deliver(sent: Promise<Result>, callback: (result: Result) => void): Promise<void> {
  const result = await sent;
  try {
    callback(result);
  } catch (error) {
    diag.debug("a Zipkin export ended with", error);
  }
}

function send(upstream: SpanExporter, spans: ReadableSpan[], timeoutMs: number): Promise<Result> {
  return new Promise((resolve) => {
    let status: number | undefined;
    const fail = (error: unknown): void => {
      resolve({
        code: ExportResultCode.FAILED,
        error: new ExplainedError(explainZipkinFailure(error, status)),
      });
    };
    const request = requestOf(() => {
      upstream.export(spans, ({ code, error }: Result) => {
        // Upstream takes a redirect for success, and follows none.
        if (code === ExportResultCode.SUCCESS && (status === undefined || status < 300))
          resolve({ code });
        else fail(error);
      });
    });
    if (request === undefined) return;
    const timer = setTimeout(() => {
      const error = new Error(`no answer within ${timeoutMs} ms`);
      fail(error);
      request.destroy(error);
    }, timeoutMs).unref();
    request.once("response", (response: IncomingMessage) => {
      status = response.statusCode;
    });
    request.once("close", () => {
      clearTimeout(timer);
      fail(new Error("the connection was closed before the answer was complete"));
    });
  });
}

const CREATED = "http.client.request.created";

/** The request that `work` makes, synchronously. Upstream keeps it to itself. */
function requestOf(work: () => void): ClientRequest | undefined {
  let made: ClientRequest | undefined;
  const note = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Node documents for this channel
    made ??= (message as { readonly request: ClientRequest }).request;
  };
  subscribe(CREATED, note);
  try {
    work();
  } finally {
    unsubscribe(CREATED, note);
  }
  return made;
}
