import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runApplication } from "../support/application.ts";
import { makeCertificates, whyNoCertificates, type Certificates } from "../support/certificates.ts";
import { startOtlpReceiver, type OtlpReceiver } from "../support/otlp-receiver.ts";
import {
  startRealCollector,
  whyNoCollector,
  type RealCollector,
} from "../support/real-collector.ts";

const skip = whyNoCertificates() ?? whyNoCollector() ?? false;
const protocols = ["http/protobuf", "http/json", "grpc"] as const;

interface Rig {
  readonly certificates: Certificates;
  readonly receiver: OtlpReceiver;
  readonly collector: RealCollector;
}

describe("through a real Collector", { skip }, () => {
  let rig: Rig | undefined;
  const ready = (): Rig => rig ?? assert.fail("the Collector was not started");
  before(async () => {
    const certificates = makeCertificates();
    const receiver = await startOtlpReceiver();
    rig = {
      certificates,
      receiver,
      collector: await startRealCollector(certificates, receiver.url),
    };
  });
  after(async () => {
    await rig?.collector.close();
    rig?.receiver.close();
    rig?.certificates.remove();
  });

  for (const protocol of protocols) {
    for (const mutual of [false, true]) {
      test(`three signals over ${protocol} with ${mutual ? "mutual " : ""}TLS`, async () => {
        const { collector, receiver } = ready();
        const name = `${protocol} ${mutual}`;
        const env = { OTEL_SERVICE_NAME: name, ...tlsEnvironment(ready(), protocol, mutual) };
        const { code, errors } = await runApplication({ env });
        assert.deepEqual([code, errors], [0, []], collector.log.join("\n"));
        for (const items of [receiver.spans, receiver.metrics, receiver.logs]) {
          assert.ok(items.some(({ resource }) => resource["service.name"] === name));
        }
      });
    }
  }

  test("nothing without the client's certificate, and it is said", async () => {
    const { receiver } = ready();
    const { OTEL_EXPORTER_OTLP_CLIENT_KEY: _, ...env } = tlsEnvironment(ready(), "grpc", true);
    delete env["OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"];
    const { code, errors } = await runApplication({ env: { ...env, OTEL_SERVICE_NAME: "nobody" } });
    assert.equal(code, 0);
    assert.match(errors[0] ?? "", /^agent-otel: cannot export /);
    assert.ok(receiver.spans.every(({ resource }) => resource["service.name"] !== "nobody"));
  });
});

function tlsEnvironment(
  { certificates, collector }: Rig,
  protocol: (typeof protocols)[number],
  mutual: boolean,
): Record<string, string> {
  const endpoints = mutual ? collector.mutualTls : collector.tls;
  return {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: protocol === "grpc" ? endpoints.grpc : endpoints.http,
    OTEL_EXPORTER_OTLP_CERTIFICATE: certificates.authority,
    ...(mutual && {
      OTEL_EXPORTER_OTLP_CLIENT_KEY: certificates.client.key,
      OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: certificates.client.certificate,
    }),
  };
}
