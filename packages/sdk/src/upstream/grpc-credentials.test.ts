import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { networkInterfaces } from "node:os";
import { test, type TestContext } from "node:test";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { captureReport, makeSpans, otlp } from "./exporters.test.helper.ts";
import {
  type GrpcServer,
  makeKeyPair,
  startGrpcServer,
  whyNoKeyPairs,
} from "./grpc-server.test.helper.ts";
import { createOtlpExporter } from "./otlp-exporter.ts";

const require = createRequire(import.meta.url);
const skip = whyNoKeyPairs();
const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
const noIpv6 = !addresses.some(({ address }) => address === "::1") && "skipped: no IPv6 here";

interface Attempt {
  /** Whom the server's certificate is for. */
  readonly subjects: string;
  /** The host of the URL. */
  readonly host: string;
  /** Whom the trusted certificate is for; the server's own when absent. */
  readonly trusted?: string;
}

async function send(
  t: TestContext,
  { subjects, host, trusted }: Attempt,
): Promise<{ readonly server: GrpcServer; readonly error: Error | undefined }> {
  const pair = makeKeyPair(subjects);
  const other = trusted === undefined ? pair : makeKeyPair(trusted);
  const server = await startGrpcServer(pair, host === "[::1]" ? "::1" : "127.0.0.1");
  const { report } = captureReport();
  const exporter = createOtlpExporter<ReadableSpan[], SpanExporter>(
    otlp({
      protocol: "grpc",
      url: `https://${host}:${server.port}`,
      tls: { certificate: other.certificate },
      timeoutMs: 2_000,
    }),
    {
      report,
      isEnding: () => false,
      load: () => require("@opentelemetry/exporter-trace-otlp-grpc").OTLPTraceExporter,
      count: (spans) => spans.length,
    },
  );
  t.after(async () => {
    await exporter?.shutdown();
    await server.close();
    pair.remove();
    other.remove();
  });
  const error = await new Promise<Error | undefined>((resolve) => {
    exporter?.export(makeSpans(1), (result) => resolve(result.error));
  });
  return { server, error };
}

for (const [host, subjects] of [
  ["127.0.0.1", "IP:127.0.0.1"],
  ["[::1]", "IP:::1"],
] as const) {
  test(
    `gRPC over TLS reaches the address ${host}, and sends no server name`,
    { skip: skip || (host === "[::1]" && noIpv6) },
    async (t) => {
      const { server, error } = await send(t, { host, subjects });
      assert.equal(error, undefined);
      assert.deepEqual(server.calls, [
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
      ]);
      assert.deepEqual(server.serverNames, [false]);
    },
  );
}

test("gRPC over TLS to a host name sends that name", { skip }, async (t) => {
  const { server, error } = await send(t, { host: "localhost", subjects: "DNS:localhost" });
  assert.equal(error, undefined);
  assert.deepEqual(server.serverNames, ["localhost"]);
});

for (const [what, attempt, reason] of [
  [
    "for another address",
    { subjects: "IP:127.0.0.2" },
    /IP: 127\.0\.0\.1 is not in the cert's list: 127\.0\.0\.2/,
  ],
  ["for a name alone", { subjects: "DNS:localhost" }, /IP: 127\.0\.0\.1 is not in the cert's list/],
  [
    "for the address written as a name",
    { subjects: "DNS:127.0.0.1" },
    /IP: 127\.0\.0\.1 is not in the cert's list/,
  ],
  [
    "that is not trusted",
    { subjects: "IP:127.0.0.1", trusted: "IP:127.0.0.1" },
    /self-signed certificate|DEPTH_ZERO_SELF_SIGNED_CERT|certificate signature failure|UNABLE_TO_VERIFY/i,
  ],
] as const) {
  test(`a certificate ${what} is refused at an address`, { skip }, async (t) => {
    const { server, error } = await send(t, { host: "127.0.0.1", ...attempt });
    assert.match(error?.message ?? "", reason);
    assert.deepEqual(server.calls, []);
  });
}
