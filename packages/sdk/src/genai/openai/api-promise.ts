import { guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { fields } from "../fields.ts";
import { ATTR_INCOMPLETE } from "../incomplete.ts";
import type { Incomplete } from "../incomplete.ts";
import { noteOpenCall } from "../open-calls.ts";
import type { OpenAiApi } from "./api.ts";
import { isStream, observeStream } from "./stream.ts";
import { checkUntilDone } from "./unread-limit.ts";
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
  follow(promise, new Following(call, api));
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
    isMethod(value, "parseResponse") &&
    isMethod(value, "parse") &&
    isMethod(value, "asResponse")
  );
}

function isMethod(value: object, name: string): boolean {
  return typeof Reflect.get(value, name) === "function";
}

function follow(promise: ApiPromise, following: Following): void {
  const { parseResponse, responsePromise } = promise;
  promise.responsePromise = responsePromise.then(
    (response) => following.arrived(promise, response),
    following.failed,
  );
  promise.parseResponse = (...args) => {
    following.body = true;
    return following.parsing(() => Reflect.apply(parseResponse, promise, args));
  };
  watchUse(promise, following);
  watchUnwrap(promise, following);
}

/** A raw response ends the call when it arrives; the body then belongs to the application alone. */
function watchUse(promise: ApiPromise, following: Following): void {
  const { parse, asResponse } = promise;
  define(promise, "parse", () => {
    following.body = true;
    return Reflect.apply(parse, promise, []);
  });
  define(promise, "asResponse", () => {
    following.askedRaw();
    return Reflect.apply(asResponse, promise, []);
  });
}

/** `parse()` and other helpers make a second promise out of the first one and give up the first. */
function watchUnwrap(promise: ApiPromise, following: Following): void {
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
        following.body = true;
        promise.responsePromise.catch(() => undefined);
        follow(next, following.again());
      } else {
        watchUse(next, following);
      }
    });
    return next;
  });
}

function define(promise: ApiPromise, name: string, value: (argument: unknown) => unknown): void {
  Reflect.defineProperty(promise, name, { value, configurable: true, writable: true });
}

/** What becomes of one call, and what the application does with its promise. */
class Following {
  /** The application asked for the parsed body. */
  body = false;
  #raw = false;
  #arrived = false;
  readonly #call: ModelCall;
  readonly #api: OpenAiApi;
  readonly #forget: () => void;

  constructor(call: ModelCall, api: OpenAiApi) {
    this.#call = call;
    this.#api = api;
    this.#forget = noteOpenCall(() => this.#giveUp("process_end"));
  }

  /** For a second promise of the same call. */
  again(): Following {
    this.#forget();
    return new Following(this.#call, this.#api);
  }

  arrived(promise: ApiPromise, response: unknown): unknown {
    this.#arrived = true;
    if (this.body) return response;
    if (this.#raw) this.#end();
    else this.#awaitUse(promise);
    return response;
  }

  askedRaw(): void {
    this.#raw = true;
    if (this.#arrived && !this.body) this.#end();
  }

  /** Runs what parses the body and looks at what comes of it. */
  parsing(parse: () => unknown): unknown {
    let answer: unknown;
    try {
      answer = parse();
    } catch (error) {
      return this.failed(error);
    }
    return answer instanceof Promise
      ? answer.then((parsed) => this.#parsed(parsed), this.failed)
      : this.#parsed(answer);
  }

  readonly failed = (error: unknown): never => {
    this.#end(error ?? null);
    throw error;
  };

  #parsed(answer: unknown): unknown {
    guard(() => {
      if (isStream(answer)) {
        observeStream(answer, this.#call, this.#api);
        // The stream has a note of its own.
        this.#forget();
      } else {
        this.#call.response(this.#api.read(fields(answer)));
        this.#end();
      }
    });
    return answer;
  }

  /** Most often the application awaits the body before the response is there. */
  #awaitUse(promise: object): void {
    const stopChecking = checkUntilDone(() => this.#unlessRead());
    whenCollected(promise, () => {
      stopChecking();
      this.#unlessRead();
    });
  }

  #unlessRead(): true {
    if (!this.body) this.#giveUp("unread");
    return true;
  }

  #giveUp(why: Incomplete): void {
    this.#call.response({ attributes: { [ATTR_INCOMPLETE]: why } });
    this.#end();
  }

  #end(...error: [] | [unknown]): void {
    this.#forget();
    this.#call.end(...error);
  }
}
