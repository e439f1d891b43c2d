import type { Signal } from "../env/otlp-variables.ts";
import type { AttributeFacts, Classifier } from "./classify-attribute.ts";
import type { ContentCounter } from "./content-figures.ts";
import { cutErrorAttribute } from "./error-words.ts";
import type { RewriteContent } from "./rewrite-content.ts";

/** What the screens of a signal share. */
export interface ScreenParts {
  readonly signal: Signal;
  readonly classify: Classifier;
  /** How captured contents are written; absent where none are captured. */
  readonly rewrite: RewriteContent | undefined;
  readonly counter: ContentCounter;
}

/** Decides what becomes of single values. */
export interface Screen {
  readonly classify: Classifier;
  /** What is kept of a content; undefined: nothing. */
  content(attribute: string, value: unknown, facts: AttributeFacts): unknown;
  /** As {@link content}, of what is content whatever it is called. */
  anyContent(attribute: string, value: unknown): unknown;
  /** What is kept of an attribute that tells of an error, of whose message a stack may be the beginning. */
  errorWords(attribute: string, value: unknown, message: unknown): unknown;
}

/** Creates the screen of one signal. What it throws is the hook's. */
export function createScreen({ signal, classify, rewrite, counter }: ScreenParts): Screen {
  const anyContent = (attribute: string, value: unknown): unknown => {
    const kept = rewrite?.({ attribute, value });
    if (kept === undefined) counter.count(signal, "removed", attribute);
    else if (kept !== value) counter.count(signal, "rewritten", attribute);
    return kept;
  };
  return {
    classify,
    anyContent,
    content: (attribute, value, facts) =>
      isHarmless(value, facts) ? value : anyContent(attribute, value),
    errorWords: (attribute, value, message) => {
      if (rewrite !== undefined && typeof value === "string" && !attribute.endsWith(".type")) {
        return anyContent(attribute, value);
      }
      const kept = cutErrorAttribute(attribute, value, message);
      if (kept !== value) counter.count(signal, "error_cut", attribute);
      return kept;
    },
  };
}

function isHarmless(value: unknown, { harmless }: AttributeFacts): boolean {
  if (harmless === "none") return false;
  if (typeof value === "number" || typeof value === "boolean") return true;
  return harmless === "words" && isWord(value);
}

/** A role, a reason, an id: nothing that anybody would have said. */
export function isWord(value: unknown): boolean {
  return typeof value === "string" && word.test(value);
}

const word = /^[\w.:/-]{1,64}$/;
