import { guard, startExecuteTool } from "@agent-otel/semconv-genai";
import { fields, isFields, list, text } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { runTool } from "../run-tool.ts";

/**
 * The tools of one run of a chat tool runner. The runner tells a tool its arguments only; whose call they belong to is
 * found in the model's last message: the first call of that function with these arguments that has not run yet.
 */
export class ChatToolCalls {
  readonly #runner: Fields;
  /** Calls of the model that a tool has run for. */
  readonly #claimed = new WeakSet();
  /** Calls whose arguments are parsed and whose function has not been called. */
  readonly #parsed: ParsedCall[] = [];

  constructor(runner: unknown) {
    this.#runner = fields(runner);
  }

  /** The tool with its functions traced; anything else than a function tool as it is. */
  traced(tool: unknown): unknown {
    if (!isFields(tool) || tool["type"] !== "function" || !isFields(tool["function"])) return tool;
    const declared = tool["function"];
    const { $callback: callback, $parseRaw: parse } = tool;
    if (isMethod(callback)) {
      const name = text(declared["name"]) ?? callback.name;
      return variant(tool, {
        $callback: this.#running(callback, { name, declared }),
        ...(isMethod(parse) ? { $parseRaw: this.#parsing(parse, name) } : {}),
      });
    }
    return variant(tool, { function: this.#tracedFunction(declared) });
  }

  #tracedFunction(declared: Fields): unknown {
    const { function: run, parse } = declared;
    if (!isMethod(run)) return declared;
    const name = text(declared["name"]) ?? run.name;
    return variant(declared, {
      function: this.#running(run, { name, declared }),
      ...(isMethod(parse) ? { parse: this.#parsing(parse, name) } : {}),
    });
  }

  #parsing(parse: Method, name: string): Method {
    return imitate(parse, (receiver, args) => {
      const id = guard(() => this.#claim(name, args[0]));
      const value = Reflect.apply(parse, originalOf(receiver), args);
      this.#parsed.push({ name, id, value });
      return value;
    });
  }

  #running(run: Method, { name, declared }: { name: string; declared: Fields }): Method {
    return imitate(run, (receiver, args) => {
      const work = (): unknown => Reflect.apply(run, originalOf(receiver), args);
      const started = guard(() =>
        startExecuteTool({
          name,
          callId: this.#idOf(name, args[0]),
          type: "function",
          description: text(declared["description"]),
          arguments: () => parsedJson(args[0]),
        }),
      );
      return started === undefined ? work() : runTool(started, work);
    });
  }

  /** The call that a function is called for: the one whose parsed arguments it gets, else the first that has them as text. */
  #idOf(name: string, given: unknown): string | undefined {
    const ofTool = this.#parsed.filter((call) => call.name === name);
    const parsed = ofTool.find((call) => Object.is(call.value, given)) ?? ofTool[0];
    if (parsed === undefined) return this.#claim(name, given);
    this.#parsed.splice(this.#parsed.indexOf(parsed), 1);
    return parsed.id;
  }

  #claim(name: string, given: unknown): string | undefined {
    const asked = this.#lastCalls().filter(
      (call) => fields(call["function"])["name"] === name && !this.#claimed.has(call),
    );
    const call =
      asked.find((each) => fields(each["function"])["arguments"] === given) ?? asked.at(0);
    if (call === undefined) return undefined;
    this.#claimed.add(call);
    return text(call["id"]);
  }

  #lastCalls(): readonly Fields[] {
    const messages = this.#runner["messages"];
    if (!Array.isArray(messages)) return [];
    const last = messages.findLast((message) => isFields(fields(message)["tool_calls"]));
    return list(fields(last)["tool_calls"]).filter((call) => isFields(call));
  }
}

interface ParsedCall {
  readonly name: string;
  readonly id: string | undefined;
  readonly value: unknown;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

/** Tools without a parser get what the model wrote, which need not be JSON. */
export function parsedJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    // The text is what there is.
    return value;
  }
}

/** An object that is the other in all but some properties, however the other has them. */
function variant(original: Fields, properties: Fields): object {
  const copy: object = Object.create(
    original,
    Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [
        name,
        { value, enumerable: true, configurable: true, writable: true },
      ]),
    ),
  );
  originals.set(copy, original);
  return copy;
}

/** What an application's own method is called on. */
function originalOf(receiver: unknown): unknown {
  return (isFields(receiver) ? originals.get(receiver) : undefined) ?? receiver;
}

const originals = new WeakMap<object, object>();

/** Runners take the name of a function for that of a tool that has none. */
function imitate(
  original: Method,
  replacement: (receiver: unknown, args: unknown[]) => unknown,
): Method {
  const imitation = function (this: unknown, ...args: unknown[]): unknown {
    return replacement(this, args);
  };
  return Object.defineProperties(imitation, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
}
