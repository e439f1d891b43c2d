import { guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { fields } from "../fields.ts";
import type { OpenAiApi } from "./api.ts";
import { isStream, observeStream } from "./stream.ts";
import { whenCollected } from "./when-collected.ts";

/**
 * Follows the promise that `create` returns up to its end, and ends the call there.
 *
 * The client's `APIPromise` is lazy: it holds the response in `responsePromise` and reads the body with
 * `parseResponse` once someone awaits it. Both fields are replaced by ones that tell what happened; nothing here
 * awaits, so `asResponse()`, `withResponse()`, `parse()` and a call nobody awaits work as without it.
 */
export function observePromise(promise: unknown, call: ModelCall, api: OpenAiApi): void {
  if (!isApiPromise(promise)) {
    call.end();
    return;
  }
  const use: Use = { body: false, raw: false, arrived: false };
  replaceResponse(promise, call, use);
  replaceParse(promise, call, api);
  watchUse(promise, call, use);
  watchUnwrap(promise, { call, use, api });
}

/** What the application did with the promise so far. */
interface Use {
  /** It asked for the parsed body. */
  body: boolean;
  /** It asked for the raw response. */
  raw: boolean;
  /** The response's head is here. */
  arrived: boolean;
}

/** The parts of the client's promise that are used here; public or there since openai 5. */
interface ApiPromise extends Promise<unknown> {
  responsePromise: Promise<unknown>;
  parseResponse: (...args: unknown[]) => unknown;
  parse: () => Promise<unknown>;
  asResponse: () => Promise<unknown>;
}

const UNWRAP = "_thenUnwrap";

function isApiPromise(value: unknown): value is ApiPromise {
  if (!(value instanceof Promise) || !("responsePromise" in value)) return false;
  return (
    value.responsePromise instanceof Promise &&
    ["parseResponse", "parse", "asResponse"].every(
      (name) => typeof Reflect.get(value, name) === "function",
    )
  );
}

function replaceResponse(promise: ApiPromise, call: ModelCall, use: Use): void {
  promise.responsePromise = promise.responsePromise.then(
    (response) => {
      use.arrived = true;
      if (use.raw && !use.body) call.end();
      else if (!use.body) whenCollected(promise, () => call.end());
      return response;
    },
    (error: unknown) => {
      call.end(error ?? null);
      throw error;
    },
  );
}

function replaceParse(promise: ApiPromise, call: ModelCall, api: OpenAiApi): void {
  const parse = promise.parseResponse;
  promise.parseResponse = async (...args) => {
    let answer: unknown;
    try {
      answer = await Reflect.apply(parse, promise, args);
    } catch (error) {
      call.end(error ?? null);
      throw error;
    }
    if (isStream(answer)) {
      const stream = answer;
      guard(() => observeStream(stream, call, api.readStream()));
    } else {
      const body = fields(answer);
      guard(() => call.response(api.read(body)));
      call.end();
    }
    return answer;
  };
}

/** A raw response ends the call when it arrives; the body then belongs to the application alone. */
function watchUse(promise: ApiPromise, call: ModelCall, use: Use): void {
  const { parse, asResponse } = promise;
  define(promise, "parse", () => {
    use.body = true;
    return Reflect.apply(parse, promise, []);
  });
  define(promise, "asResponse", () => {
    use.raw = true;
    if (use.arrived && !use.body) call.end();
    return Reflect.apply(asResponse, promise, []);
  });
}

/** `parse()` and other helpers make a second promise out of the first one and give up the first. */
function watchUnwrap(
  promise: ApiPromise,
  { call, use, api }: { readonly call: ModelCall; readonly use: Use; readonly api: OpenAiApi },
): void {
  const unwrap: unknown = Reflect.get(promise, UNWRAP);
  if (typeof unwrap !== "function") return;
  const independent = Object.hasOwn(promise, UNWRAP);
  define(promise, UNWRAP, (transform: unknown) => {
    const next = Reflect.apply(unwrap, promise, [transform]);
    guard(() => {
      if (!isApiPromise(next)) return;
      if (independent) {
        // From openai 7 on, the second promise does not go through the fields of the first one: it is followed
        // itself, and the failure of the first one's response, which nobody sees any more, must not count as unhandled.
        use.body = true;
        promise.responsePromise.catch(() => undefined);
        observePromise(next, call, api);
      } else {
        watchUse(next, call, use);
      }
    });
    return next;
  });
}

function define(promise: ApiPromise, name: string, value: (argument: unknown) => unknown): void {
  Reflect.defineProperty(promise, name, { value, configurable: true, writable: true });
}
