import type { TestContext } from "node:test";
import {
  runApplication,
  type ApplicationOptions,
  type EndedApplication,
} from "../support/application.ts";
import {
  startOtlpReceiver,
  type OtlpReceiver,
  type OtlpReceiverOptions,
} from "../support/otlp-receiver.ts";

/** An application that has ended, and what its receiver got of it. */
export interface Run extends EndedApplication {
  readonly receiver: OtlpReceiver;
}

/**
 * Runs the application with a receiver of its own, to which OTEL_EXPORTER_OTLP_ENDPOINT points unless `env` says
 * otherwise; each text of `env` may name the receiver as `{url}` and `{port}`.
 */
export async function runWithReceiver(
  t: TestContext,
  env: Readonly<Record<string, string>> = {},
  options: OtlpReceiverOptions & Omit<ApplicationOptions, "env"> = {},
): Promise<Run> {
  const receiver = await openReceiver(t, options);
  return { ...(await runApplication({ ...options, env: withReceiver(env, receiver) })), receiver };
}

/** A receiver that is closed after the test. */
export async function openReceiver(
  t: TestContext,
  options: OtlpReceiverOptions = {},
): Promise<OtlpReceiver> {
  const receiver = await startOtlpReceiver(options);
  t.after(() => receiver.close());
  return receiver;
}

/** The environment for an application that exports to the receiver. */
export function withReceiver(
  env: Readonly<Record<string, string>>,
  { url, port }: OtlpReceiver,
): Record<string, string> {
  const entries = Object.entries({ OTEL_EXPORTER_OTLP_ENDPOINT: url, ...env });
  return Object.fromEntries(
    entries.map(([name, text]) => [
      name,
      text.replaceAll("{url}", url).replaceAll("{port}", String(port)),
    ]),
  );
}
