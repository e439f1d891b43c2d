/** Errors of GenAI calls that have failed, which may come up again anywhere: on spans beside, later ones, in log records. */
export interface KnownErrors {
  readonly isEmpty: boolean;
  /** A call has failed with this: remembers it, its causes, and what they say. Never throws. */
  note(error: unknown): void;
  /** Such a call has said this of its error. */
  noteText(text: unknown): void;
  /** Remembers what an error says that is to be recorded, when it or one of its causes is known. Never throws. */
  noteWrapped(error: unknown): void;
  /** Whether a call has failed with these words, also with a class before them (`Error: …`). */
  says(text: unknown): boolean;
}

/** Those of the process, which `@agent-otel/semconv-genai` tells of too. */
export function knownErrors(): KnownErrors {
  const found: unknown = Reflect.get(globalThis, FAILED_CALLS);
  if (found instanceof BoundedErrors) return found;
  const made = new BoundedErrors();
  // Another copy of this package keeps its own, and hears of the same.
  const others: Partial<KnownErrors> | undefined = isObject(found) ? found : undefined;
  if (others?.note !== undefined) made.tellToo(others.note.bind(others));
  Reflect.set(globalThis, FAILED_CALLS, made);
  return made;
}

/** The same in `@agent-otel/semconv-genai`. */
const FAILED_CALLS: symbol = Symbol.for("@agent-otel failed calls");

/** Texts are kept as 16 bytes of a hash: some 200 kB in all. */
const MOST_TEXTS = 2048;
const MOST_CAUSES = 16;

class BoundedErrors implements KnownErrors {
  readonly #errors = new WeakSet<object>();
  readonly #texts = new Set<string>();
  #tellToo: ((error: unknown) => void) | undefined;

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  tellToo(note: (error: unknown) => void): void {
    this.#tellToo = note;
  }

  note(error: unknown): void {
    for (const each of chainOf(error)) {
      this.#errors.add(each);
      this.noteText(read(each, "message"));
    }
    if (typeof error === "string") this.noteText(error);
    this.#tellToo?.(error);
  }

  noteText(text: unknown): void {
    if (typeof text !== "string" || text === "" || saysNothing.test(text)) return;
    const hash = hashOf(text);
    // The newest is the last to be forgotten.
    this.#texts.delete(hash);
    this.#texts.add(hash);
    if (this.#texts.size <= MOST_TEXTS) return;
    const [oldest] = this.#texts;
    if (oldest !== undefined) this.#texts.delete(oldest);
  }

  noteWrapped(error: unknown): void {
    if (this.isEmpty) return;
    const chain = chainOf(error);
    if (!chain.some((each) => this.#errors.has(each))) return;
    for (const each of chain) this.noteText(read(each, "message"));
  }

  says(text: unknown): boolean {
    if (this.isEmpty || typeof text !== "string" || text === "") return false;
    if (this.#texts.has(hashOf(text))) return true;
    const bare = text.replace(className, "");
    return bare !== text && this.#texts.has(hashOf(bare));
  }
}

const className = /^[\w$.]{1,100}: /;

/** What the runtime and the clients say themselves: nobody need lose these words elsewhere. */
const saysNothing =
  /^(?:Connection error\.|Request timed out\.|Request was aborted\.|(?:This|The) operation was aborted.{0,20}|fetch failed|terminated|(?:connect|getaddrinfo|read|write) E[A-Z_]+[\w .:-]{0,300})$/;

function hashOf(text: string): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", text, "base64").slice(0, 22);
}

/** The error, its causes and the errors it gathers. */
function chainOf(error: unknown): readonly object[] {
  const chain: object[] = [];
  const add = (each: unknown): void => {
    if (isObject(each) && chain.length < MOST_CAUSES && !chain.includes(each)) chain.push(each);
  };
  add(error);
  for (const each of chain) {
    add(read(each, "cause"));
    const gathered = read(each, "errors");
    if (Array.isArray(gathered)) for (const one of gathered.slice(0, MOST_CAUSES)) add(one);
  }
  return chain;
}

function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    // The application's getter or proxy: there is nothing to know.
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
