import { observeChannel } from "../channel.ts";
import type { UndiciRequest } from "../http/undici-request.ts";
import type { CoverageParts } from "./coverage.ts";

/**
 * Watches for requests of model clients that were imported before the hooks: Node.js lists ES modules nowhere, and what
 * they send is all there is to see of them. They name themselves in it.
 *
 * @param found Called once for each such package, after it was noted as loaded.
 */
export function watchEarlyClients({ loaded, hooks }: CoverageParts, found: () => void): void {
  const pending = new Map(CLIENTS);
  const stop = observeChannel<{ readonly request: UndiciRequest }>(
    "undici:request:create",
    "@agent-otel/sdk/instrument",
    ({ request }) => {
      const [, product = "", version] = PRODUCT.exec(userAgent(request) ?? "") ?? [];
      const name = pending.get(product);
      if (name === undefined || version === undefined) return;
      for (const [other, client] of pending) if (client === name) pending.delete(other);
      if (pending.size === 0) stop();
      // One that the hooks have seen may also send what is no call to a model.
      if (hooks?.patcher.hasPatchedPackage(name) === true) return;
      loaded.noteEarly(name, version);
      found();
    },
  );
}

/** The packages of the clients, by the names that they give themselves. */
const CLIENTS: readonly (readonly [product: string, name: string])[] = [
  ["OpenAI", "openai"],
  ["AzureOpenAI", "openai"],
  ["BedrockOpenAI", "openai"],
  ["Anthropic", "@anthropic-ai/sdk"],
];

const PRODUCT = /^(\w+)\/JS (\d[\w.-]*)/;

function userAgent({ headers }: UndiciRequest): string | undefined {
  if (typeof headers === "string") return undefined;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index];
    if (typeof name !== "string" || name.length !== NAME.length) continue;
    const value = headers[index + 1];
    if (name.toLowerCase() === NAME) return typeof value === "string" ? value : undefined;
  }
  return undefined;
}

const NAME = "user-agent";
