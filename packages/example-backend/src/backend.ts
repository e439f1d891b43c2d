import type { Logger } from "pino";
import { createAgent } from "./agent/agent.ts";
import { createConversations } from "./agent/conversations.ts";
import { createChatModel } from "./agent/model.ts";
import { createApp } from "./app.ts";
import type { BackendConfig, ModelConfig } from "./config.ts";
import { entryFile } from "./process/entry-file.ts";
import { startDemoModel } from "./process/start-demo-model.ts";
import { openDatabase } from "./store/database.ts";
import { connectMcpTools } from "./tools/mcp-tools.ts";
import { createOrderLookup } from "./tools/order-lookup.ts";
import { createSearchKnowledge } from "./tools/search-knowledge.ts";

export interface Backend {
  /** Where it listens. */
  readonly url: string;
  /** The model endpoint without credentials, for the log. */
  readonly modelUrl: string;
  /** Finishes the requests that are being answered, then closes everything. It does not throw. */
  close(): Promise<void>;
}

/** How long `close` waits for answers that are still being made before it gives them up. */
const closeGraceMs = 10_000;
/** The most that one answer may take: a few slow model calls, but not all eight steps at their limit. */
const answerTimeoutMs = 120_000;

/**
 * Starts the database, the demo model if no other is configured, the calculator, and the HTTP server.
 *
 * @throws when one of them cannot be started; the others are closed then.
 */
export async function startBackend(config: BackendConfig, logger: Logger): Promise<Backend> {
  const owned = createOwned(logger);
  const closing = new AbortController();
  try {
    const database = openDatabase(new Date());
    owned.add("database", () => database.close());
    const { modelUrl, ...endpoint } = await openModelEndpoint(config.model, owned);
    const calculator = await connectMcpTools({
      name: "calculator",
      command: process.execPath,
      args: [...config.calculator.preloadFlags, entryFile("calculator-server")],
      environment: config.calculator.environment,
      logger,
    });
    owned.add("calculator", () => calculator.close());

    const { name, timeoutMs } = config.model;
    const agent = createAgent({
      model: createChatModel({ ...endpoint, name, timeoutMs }),
      tools: [createOrderLookup(database), createSearchKnowledge(database), ...calculator.tools],
      conversations: createConversations(),
      logger,
    });
    const app = await createApp({
      logger,
      chat: { agent, closing: closing.signal, timeoutMs: answerTimeoutMs },
      checks: { database: () => database.isOpen, calculator: () => calculator.isConnected() },
    });
    owned.add("HTTP server", () => app.close());
    const url = await app.listen({ host: config.host, port: config.port });
    return { url, modelUrl, close: () => closeWithin(closeGraceMs, closing, owned) };
  } catch (error) {
    await owned.close();
    throw error;
  }
}

async function openModelEndpoint(model: ModelConfig, owned: Owned): Promise<ModelEndpoint> {
  if (model.kind === "remote") {
    const { baseUrl, apiKey } = model;
    const { origin, pathname } = new URL(baseUrl);
    return { baseUrl, apiKey, modelUrl: origin + pathname };
  }
  const demo = await startDemoModel();
  owned.add("demo model", () => demo.close());
  return { baseUrl: demo.baseUrl, apiKey: "demo", modelUrl: demo.baseUrl };
}

interface ModelEndpoint {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly modelUrl: string;
}

async function closeWithin(graceMs: number, closing: AbortController, owned: Owned): Promise<void> {
  const timer = setTimeout(() => closing.abort(), graceMs);
  try {
    await owned.close();
  } finally {
    clearTimeout(timer);
  }
}

/** The open parts of the backend, closed in the opposite order of their opening. */
interface Owned {
  add(name: string, close: () => void | Promise<void>): void;
  /** Closes all of them, also when one fails: that is logged. */
  close(): Promise<void>;
}

function createOwned(logger: Logger): Owned {
  const parts: { name: string; close: () => void | Promise<void> }[] = [];
  return {
    add: (name, close) => void parts.push({ name, close }),
    close: async () => {
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- the server ends before what it uses
          await part.close();
        } catch (err) {
          logger.error({ err, part: part.name }, "a part of the backend could not be closed");
        }
      }
    },
  };
}
