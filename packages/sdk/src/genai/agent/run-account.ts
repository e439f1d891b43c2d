import type { AttributeRecord, CallKind, CallObserver } from "@agent-otel/semconv-genai";
import { argumentHash } from "./argument-hash.ts";

/** What a run came to. Times are in seconds and add up to the duration of the run. */
export interface RunFigures {
  readonly steps: number;
  readonly toolCalls: number;
  readonly repeatedToolCalls: number;
  readonly modelTime: number;
  readonly toolTime: number;
  readonly waitTime: number;
  /** Each undefined where no call told it. */
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly cacheWriteTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  /** Part of the input tokens that came from a cache, among the calls that told it. */
  readonly cacheRatio: number | undefined;
  /** Of the last model call. */
  readonly finishReasons: readonly string[];
}

/**
 * Adds up what happens inside an agent run, in memory that does not grow with its length. At each moment the run is in
 * one of three states: a model works; else a tool works; else it waits. So parallel calls are not counted twice, and
 * the three times add up to the duration.
 */
export class RunAccount implements CallObserver {
  /** Calls that are under way. */
  readonly #open = { model: 0, tool: 0 };
  readonly #times = { model: 0, tool: 0, wait: 0 };
  #since: number = performance.now();
  #steps = 0;
  readonly #tools = new ToolCalls();
  readonly #tokens = new TokenSums();
  #finishReasons: readonly string[] = [];

  began(kind: CallKind): void {
    this.#pass();
    this.#open[work(kind)] += 1;
    if (kind === "inference") this.#steps += 1;
  }

  ended(kind: CallKind, known: AttributeRecord): void {
    this.#pass();
    this.#open[work(kind)] -= 1;
    if (kind !== "inference") return;
    this.#tokens.add(known);
    this.#finishReasons = texts(known["gen_ai.response.finish_reasons"]);
  }

  toolCalled(name: string | undefined, read: (() => unknown) | undefined): void {
    this.#tools.add(name, read);
  }

  /** All so far. */
  figures(): RunFigures {
    this.#pass();
    const { model, tool, wait } = this.#times;
    return {
      steps: this.#steps,
      toolCalls: this.#tools.all,
      repeatedToolCalls: this.#tools.repeated,
      modelTime: model / 1000,
      toolTime: tool / 1000,
      waitTime: wait / 1000,
      ...this.#tokens.figures(),
      finishReasons: this.#finishReasons,
    };
  }

  /** Books the time since the last change. */
  #pass(): void {
    const now = performance.now();
    const { model, tool } = this.#open;
    this.#times[model > 0 ? "model" : tool > 0 ? "tool" : "wait"] += now - this.#since;
    this.#since = now;
  }
}

/** As `genai/fields.ts` reads fields; that is published in one file with the pipeline, which is not needed here. */
function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_REASONS).filter((item) => typeof item === "string");
}

/** A model that gives more answers at once has a limit of its own. */
const MOST_REASONS = 128;

function work(kind: CallKind): "model" | "tool" {
  return kind === "inference" || kind === "model" ? "model" : "tool";
}

/** Counts tool calls, and those that were made before. */
class ToolCalls {
  all = 0;
  repeated = 0;
  readonly #seen = new Set<number>();

  add(name: string | undefined, read: (() => unknown) | undefined): void {
    this.all += 1;
    const hash = read === undefined ? undefined : argumentHash(name ?? "", read());
    if (hash === undefined) return;
    if (this.#seen.has(hash)) this.repeated += 1;
    else if (this.#seen.size < MOST_HASHES) this.#seen.add(hash);
  }
}

/** Calls beyond that are compared with these, but not with each other. */
const MOST_HASHES = 4096;

class TokenSums {
  #input: number | undefined;
  #output: number | undefined;
  #cacheRead: number | undefined;
  #cacheWrite: number | undefined;
  #reasoning: number | undefined;
  /** Input of the calls that told how much of it was cached. */
  #comparable = 0;

  add(known: AttributeRecord): void {
    const input = count(known["gen_ai.usage.input_tokens"]);
    const cached = count(known["gen_ai.usage.cache_read.input_tokens"]);
    this.#input = sum(this.#input, input);
    this.#output = sum(this.#output, count(known["gen_ai.usage.output_tokens"]));
    this.#cacheRead = sum(this.#cacheRead, cached);
    this.#cacheWrite = sum(this.#cacheWrite, count(known["gen_ai.usage.cache_write.input_tokens"]));
    this.#reasoning = sum(this.#reasoning, count(known["gen_ai.usage.reasoning.output_tokens"]));
    if (cached !== undefined) this.#comparable += input ?? 0;
  }

  figures(): Pick<
    RunFigures,
    | "inputTokens"
    | "outputTokens"
    | "cacheReadTokens"
    | "cacheWriteTokens"
    | "reasoningTokens"
    | "cacheRatio"
  > {
    return {
      inputTokens: this.#input,
      outputTokens: this.#output,
      cacheReadTokens: this.#cacheRead,
      cacheWriteTokens: this.#cacheWrite,
      reasoningTokens: this.#reasoning,
      cacheRatio:
        this.#comparable > 0 ? Math.min(1, (this.#cacheRead ?? 0) / this.#comparable) : undefined,
    };
  }
}

function sum(total: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? total : (total ?? 0) + more;
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
