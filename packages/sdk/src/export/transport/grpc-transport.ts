import type { ServiceError } from "@grpc/grpc-js";
import type { Signal } from "../../env/otlp-variables.ts";
import type { Batch } from "../batch.ts";
import { ExportError, NO_COLLECTOR } from "../explain-failure.ts";
import { createDeadline } from "./deadline.ts";
import { queryValues, splitCredentials } from "./endpoint.ts";
import { createGrpcClient, type GrpcClient, type GrpcTransportOptions } from "./grpc-client.ts";
import { judgeGrpcFailure } from "./grpc-status.ts";
import { readExportResponse } from "./response.ts";
import { createScrubber } from "./scrub.ts";
import type { Transport, TransportResult } from "./transport.ts";
import { proxyAuthorization } from "./tunnel-agent.ts";

/**
 * Creates the transport of OTLP/gRPC: unary calls of the `Export` method with the batch's bytes as they are. Throws,
 * without its value, when a header cannot be gRPC metadata or the proxy is none for gRPC. grpc-js is loaded for the first batch.
 */
export function createGrpcTransport(options: GrpcTransportOptions): Transport {
  return new GrpcTransport(options);
}

const methods: Readonly<Record<Signal, string>> = {
  traces: "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
  metrics: "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
  logs: "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
};

/** What a failed call tells: the server's error, or that its time was up or the process ends. */
type CallFailure =
  | { readonly error: ServiceError }
  | { readonly abortReason: Error; readonly connected: boolean };

class GrpcTransport implements Transport {
  readonly url: string;
  readonly protocol = "grpc";
  readonly #options: GrpcTransportOptions;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #scrub: (text: string) => string;
  #client: GrpcClient | undefined;

  constructor(options: GrpcTransportOptions) {
    if (options.proxy?.protocol === "https:") {
      throw new Error("gRPC reaches a proxy by http: only; correct HTTP_PROXY or HTTPS_PROXY");
    }
    const { href, credentials } = splitCredentials(options.config.url);
    this.url = href;
    this.#options = options;
    this.#headers = { ...credentials, ...checkHeaders(options.config.headers) };
    const proxySecrets = options.proxy === undefined ? {} : proxyAuthorization(options.proxy);
    this.#scrub = createScrubber([
      ...Object.values(this.#headers),
      ...Object.values(proxySecrets),
      ...queryValues(new URL(href)),
    ]);
  }

  async send(batch: Batch, signal: AbortSignal): Promise<TransportResult> {
    const deadline = createDeadline(this.#options.config.timeoutMs, signal);
    try {
      const response = await this.#call(batch, deadline.signal);
      return response instanceof Uint8Array
        ? this.#judgeSuccess(response)
        : this.#judgeFailure(response);
    } catch (error) {
      // grpc-js could not even begin.
      const text = error instanceof Error ? error.message : String(error);
      return { kind: "failed", error: new ExportError(this.#scrub(text), { cause: error }) };
    } finally {
      deadline.clear();
    }
  }

  close(): Promise<void> {
    this.#reconnect();
    return Promise.resolve();
  }

  #call({ signal: kind, body }: Batch, signal: AbortSignal): Promise<CallFailure | Uint8Array> {
    this.#client ??= createGrpcClient(new URL(this.url), this.#headers, this.#options);
    const { client, metadata, sockets } = this.#client;
    const request = Buffer.concat(body);
    return new Promise((resolve) => {
      // Settled here, whatever becomes of the call.
      const cancel = (): void => {
        const { reason } = signal;
        const abortReason = reason instanceof Error ? reason : new Error("aborted");
        const state: number = client.getChannel().getConnectivityState(false);
        resolve({ abortReason, connected: state === READY });
        call.cancel();
      };
      const end = (error: ServiceError | null, response?: Buffer): void => {
        signal.removeEventListener("abort", cancel);
        resolve(error === null ? (response ?? new Uint8Array()) : { error });
      };
      const call = sockets.run(() =>
        client.makeUnaryRequest(methods[kind], asItIs, asItIs, request, metadata, end),
      );
      if (signal.aborted) cancel();
      else signal.addEventListener("abort", cancel);
    });
  }

  #judgeSuccess(response: Uint8Array): TransportResult {
    try {
      const { rejected, message } = readExportResponse(response, "protobuf");
      return { kind: "delivered", rejected, message: this.#scrub(message) };
    } catch (cause) {
      const error = new ExportError("the answer is no OTLP response", {
        remedy: NO_COLLECTOR,
        cause,
      });
      return { kind: "failed", error };
    }
  }

  #judgeFailure(failure: CallFailure): TransportResult {
    if ("abortReason" in failure) {
      const { abortReason, connected } = failure;
      // A connection that does not answer is not used again: it may be dead without anybody having said so.
      this.#reconnect();
      const timeout = new ExportError(`4 DEADLINE_EXCEEDED: ${abortReason.message}`, {
        code: "DEADLINE_EXCEEDED",
      });
      return { kind: "retry", unreachable: !connected, error: timeout };
    }
    const { details, metadata } = failure.error;
    const code: number = failure.error.code;
    const [statusDetails] = metadata.get("grpc-status-details-bin");
    const unreachable = code === UNAVAILABLE && neverConnected.test(details);
    // The next attempt is to try for itself, not to hear of grpc-js's own back-off.
    if (unreachable) this.#reconnect();
    const { proxy } = this.#options;
    return judgeGrpcFailure(
      {
        code,
        details,
        unreachable,
        proxy: proxy?.host,
        statusDetails: typeof statusDetails === "string" ? undefined : statusDetails,
      },
      this.#scrub,
    );
  }

  /** Has the next call open a new connection. Calls under way may still end. */
  #reconnect(): void {
    this.#client?.client.close();
    this.#client?.sockets.abandon();
    this.#client = undefined;
  }
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}

// connectivityState.READY and status.UNAVAILABLE of grpc-js.
const READY = 2;
const UNAVAILABLE = 14;

const neverConnected = /^(?:No connection established|Name resolution failed)/;

// "Custom-Metadata" of the gRPC protocol; a name that ends in -bin is binary, which a variable cannot hold.
const metadataName = /^(?!.*-bin$)(?!grpc-)[0-9a-z_.-]+$/;
const metadataValue = /^[ -~]*$/;

function checkHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (!metadataName.test(key) || !metadataValue.test(value)) {
      throw new Error(
        `the header ${JSON.stringify(name)} cannot be sent over gRPC; correct OTEL_EXPORTER_OTLP_HEADERS`,
      );
    }
    checked[key] = value;
  }
  return checked;
}
