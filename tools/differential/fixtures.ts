import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../test/support/free-port.ts";
import { makeCertificates, type Certificates } from "../../test/support/certificates.ts";
import type { OtlpReceiver } from "../../test/support/otlp-receiver.ts";
import type { ZipkinReceiver } from "../../test/support/zipkin-receiver.ts";

/** What the placeholders of the cases stand for and no case changes. */
export interface Fixtures {
  readonly certificates: Certificates;
  /** By placeholder. */
  readonly paths: Readonly<Record<string, string>>;
  close(): void;
}

/** Makes certificates and files in a temporary folder. */
export function openFixtures(): Fixtures {
  const certificates = makeCertificates();
  const { authority, client, folder, noCertificate } = certificates;
  const empty = join(folder, "folder");
  const configFile = join(folder, "otel.yaml");
  mkdirSync(empty);
  writeFileSync(configFile, configuration);
  return {
    certificates,
    paths: {
      "<authority>": authority,
      "<client key>": client.key,
      "<client certificate>": client.certificate,
      "<folder>": empty,
      "<missing file>": join(folder, "absent"),
      "<text file>": noCertificate,
      "<config file>": configFile,
    },
    close: () => certificates.remove(),
  };
}

/** The text with what its placeholders stand for in one run. */
export async function fillIn(
  env: Readonly<Record<string, string>>,
  { fixtures, receiver, zipkin }: RunParts,
): Promise<Record<string, string>> {
  const port = String(await freePort());
  const places: readonly (readonly [string, string])[] = [
    ...Object.entries(fixtures.paths),
    ["<url>", receiver.url],
    ["<port>", String(receiver.port)],
    ["<free port>", port],
    ["<zipkin>", zipkin.url],
  ];
  const replace = (text: string): string =>
    places.reduce((filled, [place, real]) => filled.replaceAll(place, real), text);
  const filled = Object.entries(env).map(([name, text]) => [name, replace(text)] as const);
  return Object.fromEntries([...filled, ["RECEIVER", receiver.url]]);
}

export interface RunParts {
  readonly fixtures: Fixtures;
  readonly receiver: OtlpReceiver;
  readonly zipkin: ZipkinReceiver;
}

const configuration = `file_format: "1.0"
resource:
  attributes: [{ name: service.name, value: from-file }]
propagator:
  composite: [{ b3: }]
tracer_provider:
  processors: [{ batch: { exporter: { otlp_http: { endpoint: "\${RECEIVER}/v1/traces" } } } }]
`;
