import { startApplication, type Application } from "../../test/support/application.ts";
import { startOtlpReceiver, type OtlpReceiver } from "../../test/support/otlp-receiver.ts";
import { startZipkinReceiver } from "../../test/support/zipkin-receiver.ts";
import { poll } from "../stack/run/poll.ts";
import { rootsOf, type Case, type Observation } from "./case.ts";
import { describeOutcome } from "./describe-outcome.ts";
import { fillIn, type Fixtures } from "./fixtures.ts";

/** The SDKs that are compared, by the module that is loaded before the application. */
export const preloads = {
  upstream: new URL("upstream.mjs", import.meta.url).href,
  agentOtel: import.meta.resolve("@agent-otel/sdk/register"),
} as const;

/** Longer than any time limit of either SDK (10 s), on a busy machine too. */
const DEADLINE_MS = 20_000;
/** Longer than the delays that are asked for, shorter than every default. */
const RUNNING_MS = 800;

/** Runs one case with one SDK, in a process of its own and with receivers of its own. */
export async function observe(
  oneCase: Case,
  sdk: keyof typeof preloads,
  fixtures: Fixtures,
): Promise<Observation> {
  const { variable, value, beside, scene } = oneCase;
  const receiver = await openReceiver(oneCase, fixtures);
  const zipkin = await startZipkinReceiver();
  try {
    const given = variable === "" ? beside : { ...beside, [variable]: value };
    const env = await fillIn(given, { fixtures, receiver, zipkin });
    const application = startApplication({
      env: { ...scene.application, APP_ROOTS: String(rootsOf(scene)), ...env },
      preload: preloads[sdk],
      deadlineMs: DEADLINE_MS,
      stay: scene.whileRunning !== undefined || scene.scrape !== undefined,
    });
    const running = {
      ...(await lookWhileRunning(oneCase, application, receiver)),
      ...(await scrape(oneCase, application, env)),
    };
    application.endInput();
    const ended = await application.ended;
    return { ...running, ...describeOutcome({ variable, scene, ended, receiver, zipkin }) };
  } finally {
    receiver.close();
    zipkin.close();
  }
}

function openReceiver({ scene }: Case, { certificates }: Fixtures): Promise<OtlpReceiver> {
  const { transport = "http", security = "none", silent = false, paths = {} } = scene;
  const clientCertificate = security === "mutual TLS";
  const options = { transport, silent, paths, clientCertificate };
  return startOtlpReceiver(security === "none" ? options : { ...options, tls: certificates });
}

async function lookWhileRunning(
  { scene }: Case,
  application: Application,
  receiver: OtlpReceiver,
): Promise<Observation> {
  const { whileRunning: signal } = scene;
  if (signal === undefined) return {};
  await application.line(/^seen: /);
  const sent = receiver.until((got) => got.requestsOf(signal).length > 0, RUNNING_MS);
  return sent.then(
    () => ({ "while it runs": `${signal} are sent` }),
    () => ({ "while it runs": `no ${signal} within ${RUNNING_MS} ms` }),
  );
}

async function scrape(
  { scene }: Case,
  application: Application,
  env: Readonly<Record<string, string>>,
): Promise<Observation> {
  if (scene.scrape === undefined) return {};
  await application.line(/^seen: /);
  const given = env["OTEL_EXPORTER_PROMETHEUS_PORT"] ?? "";
  // A bad port is 9464 for both, by the specification.
  const port = /^\d{2,5}$/.test(given) && Number(given) < 65_536 ? given : "9464";
  const url = `http://${scene.scrape}:${port}/metrics`;
  const ask = (): Promise<string | undefined> => fetch(url).then(readPage, () => undefined);
  const page = await poll(ask, { everyMs: 50, deadlineMs: 1500 });
  return { "Prometheus page": page ?? "none" };
}

async function readPage(response: Response): Promise<string> {
  const text = await response.text();
  return text.includes("application_requests") ? "has the metrics" : "is empty";
}
