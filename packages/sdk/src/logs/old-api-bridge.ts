import type { LoggerProvider } from "@opentelemetry/api";

/** Where `@opentelemetry/api-logs`, the package of its own that the logs API was before API 1.10, looks for a provider. */
const OLD_KEY: symbol = Symbol.for("io.opentelemetry.js.api.logs");

/** The version of the provider's interface that it asks for. */
const OLD_VERSION = 1;

/**
 * Gives the provider to code that uses the old package too (winston's transport and others do), whose records would
 * be lost without a word: it has a global of its own. Leaves it alone when somebody has registered a provider there.
 * Gives a function that takes the bridge away again.
 */
export function bridgeOldLogsApi(provider: LoggerProvider): () => void {
  if (Reflect.get(globalThis, OLD_KEY) !== undefined) return () => {};
  const give = (version: number): LoggerProvider | undefined =>
    version === OLD_VERSION ? provider : undefined;
  Reflect.set(globalThis, OLD_KEY, give);
  return () => {
    if (Reflect.get(globalThis, OLD_KEY) === give) Reflect.deleteProperty(globalThis, OLD_KEY);
  };
}
