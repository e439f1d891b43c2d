import { EventEmitter, once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Certificates } from "./certificates.ts";
import { createGrpcServer } from "./otlp-grpc-server.ts";
import { createHttpServer } from "./otlp-http-server.ts";
import type { Encoding } from "./otlp-decode.ts";
import type { ReceivedLog, ReceivedMetric, ReceivedSpan, Signal, Telemetry } from "./otlp-model.ts";

/** One export request, with how it came. */
export interface ReceivedRequest {
  readonly signal: Signal;
  readonly transport: Transport;
  readonly encoding: Encoding;
  readonly path: string;
  /** HTTP headers or gRPC metadata; names are in lower case. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly contentType: string;
  readonly compression: "gzip" | "none";
  readonly tls: boolean;
  /** Common name in the client's certificate; absent when none came. */
  readonly clientName?: string;
  /** Milliseconds since the receiver was started. */
  readonly receivedAtMs: number;
  readonly telemetry: Telemetry;
  /** The message that `telemetry` was read from, uncompressed and without gRPC's frame. */
  readonly message: Buffer;
}

export type Transport = "grpc" | "http";

/** A real OTLP receiver on the loopback interface; it keeps what it gets. */
export interface OtlpReceiver {
  /** `http://127.0.0.1:port`, with TLS `https://localhost:port`. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** What came and was no OTLP request: the cause, and the path where it is known. */
  readonly refused: readonly string[];
  /** TLS connections that did not come about, such as those without the client's certificate. */
  readonly failedHandshakes: readonly string[];
  readonly spans: readonly ReceivedSpan[];
  readonly metrics: readonly ReceivedMetric[];
  readonly logs: readonly ReceivedLog[];
  requestsOf(signal: Signal): readonly ReceivedRequest[];
  /** Milliseconds since it was started. */
  ageMs(): number;
  /** Settles as soon as the condition holds; fails after `deadlineMs` (default 15 s). */
  until(condition: (receiver: OtlpReceiver) => boolean, deadlineMs?: number): Promise<void>;
  close(): void;
}

export interface OtlpReceiverOptions {
  /** @default "http" */
  readonly transport?: Transport;
  /** With TLS; absent: plain text. */
  readonly tls?: Certificates;
  /** Refuses connections without a certificate of the authority. @default false */
  readonly clientCertificate?: boolean;
  /** Paths of OTLP/HTTP requests, for variables that name a path. @default /v1/traces etc. */
  readonly paths?: Readonly<Partial<Record<Signal, string>>>;
  /** Keeps requests and never answers. @default false */
  readonly silent?: boolean;
}

/** What a server of either transport needs from the receiver. */
export interface ReceiverParts {
  readonly options: OtlpReceiverOptions;
  keep(request: Omit<ReceivedRequest, "receivedAtMs">): void;
  refuse(reason: string): void;
  handshakeFailed(reason: string): void;
}

/** A server that the receiver has listen and close. */
export interface ReceiverServer {
  listen(port: number, host: string): EventEmitter & { address(): AddressInfo | string | null };
  close(): void;
}

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startOtlpReceiver(options: OtlpReceiverOptions = {}): Promise<OtlpReceiver> {
  const started = performance.now();
  const ageMs = (): number => performance.now() - started;
  const arrivals = new EventEmitter();
  const requests: ReceivedRequest[] = [];
  const refused: string[] = [];
  const failedHandshakes: string[] = [];
  const parts: ReceiverParts = {
    options,
    keep: (request) => {
      requests.push({ ...request, receivedAtMs: ageMs() });
      arrivals.emit("arrival");
    },
    refuse: (reason) => void refused.push(reason),
    handshakeFailed: (reason) => void failedHandshakes.push(reason),
  };
  const server = options.transport === "grpc" ? createGrpcServer(parts) : createHttpServer(parts);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address();
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  const receiver: OtlpReceiver = {
    url:
      options.tls === undefined
        ? `http://127.0.0.1:${address.port}`
        : `https://localhost:${address.port}`,
    port: address.port,
    requests,
    refused,
    failedHandshakes,
    get spans() {
      return requests.flatMap(({ telemetry }) => telemetry.spans);
    },
    get metrics() {
      return requests.flatMap(({ telemetry }) => telemetry.metrics);
    },
    get logs() {
      return requests.flatMap(({ telemetry }) => telemetry.logs);
    },
    ageMs,
    requestsOf: (signal) => requests.filter((request) => request.signal === signal),
    until: (condition, deadlineMs) =>
      waitUntil(() => condition(receiver), { arrivals, requests, deadlineMs }),
    close: () => server.close(),
  };
  return receiver;
}

interface Waiting {
  readonly arrivals: EventEmitter;
  readonly requests: readonly ReceivedRequest[];
  readonly deadlineMs: number | undefined;
}

async function waitUntil(
  holds: () => boolean,
  { arrivals, requests, deadlineMs = 15_000 }: Waiting,
): Promise<void> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    // oxlint-disable-next-line no-await-in-loop -- each round waits for the next request
    while (!holds()) await once(arrivals, "arrival", { signal });
  } catch (cause) {
    const got = requests.map((request) => request.signal).join(", ") || "nothing";
    throw new Error(`waited ${deadlineMs} ms in vain; ${got} came`, { cause });
  }
}
