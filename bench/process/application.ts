import { join } from "node:path";
import type { Contender, Signals } from "../contenders.ts";
import { startChild } from "./child.ts";

/** What the application's process has used and made since its start. */
export interface Usage {
  /** CPU time of all threads, user and system, in microseconds. */
  readonly cpuMicros: number;
  /** Resident set, in bytes. */
  readonly rss: number;
  /** Spans that the application itself made. */
  readonly made: number;
}

/** What the event loop went through while it was watched; app/event-loop.mjs says what it means. */
export interface LoopWatch {
  readonly stallMs: number;
  readonly stretchMs: number;
}

/** How {@link Application.spans} makes its spans. */
interface SpanPlan {
  readonly traces: number;
  readonly spansPerTrace: number;
  /** Spans between two pauses. */
  readonly chunk: number;
  readonly pauseMs: number;
}

/** How {@link Application.chats} calls a model. */
interface ChatPlan {
  readonly calls: number;
  /** Whether the answers are streamed, in 100 chunks. */
  readonly streamed: boolean;
}

/** The application under one contender, running. */
export interface Application {
  readonly contender: Contender;
  readonly pid: number;
  readonly port: number;
  usage(): Promise<Usage>;
  watch(): Promise<void>;
  unwatch(): Promise<LoopWatch>;
  /** Has the contender send what it holds; gives why it did not, if it did not. */
  flush(): Promise<string | undefined>;
  spans(plan: SpanPlan): Promise<void>;
  /** Calls a model through its client; only where `openai` is installed. */
  chats(plan: ChatPlan): Promise<void>;
  /** Files loaded; only with `countModules`. */
  modules(): Promise<number>;
  stop(): Promise<void>;
}

/** Where and how the application is to run. */
export interface ApplicationOptions {
  readonly contender: Contender;
  /** The folder that has the application's files. */
  readonly folder: string;
  readonly receiverUrl: string;
  readonly targetUrl: string;
  readonly signals: Signals;
  readonly countModules: boolean;
  readonly signal: AbortSignal;
}

/** Starts the application; it listens when this resolves. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { contender, folder, signal } = options;
  const imports = [...(options.countModules ? ["./count-modules.mjs"] : []), ...contender.imports];
  const child = await startChild({
    name: contender.name,
    args: [...imports.flatMap((module) => ["--import", module]), join(folder, "app.mjs")],
    cwd: folder,
    env: environment(options),
    signal,
  });
  // The casts below: app/app.mjs answers so.
  /* oxlint-disable typescript/no-unsafe-type-assertion */
  return {
    contender,
    pid: child.pid,
    port: child.ready as number,
    usage: async () => (await child.ask("usage")) as Usage,
    watch: async () => void (await child.ask("watch")),
    unwatch: async () => (await child.ask("unwatch")) as LoopWatch,
    flush: async () => ((await child.ask("flush")) as { problem?: string }).problem,
    spans: async (plan) => void (await child.ask("spans", { options: plan })),
    chats: async (plan) => void (await child.ask("chats", { options: plan })),
    modules: async () => ((await child.ask("modules")) as { files: number }).files,
    stop: () => child.stop(),
  };
  /* oxlint-enable typescript/no-unsafe-type-assertion */
}

function environment({
  contender,
  receiverUrl,
  targetUrl,
  signals,
}: ApplicationOptions): Record<string, string> {
  const { PATH, HOME, AGENT_OTEL_ENGINE } = process.env;
  return {
    NODE_ENV: "production",
    BENCH_TARGET_URL: targetUrl,
    ...(PATH === undefined ? {} : { PATH }),
    ...(HOME === undefined ? {} : { HOME }),
    ...contender.env(receiverUrl, signals),
    ...(contender.name === "ours" && AGENT_OTEL_ENGINE !== undefined ? { AGENT_OTEL_ENGINE } : {}),
  };
}
