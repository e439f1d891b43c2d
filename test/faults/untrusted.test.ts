import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Cell, runCell } from "./cell.ts";
import { expectAll, expectNothing } from "./cell-expectations.ts";
import { createAuthority } from "./receiver-certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-untrusted-"));
after(() => rmSync(folder, { recursive: true }));

const authority = createAuthority();
const certificate = join(folder, "ca.pem");
writeFileSync(certificate, authority.cert);
const trusting = { OTEL_EXPORTER_OTLP_CERTIFICATE: certificate };
const good = authority.issue(["127.0.0.1"]);

/** Connections that come about with nobody, or not with whom they should. */
const faults: Readonly<Record<string, Partial<Cell> & { readonly told: RegExp }>> = {
  "a certificate of an unknown authority": {
    tls: createAuthority("stranger").issue(["127.0.0.1"]),
    env: trusting,
    told: /OTEL_EXPORTER_OTLP_CERTIFICATE/,
  },
  "no authority to trust": { tls: good, told: /OTEL_EXPORTER_OTLP_CERTIFICATE/ },
  "a certificate that has expired": {
    tls: authority.issue(["127.0.0.1"], { expired: true }),
    env: trusting,
    told: /expired.*OTEL_EXPORTER_OTLP_CERTIFICATE/,
  },
  "a certificate for another host": {
    tls: authority.issue(["127.0.0.2", "collector.example"]),
    env: trusting,
    told: /OTEL_EXPORTER_OTLP_CERTIFICATE/,
  },
  "a client certificate that is missing": {
    tls: { ...good, clientAuthority: authority.cert },
    env: trusting,
    told: /certificate/,
  },
  "plain text to a port with TLS": {
    tls: good,
    endpoint: (url) => url.replace("https:", "http:"),
    told: /if it wants TLS, write https:\/\//,
  },
  "TLS to a port without it": {
    endpoint: (url) => url.replace("http:", "https:"),
    told: /http:\/\/ instead of https:\/\//,
  },
};

for (const protocol of ["http/protobuf", "grpc"] as const) {
  describe(`${protocol}: nothing is sent to whom cannot be trusted`, { concurrency: 4 }, () => {
    for (const [name, { told, ...cell }] of Object.entries(faults)) {
      test(name, async (t) => {
        const ended = await runCell(t, { protocol, ...cell });
        expectNothing(ended, told);
        assert.deepEqual(ended.receiver.seen, []);
      });
    }

    test("but everything to a server of the authority", async (t) => {
      const ended = await runCell(t, { protocol, tls: good, env: trusting });
      expectAll(ended);
      assert.deepEqual(ended.lines, []);
    });
  });
}
