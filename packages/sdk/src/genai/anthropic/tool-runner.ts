import { guard, startExecuteTool } from "@agent-otel/semconv-genai";
import type { ToolCall } from "@agent-otel/semconv-genai";
import { fields, isFields, list, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { runTool } from "../run-tool.ts";
import type { NoteToolUse } from "./messages-api.ts";
import { hasNativeSpans } from "./native-tracer.ts";

/**
 * Has a tool runner run each tool inside a span `execute_tool {name}`. Its tools are replaced by ones that do the same:
 * the runner calls `run` on them, and sends the rest of them to the model. A client with spans of its own makes these
 * spans itself.
 *
 * @returns The arguments to build the runner with; the same ones when there is nothing to observe.
 */
export function observeTools(self: unknown, args: unknown[]): unknown[] {
  return guard(() => withObservedTools(self, args)) ?? args;
}

/** What tells the runner that sends this request which tools the model calls; nothing for any other request. */
export function toolUseNote(params: unknown): NoteToolUse {
  const tools = list(fields(params)["tools"]);
  const uses = tools.map((tool) => (isFields(tool) ? usesOf.get(tool) : undefined));
  const found = uses.find((one) => one !== undefined);
  return found === undefined ? NOTHING : (block) => found.add(block);
}

const NOTHING: NoteToolUse = () => undefined;

function withObservedTools(self: unknown, args: unknown[]): unknown[] {
  const [params, ...rest] = args;
  const tools: unknown = fields(params)["tools"];
  if (!Array.isArray(tools) || hasNativeSpans(self)) return args;
  const uses = new ToolUses();
  const observed = tools.map((tool: unknown) => (isRunnable(tool) ? observe(tool, uses) : tool));
  return [{ ...fields(params), tools: observed }, ...rest];
}

type Method = (...args: unknown[]) => unknown;

interface Runnable extends Fields {
  readonly run: Method;
}

function isRunnable(tool: unknown): tool is Runnable {
  return isFields(tool) && typeof tool["run"] === "function";
}

/** Calls of tools that the model has asked for and that have not run yet. */
class ToolUses {
  readonly #waiting: { readonly id: string; readonly name: string | undefined }[] = [];

  add(block: Fields): void {
    const id = text(block["id"]);
    if (id === undefined) return;
    this.#waiting.push({ id, name: text(block["name"]) });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** The next call of this tool: a runner that does not say which one it runs takes them in order. */
  next(name: string | undefined): string | undefined {
    const index = this.#waiting.findIndex((use) => use.name === name);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0]?.id;
  }
}

const MOST_WAITING = 1024;
const usesOf = new WeakMap<object, ToolUses>();

function observe(tool: Runnable, uses: ToolUses): object {
  const observed = new Proxy(tool, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (!isMethod(value)) return value;
      if (key === "run") return runInSpan(target, value, uses);
      return key === "parse" ? parseOrSkip(target, value, uses) : value;
    },
  });
  usesOf.set(observed, uses);
  return observed;
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

function runInSpan(tool: Runnable, run: Method, uses: ToolUses): (...args: unknown[]) => unknown {
  return (...args) => {
    const call = guard(() => startTool(tool, args, uses));
    const work = (): unknown => Reflect.apply(run, tool, args);
    return call === undefined ? work() : runTool(call, work);
  };
}

/** Arguments that are refused are not run, and the call is spent. */
function parseOrSkip(
  tool: Runnable,
  parse: Method,
  uses: ToolUses,
): (...args: unknown[]) => unknown {
  return (...args) => {
    try {
      return Reflect.apply(parse, tool, args);
    } catch (error) {
      guard(() => uses.next(text(tool["name"])));
      throw error;
    }
  };
}

function startTool(tool: Runnable, args: unknown[], uses: ToolUses): ToolCall {
  const [input, given] = args;
  const name = text(tool["name"]);
  const next = uses.next(name);
  const use = fields(fields(given)["toolUse"] ?? fields(given)["toolUseBlock"]);
  return startExecuteTool({
    name: name ?? "unknown",
    callId: text(use["id"]) ?? next,
    type: "function",
    description: text(tool["description"]),
    arguments: () => input,
  });
}
