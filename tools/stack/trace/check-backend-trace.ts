import { randomBytes } from "node:crypto";
import { poll } from "../run/poll.ts";
import type { StackSettings } from "../settings.ts";
import { askBackend, startExampleBackend } from "./example-backend.ts";
import type { BackendAnswer } from "./example-backend.ts";
import { findProblems } from "./find-problems.ts";
import type { Expectation, ExpectedSpan } from "./find-problems.ts";
import type { Protocol } from "./protocol.ts";
import { readStoredTrace } from "./stored-trace.ts";
import type { StoredTrace } from "./stored-trace.ts";

/** One question through the whole stack, and what became of it. */
export interface CheckedTrace {
  readonly traceId: string;
  readonly trace: StoredTrace;
  /** What is wrong with the trace; empty when it is right. */
  readonly problems: readonly string[];
  /** Texts of the question and the answer that must not be in any telemetry. */
  readonly secrets: readonly string[];
  /** Everything the backend has written to stdout and stderr. */
  readonly output: string;
}

/** The tool of the example backend that is served over MCP. */
const MCP_TOOL = "calculate";
/** The tools that the question needs, so that every kind of span comes up. */
const TOOLS = ["order_lookup", "search_knowledge", MCP_TOOL];

/** Longest wait for the whole trace; measured: 0.5 s. */
const TRACE_MS = 20_000;

/**
 * Starts the example backend, asks it one question, ends it (so that everything is sent), and
 * reads the trace back from Tempo until it is whole.
 */
export async function checkBackendTrace(
  settings: StackSettings,
  protocol: Protocol,
  signal: AbortSignal,
): Promise<CheckedTrace> {
  // A word that is nowhere else: when it turns up in telemetry, the question did.
  const marker = `marker${randomBytes(6).toString("hex")}`;
  const question = `Where is order 1042, what is your policy on returns, and what is 23% of 318.40? ${marker}`;
  const backend = await startExampleBackend(settings, { protocol }, signal);
  let asked: BackendAnswer;
  let output = "";
  try {
    asked = await askBackend(backend, question);
  } finally {
    output = await backend.stop();
  }
  const { traceId, answer, tools } = asked;
  const missing = TOOLS.filter((tool) => !tools.includes(tool));
  const secrets = [marker, "policy on returns", "23% * 318.40", ...phrases(answer)];
  const expectation = { spans: expectedSpans(tools), secrets };
  const trace = await readWholeTrace(settings.ports.tempo, traceId, expectation, signal);
  const problems = [
    ...missing.map((tool) => `The agent did not call ${tool}, so its spans were not checked.`),
    ...findProblems(trace, expectation),
  ];
  return { traceId, trace, problems, secrets, output };
}

function expectedSpans(tools: readonly string[]): readonly ExpectedSpan[] {
  const count = (tool: string): number => tools.filter((name) => name === tool).length;
  const executed = [...new Set(tools)].map((tool) =>
    exactly(`execute_tool ${tool}`, "INTERNAL", count(tool)),
  );
  return [
    exactly("POST /v1/chat", "SERVER", 1),
    beginning("invoke_agent ", "INTERNAL", 1),
    // Once to choose the tools, once to answer.
    beginning("chat ", "CLIENT", 2),
    ...executed,
    // The client's call has no span of its own inside execute_tool (docs/decisions/041-mcp-spans.md).
    exactly(`tools/call ${MCP_TOOL}`, "SERVER", count(MCP_TOOL)),
  ];
}

function exactly(name: string, kind: string, atLeast: number): ExpectedSpan {
  return { what: name, matches: (other) => other === name, kind, atLeast };
}

/** A name with something after its beginning: which agent or model it is, is for the user to say. */
function beginning(start: string, kind: string, atLeast: number): ExpectedSpan {
  const matches = (name: string): boolean => name.startsWith(start) && name.length > start.length;
  return { what: `${start}…`, matches, kind, atLeast };
}

/** Runs of words of an answer that are long enough not to occur by chance. */
function phrases(answer: string): readonly string[] {
  return answer
    .split(/[.:;,()\n]\s*/u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase.length >= 12);
}

/**
 * Spans of one trace arrive in several parts (backend and calculator send for themselves). Whole is
 * the first state without a problem that two reads in a row agree on; at the deadline the last one.
 */
async function readWholeTrace(
  tempoPort: number,
  traceId: string,
  expectation: Expectation,
  signal: AbortSignal,
): Promise<StoredTrace> {
  let last: StoredTrace = { spans: [], texts: [] };
  const whole = await poll(
    async () => {
      const before = last.spans.length;
      last = await readStoredTrace(tempoPort, traceId);
      const steady = last.spans.length === before && before > 0;
      return steady && findProblems(last, expectation).length === 0 ? last : undefined;
    },
    { everyMs: 250, deadlineMs: TRACE_MS, signal },
  );
  return whole ?? last;
}
