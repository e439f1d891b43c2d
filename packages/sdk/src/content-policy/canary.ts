import { AssertionError } from "node:assert";
import { findText } from "./find-text.ts";

/** A secret that is planted in a test, and must not be found in telemetry. */
export interface Canary {
  /** To be put into prompts, answers, tool arguments and results, documents and the messages of errors. */
  readonly text: string;
  /**
   * Looks for the secret in whatever a test has collected: spans, log records, metrics, payloads as text or bytes, lists
   * and objects of these, at any depth. It is found in base64 and in hexadecimal digits as well.
   *
   * @throws An `AssertionError` that says where it is, when it is anywhere.
   */
  readonly assertAbsent: (...telemetry: readonly unknown[]) => void;
}

/** Makes up a secret that nothing else contains; it is one word, so that every format writes it as it is. */
export function plantCanary(): Canary {
  const random = process.getBuiltinModule("node:crypto").randomBytes(12).toString("hex");
  const text = `canary_${random}`;
  return {
    text,
    assertAbsent: (...telemetry) => {
      const place = findText(telemetry, text);
      if (place === undefined) return;
      throw new AssertionError({
        message: `The canary has reached telemetry, at ${place}. Contents are recorded there although they should not be: see docs/content.md.`,
        actual: place,
        expected: undefined,
        operator: "assertAbsent",
        stackStartFn: plantCanary,
      });
    },
  };
}
