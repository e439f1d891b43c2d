import { type EnvReader, splitList } from "../env/reader.ts";
import { contentCaptures, contentForms, contentPlaces, redactionNames } from "../env/values.ts";
import { requireOwn } from "../own-module.ts";
import type { ContentConfig, OwnPattern } from "./content-config.ts";

/** What is done with contents: by default nothing of them is recorded. */
export function readContent(reader: EnvReader): ContentConfig {
  const capture = readCapture(reader);
  const hashKey = readSecret(reader, "AGENT_OTEL_CONTENT_HASH_KEY", {
    isGood: (text) => !/\p{Cc}/u.test(text),
    expected: "text without control characters",
    used: "each process makes up a key",
  });
  const canary = readSecret(reader, "AGENT_OTEL_CONTENT_CANARY", {
    isGood: (text) => /^[\w-]{8,200}$/.test(text),
    expected: "8 or more letters, digits, _ and -, which are the same in every format",
    used: "nothing is looked for",
  });
  return {
    capture,
    form: readForm(reader, capture),
    maxBytes: reader.integer("AGENT_OTEL_CONTENT_MAX_BYTES"),
    redact: readRules(reader),
    patterns: readPatterns(reader),
    attributes: readNames(reader, "AGENT_OTEL_CONTENT_ATTRIBUTES"),
    allow: readNames(reader, "AGENT_OTEL_CONTENT_ALLOW"),
    ...(hashKey === undefined ? {} : { hashKey }),
    ...(canary === undefined ? {} : { canary }),
  };
}

/** Ours says more than the other, and wins. */
function readCapture(reader: EnvReader): ContentConfig["capture"] {
  const general = reader.choice(GENERAL, contentCaptures, "no content is recorded") ?? "false";
  const place = reader.choice(PLACE, contentPlaces, "no content is recorded");
  if (reader.raw(PLACE) === undefined) return byGeneral[general];
  return place === undefined ? "none" : byPlace[place];
}

const GENERAL = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
const PLACE = "AGENT_OTEL_CONTENT_CAPTURE";

const byGeneral: Readonly<Record<(typeof contentCaptures)[number], ContentConfig["capture"]>> = {
  false: "none",
  no_content: "none",
  // Who asks for contents without saying where gets them wherever there is a place for them.
  true: "span_and_event",
  span_only: "span",
  event_only: "event",
  span_and_event: "span_and_event",
};

const byPlace: Readonly<Record<(typeof contentPlaces)[number], ContentConfig["capture"]>> = {
  none: "none",
  span: "span",
  event: "event",
  both: "span_and_event",
};

function readForm(reader: EnvReader, capture: ContentConfig["capture"]): ContentConfig["form"] {
  const name = "AGENT_OTEL_CONTENT_FORM";
  const given = reader.raw(name)?.toLowerCase();
  const read = reader.choice(name, contentForms, "lengths alone are recorded");
  // A mistyped wish for less than the text must not become the text.
  const isBad = given !== undefined && given !== read;
  const form = isBad || read === undefined ? "length" : read;
  if (isBad) reader.settle(name, form);
  if (capture === "none" && reader.origin(name) !== "default" && form !== "text") {
    const expected = `${PLACE} to say where, for contents are not captured`;
    reader.report({ variable: name, expected, found: form, used: "nothing is recorded" });
  }
  return form;
}

/** Who asks for one rule and mistypes it gets them all. */
function readRules(reader: EnvReader): ContentConfig["redact"] {
  const name = "AGENT_OTEL_CONTENT_REDACT";
  const chosen = reader.list(name, redactionNames) ?? [];
  const all = redactionNames.filter((rule) => rule !== "none");
  if (chosen.length === 0) return all;
  const rules = chosen.filter((rule) => rule !== "none");
  if (rules.length > 0 && rules.length < chosen.length) {
    const used = `none is left out: ${rules.join(",")}`;
    reader.report({ variable: name, expected: "none alone, or names of rules", used });
  }
  return rules;
}

/** Written as `name=pattern` or `name@attribute=pattern`, with blanks between them. */
function readPatterns(reader: EnvReader): readonly OwnPattern[] {
  const name = "AGENT_OTEL_CONTENT_PATTERNS";
  const text = reader.text(name);
  if (text === undefined) return [];
  return text.split(/\s+/).flatMap((entry): readonly OwnPattern[] => {
    const { rule, attributes, source } =
      /^(?<rule>[\w-]{1,40})(?:@(?<attributes>[\w.:*-]{1,200}))?=(?<source>.+)$/u.exec(entry)
        ?.groups ?? {};
    const used = "this pattern is left out";
    if (rule === undefined || source === undefined) {
      const expected = "name=pattern or name@attribute=pattern";
      reader.report({ variable: name, expected, found: entry, used });
      return [];
    }
    const { fault } = loadCheck().checkPattern(source);
    if (fault !== undefined) {
      reader.report({ variable: name, expected: fault, found: entry, used });
      return [];
    }
    return [{ name: rule, source, ...(attributes === undefined ? {} : { attributes }) }];
  });
}

/** Few have patterns of their own. */
function loadCheck(): typeof import("../content-policy/redaction/own-pattern.ts") {
  return requireOwn(import.meta.url, "../content-policy/redaction/own-pattern");
}

function readNames(
  reader: EnvReader,
  name: "AGENT_OTEL_CONTENT_ALLOW" | "AGENT_OTEL_CONTENT_ATTRIBUTES",
): readonly string[] {
  const text = reader.text(name);
  if (text === undefined) return [];
  return splitList(text).filter((item) => {
    // A lone star would let all contents out, or take all attributes away.
    if (/^(?:genkit:)?[\w./-]{2,200}\*?$/.test(item)) return true;
    const expected = "names of attributes, or their beginnings with * behind them";
    reader.report({ variable: name, expected, found: item, used: "it is left out" });
    return false;
  });
}

interface SecretRules {
  readonly isGood: (text: string) => boolean;
  readonly expected: string;
  readonly used: string;
}

/** Neither a good one nor a bad one is ever shown. */
function readSecret(
  reader: EnvReader,
  name: "AGENT_OTEL_CONTENT_CANARY" | "AGENT_OTEL_CONTENT_HASH_KEY",
  { isGood, expected, used }: SecretRules,
): string | undefined {
  const text = reader.raw(name);
  if (text === undefined) return undefined;
  if (isGood(text)) {
    reader.settle(name, "***");
    return text;
  }
  reader.report({ variable: name, expected, used });
  return undefined;
}
