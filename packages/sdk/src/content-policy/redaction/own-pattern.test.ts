import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPattern } from "./own-pattern.ts";

test("patterns that read any text once are taken, and find what they say", () => {
  for (const [source, text, expected] of [
    ["ORD-\\d{6}", "see ORD-123456.", ["ORD-123456"]],
    ["[a-z]+@corp\\.example", "jo@corp.example", ["jo@corp.example"]],
    ["(?:ID|No)\\.? ?\\d{2,8}", "ID. 1234, No 12", ["ID. 1234", "No 12"]],
    ["\\bK\\d+\\b", "K12 K3x", ["K12"]],
    ["[^\\s@]+@x", "a.b@x", ["a.b@x"]],
    ["Ü\\d{3}", "Ü123", ["Ü123"]],
    ["[A-Z]{2}\\d{2}[A-Z0-9]{4}", "AB12CD34", ["AB12CD34"]],
  ] as const) {
    const { pattern, fault } = checkPattern(source);
    assert.ok(pattern !== undefined, `${source}: ${fault}`);
    assert.deepEqual(text.match(pattern), expected, source);
  }
});

test("what could take for ever, or finds nothing or everything, is named", () => {
  for (const [source, fault] of [
    ["(a+)+b", /no "\(a\+" in a pattern/],
    ["(?:a+)+b", /no repetitions of varying length within groups/],
    ["a*a*b", /the repeated a cannot match what follows it, here a/],
    [".*@corp", /the repeated \. cannot match what follows it, here @/],
    ["\\w+\\d", /the repeated \\w cannot match what follows it, here \\d/],
    ["a?a?aa", /the repeated a cannot/],
    ["[a-z]+-?[a-z]+x", /cannot match what follows it/],
    ["(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)b", /at most 64 combinations/],
    ["(?:ab){2,9}", /groups that are not repeated/],
    ["a{300}", /repetitions up to 256/],
    ["(?=a)a", /no "\(\?=" in a pattern/],
    ["(a)\\1", /in a pattern/],
    ["a|b", /no "\|b" in a pattern/],
    ["a*", /at least one character/],
    ["(?:a", /a closing parenthesis/],
    ["[z-a]", /a regular expression/],
    ["x".repeat(501), /at most 500 characters/],
  ] as const) {
    assert.match(checkPattern(source).fault ?? "taken", fault, source);
  }
});

test("a pattern that is taken reads 200,000 characters at once, whatever they are", () => {
  for (const source of ["[a-z]+@corp", "\\d+-\\d+x", "(?:ab|a|b)\\d+x", "a{0,256}b{0,256}c"]) {
    const { pattern } = checkPattern(source);
    assert.ok(pattern !== undefined, source);
    for (const part of ["a", "1", "ab", "1-", "aab", "b"]) {
      const begun = performance.now();
      part.repeat(200_000 / part.length).replaceAll(pattern, "");
      assert.ok(performance.now() - begun < 3000, `${source} on ${part}`);
    }
  }
});
