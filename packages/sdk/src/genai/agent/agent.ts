import {
  callObserver,
  guard,
  observeCalls,
  observeStream,
  startInvokeAgent,
} from "@agent-otel/semconv-genai";
import type {
  AgentOperation,
  AgentRequest,
  AttributeRecord,
  GenAiProviderName,
  InputMessages,
  OutputMessages,
} from "@agent-otel/semconv-genai";
import { context, trace } from "@opentelemetry/api";
import type { Context, SpanContext } from "@opentelemetry/api";
import { given } from "./given.ts";
import { liveSignal } from "./live-signal.ts";
import { nameConversations } from "./name-conversation.ts";
import { RunAccount } from "./run-account.ts";
import { runIn } from "./run-in.ts";
import type { Running } from "./run-in.ts";
import { recordRun } from "./run-metrics.ts";
import { runSummary } from "./run-summary.ts";
import { stopReason } from "./stop-reason.ts";

/** What {@link agent} records about a run. */
export interface AgentOptions {
  /** Name of the agent; part of the span name, so one of few. */
  readonly name: string;
  /** Identifier of the agent. */
  readonly id?: string | undefined;
  /** What the agent is for, in your words. */
  readonly description?: string | undefined;
  /** Conversation that the run belongs to. @default that of the run or {@link conversation} around it */
  readonly conversationId?: string | undefined;
  /** Model the agent uses, when it is always the same. */
  readonly model?: string | undefined;
  /** Provider of that model. */
  readonly provider?: GenAiProviderName | undefined;
  /** What the agent is asked. Only called where contents are captured. */
  readonly input?: (() => InputMessages) | undefined;
  /** Ends the span as cancelled when it aborts; what `run` does then is its own affair. */
  readonly signal?: AbortSignal | undefined;
}

/** A run of an agent, for the code that is the agent. */
export interface AgentRun {
  /** The span of the run; undefined where none is recorded. */
  readonly spanContext: SpanContext | undefined;
  /**
   * Says why the run ends, in one of few words such as `step_limit` or `needs_approval`.
   * @default what is known: see `agent_otel.run.stop_reason` in docs/genai.md
   */
  stop(reason: string): void;
  /** Tells the answer; `read` is only called where contents are captured. */
  output(read: () => OutputMessages): void;
  /** The same chunks; the run then ends when they have been read, fail, are left early or are never read. */
  stream<Chunk>(chunks: AsyncIterable<Chunk>): AsyncIterable<Chunk>;
}

/**
 * Runs an agent inside a span `invoke_agent {name}` and records its duration and calls. Model calls, tools, MCP requests
 * and searches made by `run` become children and carry the conversation id. The span of an agent that no other agent
 * runs also gets a summary of all that happened inside it: steps, times, tokens, repeated tool calls, stop reason.
 *
 * @returns What `run` returns, in kind too: a value at once, a promise, or a generator, whose steps are part of the run.
 * @throws What `run` throws, the same object; the span then has an error status and the error's class.
 *
 * @example
 * const answer = await agent({ name: "support", conversationId }, async (run) => {
 *   for (let step = 0; step < 8; step += 1) {
 *     const reply = await askModel();
 *     if (reply.toolCalls.length === 0) return reply.text;
 *     await Promise.all(reply.toolCalls.map((call) => tool({ name: call.name, callId: call.id }, () => execute(call))));
 *   }
 *   run.stop("step_limit");
 *   return undefined;
 * });
 */
export function agent<T>(options: AgentOptions, run: (run: AgentRun) => PromiseLike<T>): Promise<T>;
export function agent<T>(options: AgentOptions, run: (run: AgentRun) => T): T;
export function agent<T>(options: AgentOptions, run: (run: AgentRun) => T): T {
  const running = start(options);
  return runIn(running, () => run(running));
}

function start(options: AgentOptions): RunningAgent {
  const around = context.active();
  nameConversations();
  const about = given(options);
  const request = { ...about, signal: liveSignal(about.signal) };
  return callObserver(around) === undefined
    ? startRoot(request, around, about.signal)
    : new RunningAgent(startInvokeAgent(request), around);
}

/** The outermost agent: it adds up what happens inside, where anybody would see that. */
function startRoot(
  request: AgentRequest,
  around: Context,
  signal: AbortSignal | undefined,
): RunningAgent {
  const summary = (failure: string | undefined): AttributeRecord => {
    const figures = running.account?.figures();
    if (figures === undefined) return {};
    const { finishReasons } = figures;
    const aborted = signal?.aborted === true;
    const reason = stopReason({ said: running.said, aborted, failure, finishReasons });
    const { context: at } = running;
    guard(() => recordRun(figures, { agent: request.name, stopReason: reason, context: at }));
    return runSummary(figures, reason);
  };
  const operation = startInvokeAgent({ ...request, summary });
  const account = operation.wanted ? new RunAccount() : undefined;
  const running = new RunningAgent(operation, around, account);
  return running;
}

class RunningAgent implements AgentRun, Running {
  readonly context: Context;
  readonly spanContext: SpanContext | undefined;
  readonly account: RunAccount | undefined;
  readonly #operation: AgentOperation;
  said: string | undefined;
  streaming = false;

  constructor(operation: AgentOperation, around: Context, account?: RunAccount) {
    this.#operation = operation;
    this.account = account;
    const { context: inside } = operation;
    this.context = account === undefined ? inside : observeCalls(inside, account);
    const span = trace.getSpan(inside);
    this.spanContext = span === trace.getSpan(around) ? undefined : span?.spanContext();
  }

  stop(reason: string): void {
    this.said = reason;
  }

  output(read: () => OutputMessages): void {
    this.#operation.output(read);
  }

  stream<Chunk>(chunks: AsyncIterable<Chunk>): AsyncIterable<Chunk> {
    this.streaming = true;
    return observeStream(chunks, {
      chunk: () => {},
      left: (how) => this.left(how),
      end: (...error) => this.end(...error),
    });
  }

  left(how: "cancelled" | "abandoned"): void {
    this.said ??= how;
  }

  end(error?: unknown): void {
    this.#operation.end(error);
  }
}
