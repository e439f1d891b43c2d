import assert from "node:assert/strict";
import { after, before, describe, test, type TestContext } from "node:test";
import {
  CLIENT_NAME,
  makeCertificates,
  whyNoCertificates,
  type Certificates,
} from "../support/certificates.ts";
import { runWithReceiver, type Run } from "./run-with-receiver.ts";

const protocols = ["http/protobuf", "http/json", "grpc"] as const;
const signals = ["logs", "metrics", "traces"] as const;
const contentTypes = {
  "http/protobuf": "application/x-protobuf",
  "http/json": "application/json",
  grpc: "application/grpc",
} as const;

type Protocol = (typeof protocols)[number];

interface Cell {
  readonly protocol: Protocol;
  readonly tls?: Certificates;
  readonly clientCertificate?: boolean;
}

describe("what arrives over plain connections", { concurrency: 3 }, () => {
  for (const protocol of protocols) {
    test(`three signals over ${protocol}, with headers, with and without gzip`, async (t) => {
      const { errors, code, receiver } = await send(
        t,
        { protocol },
        {
          OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=blue%20sky,X-Upper=1, x-both=general",
          OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-both=traces,authorization=Bearer%20a%3Db%3D%3D",
          OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: "gzip",
          OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: "none",
        },
      );
      assert.deepEqual([errors, code, receiver.refused], [[], 0, []]);
      expectAll(receiver, { protocol });
      for (const { signal, headers, compression } of receiver.requests) {
        const traces = signal === "traces";
        assert.equal(compression, signal === "metrics" ? "gzip" : "none");
        assert.equal(headers["x-tenant"], "blue sky");
        assert.equal(headers["x-upper"], "1");
        assert.equal(headers["x-both"], traces ? "traces" : "general");
        assert.equal(headers["authorization"], traces ? "Bearer a=b==" : undefined);
        assert.match(headers["user-agent"] ?? "", /OTel-OTLP-Exporter-JavaScript/i);
      }
    });
  }
});

describe("what arrives over TLS", { concurrency: 3, skip: whyNoCertificates() }, () => {
  let made: Certificates | undefined;
  const certificates = (): Certificates => made ?? assert.fail("no certificates were made");
  before(() => void (made = makeCertificates()));
  after(() => made?.remove());

  for (const protocol of protocols) {
    test(`three signals over ${protocol} with TLS`, (t) => withTls(t, protocol, certificates()));
    test(`three signals over ${protocol} with mutual TLS`, (t) =>
      withMutualTls(t, protocol, certificates()));
    test(`nothing over ${protocol} to a server of an unknown authority, and one line says so`, (t) =>
      withoutTrust(t, protocol, certificates()));
    test(`nothing over ${protocol} without the client's certificate, and one line says so`, (t) =>
      withoutClientCertificate(t, protocol, certificates()));
  }
  for (const signal of signals) {
    test(`a certificate for ${signal} alone lets ${signal} alone arrive`, (t) =>
      withOneCertificate(t, signal, certificates()));
  }
});

async function withTls(t: TestContext, protocol: Protocol, tls: Certificates): Promise<void> {
  const trust = { OTEL_EXPORTER_OTLP_CERTIFICATE: tls.authority };
  const { errors, code, receiver } = await send(t, { protocol, tls }, trust);
  assert.deepEqual([errors, code, receiver.refused], [[], 0, []]);
  expectAll(receiver, { protocol, tls });
}

async function withMutualTls(t: TestContext, protocol: Protocol, tls: Certificates): Promise<void> {
  const cell = { protocol, tls, clientCertificate: true };
  const { errors, code, receiver } = await send(t, cell, {
    OTEL_EXPORTER_OTLP_CERTIFICATE: tls.authority,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: tls.client.key,
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: tls.client.certificate,
  });
  assert.deepEqual([errors, code, receiver.refused], [[], 0, []]);
  expectAll(receiver, cell);
}

async function withoutTrust(t: TestContext, protocol: Protocol, tls: Certificates): Promise<void> {
  const trust = { OTEL_EXPORTER_OTLP_CERTIFICATE: tls.otherAuthority };
  expectOutage(await send(t, { protocol, tls }, trust), /certificate/i);
}

async function withoutClientCertificate(
  t: TestContext,
  protocol: Protocol,
  tls: Certificates,
): Promise<void> {
  const trust = { OTEL_EXPORTER_OTLP_CERTIFICATE: tls.authority };
  const run = await send(t, { protocol, tls, clientCertificate: true }, trust);
  expectOutage(run, /cannot export/);
  assert.ok(run.receiver.failedHandshakes.length > 0);
}

/** A signal whose export fails at once must not take those with it that are still on their way. */
async function withOneCertificate(
  t: TestContext,
  signal: (typeof signals)[number],
  tls: Certificates,
): Promise<void> {
  const name = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_CERTIFICATE`;
  const trust = { [name]: tls.authority };
  const { code, receiver } = await send(t, { protocol: "http/protobuf", tls }, trust);
  assert.equal(code, 0);
  const arrived = receiver.requests.map((request) => request.signal);
  assert.deepEqual(arrived, [signal]);
}

function send(t: TestContext, cell: Cell, env: Readonly<Record<string, string>>): Promise<Run> {
  const { protocol, ...options } = cell;
  const transport = protocol === "grpc" ? "grpc" : "http";
  return runWithReceiver(
    t,
    {
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_NODE_EXPERIMENTAL_SDK_METRICS: "false",
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: "runtime-node",
      ...env,
    },
    { transport, ...options },
  );
}

function expectAll(receiver: Run["receiver"], { protocol, tls, clientCertificate }: Cell): void {
  assert.deepEqual(receiver.requests.map(({ signal }) => signal).toSorted(), signals);
  assert.deepEqual(receiver.spans.map(({ name }) => name).toSorted(), ["child", "request"]);
  assert.equal(receiver.metrics.length, 3);
  assert.equal(receiver.logs.length, 1);
  for (const request of receiver.requests) {
    assert.equal(request.contentType, contentTypes[protocol]);
    assert.equal(request.tls, tls !== undefined);
    assert.equal(request.clientName, clientCertificate === true ? CLIENT_NAME : undefined);
  }
}

function expectOutage({ code, receiver, errors }: Run, cause: RegExp): void {
  assert.equal(code, 0);
  assert.deepEqual(receiver.requests, []);
  assert.match(errors[0] ?? "", /^agent-otel: cannot export .+/);
  assert.match(errors[0] ?? "", cause);
  assert.match(errors[1] ?? "", /has not worked to the end; lost: /);
  assert.equal(errors.length, 2, errors.join("\n"));
}
