import type { TestContext } from "node:test";
import type { OtlpConfig } from "../../packages/sdk/src/config/config.ts";
import { createTransport } from "../../packages/sdk/src/export/transport/create-transport.ts";
import type { ProxySettings } from "../../packages/sdk/src/export/transport/proxy.ts";
import type { Transport } from "../../packages/sdk/src/export/transport/transport.ts";
import { type Receiver, type ReceiverOptions, startReceiver } from "./receiver.ts";

/** A signal that is never aborted. */
export const never: AbortSignal = new AbortController().signal;

/** Starts a receiver that ends with the test. */
export async function receiverFor(
  t: TestContext,
  options: ReceiverOptions = {},
): Promise<Receiver> {
  const receiver = await startReceiver(options);
  t.after(() => receiver.down());
  return receiver;
}

/** Creates the transport for the traces of an endpoint; it ends with the test. */
export function transportFor(
  t: TestContext,
  {
    url,
    protocol = "http/protobuf",
    proxies,
    ...config
  }: Partial<OtlpConfig> & { url: string; proxies?: ProxySettings },
): Transport {
  const defaults = { headers: {}, timeoutMs: 5000, compression: "none", tls: {} } as const;
  const transport = createTransport(
    {
      kind: "otlp",
      signal: "traces",
      protocol,
      url: protocol === "grpc" || url.includes("/v1/") ? url : `${url}/v1/traces`,
      ...defaults,
      ...config,
    },
    proxies,
  );
  t.after(() => transport.close());
  return transport;
}

/** The error of an attempt that did not succeed. */
export function errorOf(result: Awaited<ReturnType<Transport["send"]>>): Error {
  if (result.kind === "delivered") throw new Error("it was delivered");
  return result.error;
}
