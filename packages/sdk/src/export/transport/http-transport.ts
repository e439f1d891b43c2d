import type { Agent as HttpAgent, ClientRequest, RequestOptions } from "node:http";
import type { SecureContext } from "node:tls";
import { promisify } from "node:util";
import type { OtlpConfig } from "../../config/config.ts";
import { ExportError } from "../explain-failure.ts";
import type { Batch } from "../batch.ts";
import { createDeadline } from "./deadline.ts";
import { addressOf, queryValues, splitCredentials } from "./endpoint.ts";
import { type Answer, exchange, ExchangeError } from "./http-exchange.ts";
import { judgeAnswer } from "./http-answer.ts";
import { KEPT } from "./kept-connections.ts";
import { createScrubber } from "./scrub.ts";
import type { Transport, TransportResult } from "./transport.ts";
import { createTunnelAgent, proxyAuthorization } from "./tunnel-agent.ts";
import { userAgent } from "./user-agent.ts";

/** What the HTTP transport of one exporter needs. */
export interface HttpTransportOptions {
  readonly config: Pick<OtlpConfig, "compression" | "headers" | "protocol" | "timeoutMs" | "url">;
  /** For `https:` endpoints. */
  readonly secureContext: SecureContext | undefined;
  readonly proxy: URL | undefined;
}

/** Creates the transport of OTLP/HTTP: HTTP/1.1 with connections kept alive, one request for each batch. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  return new HttpTransport(options);
}

/** Headers that the transport writes itself; another value would break the message. */
const ownHeaders = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "transfer-encoding",
]);

class HttpTransport implements Transport {
  readonly url: string;
  readonly protocol: OtlpConfig["protocol"];
  readonly #target: URL;
  readonly #options: HttpTransportOptions;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #scrub: (text: string) => string;
  #client: Promise<HttpClient> | undefined;

  constructor(options: HttpTransportOptions) {
    const { url, headers, protocol } = options.config;
    const { href, credentials } = splitCredentials(url);
    this.url = href;
    this.protocol = protocol;
    this.#target = new URL(href);
    this.#options = options;
    const given = Object.entries(headers).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    this.#headers = {
      "user-agent": userAgent(),
      ...credentials,
      ...Object.fromEntries(given.filter(([name]) => !ownHeaders.has(name))),
    };
    const proxySecrets = options.proxy === undefined ? {} : proxyAuthorization(options.proxy);
    this.#scrub = createScrubber([
      ...Object.values(headers),
      ...Object.values(credentials),
      ...Object.values(proxySecrets),
      ...queryValues(this.#target),
    ]);
  }

  async send(batch: Batch, signal: AbortSignal): Promise<TransportResult> {
    const { timeoutMs } = this.#options.config;
    const deadline = createDeadline(timeoutMs, signal);
    let connected = false;
    try {
      const { body, headers } = await this.#encode(batch);
      const answer = await this.#exchange({ body, headers, signal: deadline.signal });
      connected = true;
      return await judgeAnswer(answer, {
        sent: batch.contentType,
        scrub: this.#scrub,
        now: Date.now(),
      });
    } catch (error) {
      connected ||= error instanceof ExchangeError && error.connected;
      return { kind: "retry", unreachable: !connected, error: this.#explain(error) };
    } finally {
      deadline.clear();
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    client?.agent.destroy();
  }

  async #encode({ body, bytes, contentType }: Batch): Promise<Message> {
    if (this.#options.config.compression === "none") {
      return { body, headers: { "content-type": contentType, "content-length": bytes } };
    }
    const zipped = await gzip(body);
    const headers = {
      "content-type": contentType,
      "content-encoding": "gzip",
      "content-length": zipped.length,
    };
    return { body: [zipped], headers };
  }

  async #exchange({ body, headers, signal }: Message & { signal: AbortSignal }): Promise<Answer> {
    this.#client ??= loadClient(this.#target, this.#options);
    const { send, agent, target } = await this.#client;
    const options = {
      ...target,
      method: "POST",
      agent,
      headers: { ...target.headers, ...this.#headers, ...headers },
    };
    for (;;) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- each round uses up one of the connections that were kept
        return await exchange({ send, options, body, signal });
      } catch (error) {
        // The server has closed an idle connection: it has seen nothing, and nothing has failed.
        if (!(error instanceof ExchangeError && error.unsent) || signal.aborted) throw error;
      }
    }
  }

  #explain(error: unknown): Error {
    const cause = error instanceof ExchangeError ? error.cause : error;
    if (cause instanceof AggregateError || cause instanceof ExportError) return cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
    return new ExportError(this.#scrub(message), { code, cause });
  }
}

interface Message {
  readonly body: readonly Uint8Array[];
  readonly headers: Readonly<Record<string, number | string>>;
}

interface HttpClient {
  readonly send: (options: RequestOptions) => ClientRequest;
  readonly agent: HttpAgent;
  readonly target: Omit<RequestOptions, "headers"> & {
    readonly headers: Readonly<Record<string, string>>;
  };
}

/** The modules are imported late, so that the application's own instrumentation of them comes first. */
async function loadClient(
  url: URL,
  { proxy, secureContext, config }: HttpTransportOptions,
): Promise<HttpClient> {
  const path = `${url.pathname}${url.search}`;
  const target = { protocol: url.protocol, ...addressOf(url), path, headers: { host: url.host } };
  if (proxy !== undefined && url.protocol === "http:") {
    const { request, Agent } = await importHttp(proxy.protocol);
    const headers = { host: url.host, ...proxyAuthorization(proxy) };
    // A proxy is asked for the whole URL (RFC 9112, 3.2.2).
    const viaProxy = { protocol: proxy.protocol, ...addressOf(proxy), path: url.href, headers };
    return { send: request, agent: new Agent(KEPT), target: viaProxy };
  }
  const { request, Agent } = await importHttp(url.protocol);
  const tls = secureContext === undefined ? {} : { secureContext };
  const agent =
    proxy === undefined
      ? new Agent({ ...KEPT, ...tls })
      : createTunnelAgent({ proxy, tls, timeoutMs: config.timeoutMs });
  return { send: request, agent, target };
}

async function importHttp(protocol: string): Promise<typeof import("node:https")> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same functions; http ignores the options of TLS
  return (await import(
    protocol === "https:" ? "node:https" : "node:http"
  )) as typeof import("node:https");
}

/** Runs in libuv's threads, not in the event loop. */
async function gzip(body: readonly Uint8Array[]): Promise<Buffer> {
  const zlib = await import("node:zlib");
  const [first, ...rest] = body;
  const whole = first !== undefined && rest.length === 0 ? first : Buffer.concat(body);
  return await promisify<Uint8Array, object, Buffer>(zlib.gzip)(whole, {
    level: zlib.constants.Z_BEST_SPEED,
  });
}
