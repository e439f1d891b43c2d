import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import type { TlsFiles } from "../../packages/sdk/src/config/config.ts";
import { explainFailure } from "../../packages/sdk/src/export/explain-failure.ts";
import { numberedBatch } from "./receiver-batches.ts";
import { createAuthority, type Identity } from "./receiver-certificates.ts";
import { errorOf, never, receiverFor, transportFor } from "./receiver-client.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-tls-"));
after(() => rmSync(folder, { recursive: true }));

const authority = createAuthority();
const local = authority.issue(["localhost", "127.0.0.1"]);
const ca = file("ca.pem", authority.cert);

const protocols = [
  ["http", "http/protobuf"],
  ["grpc", "grpc"],
] as const;

for (const [kind, protocol] of protocols) {
  const attempt = async (
    t: TestContext,
    { identity, host = "127.0.0.1", tls = { certificate: ca }, clientAuthority }: AttemptOptions,
  ): Promise<ReturnType<ReturnType<typeof transportFor>["send"]>> => {
    const receiver = await receiverFor(t, {
      protocol: kind,
      tls: { ...identity, ...(clientAuthority === undefined ? {} : { clientAuthority }) },
    });
    const url = receiver.url.replace("127.0.0.1", host);
    return transportFor(t, { url, protocol, tls, timeoutMs: 3000 }).send(numberedBatch(), never);
  };

  test(`${kind}: TLS to an IP address works, and to a name`, async (t) => {
    assert.equal((await attempt(t, { identity: local })).kind, "delivered");
    assert.equal((await attempt(t, { identity: local, host: "localhost" })).kind, "delivered");
  });

  test(`${kind}: a certificate for another address or name is not accepted`, async (t) => {
    const other = authority.issue(["127.0.0.2", "collector.example", "ip-address.invalid"]);
    const results = [
      await attempt(t, { identity: other }),
      await attempt(t, { identity: other, host: "localhost" }),
    ];
    for (const result of results) {
      assert.equal(result.kind === "retry" && result.unreachable, true);
      assert.match(explainFailure(errorOf(result), protocol).remedy, /OTLP_CERTIFICATE/);
    }
  });

  test(`${kind}: neither an unknown authority nor an expired certificate is accepted`, async (t) => {
    const stranger = createAuthority("stranger").issue(["127.0.0.1"]);
    const expired = authority.issue(["127.0.0.1"], { expired: true });
    const results = [
      await attempt(t, { identity: stranger }),
      await attempt(t, { identity: expired }),
      await attempt(t, { identity: local, tls: {} }),
    ];
    for (const result of results) {
      assert.equal(result.kind === "retry" && result.unreachable, true);
      assert.match(explainFailure(errorOf(result), protocol).remedy, /OTLP_CERTIFICATE/);
    }
  });

  test(`${kind}: mutual TLS works with a client certificate and only with it`, async (t) => {
    const client = authority.issue(["client"]);
    const tls = {
      certificate: ca,
      clientKey: file("client.key", client.key),
      clientCertificate: file("client.pem", client.cert),
    };
    const clientAuthority = authority.cert;
    assert.equal((await attempt(t, { identity: local, tls, clientAuthority })).kind, "delivered");
    const result = await attempt(t, { identity: local, clientAuthority });
    assert.equal(result.kind, "retry");
  });

  test(`${kind}: TLS to a port without it, and the reverse, are recognised`, async (t) => {
    const plain = await receiverFor(t, { protocol: kind });
    const secure = await receiverFor(t, { protocol: kind, tls: local });
    const url = plain.url.replace("http:", "https:");
    const toPlain = await transportFor(t, { url, protocol }).send(numberedBatch(), never);
    assert.match(explainFailure(errorOf(toPlain), protocol).remedy, /speaks no TLS/);
    const toSecure = await transportFor(t, {
      url: secure.url.replace("https:", "http:"),
      protocol,
      timeoutMs: 1000,
    }).send(numberedBatch(), never);
    assert.equal(toSecure.kind, "retry");
  });
}

test("a file that cannot be read, or holds nothing of use, is an error that names the variable", (t) => {
  const { key, cert } = authority.issue(["client"]);
  const clientKey = file("other.key", key);
  const cases: readonly (readonly [TlsFiles, RegExp])[] = [
    [
      { certificate: "absent.pem" },
      /^Error: the file "absent\.pem" cannot be read \(ENOENT\); correct OTEL_EXPORTER_OTLP_CERTIFICATE$/,
    ],
    [
      { certificate: file("text.pem", "hello") },
      /it is no PEM file\); correct OTEL_EXPORTER_OTLP_CERTIFICATE$/,
    ],
    [
      { clientKey, clientCertificate: file("cut.pem", cert.slice(0, 200)) },
      /cannot be used \(.+\); correct OTEL_EXPORTER_OTLP_CLIENT_KEY, OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE$/,
    ],
    [
      { clientKey, clientCertificate: file("wrong.pem", authority.issue(["x"]).cert) },
      /cannot be used \(.+\); correct/,
    ],
  ];
  for (const [tls, message] of cases) {
    assert.throws(() => transportFor(t, { url: "https://127.0.0.1:1", tls }), message);
  }
});

interface AttemptOptions {
  readonly identity: Identity;
  readonly host?: string;
  readonly tls?: TlsFiles;
  readonly clientAuthority?: string;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
