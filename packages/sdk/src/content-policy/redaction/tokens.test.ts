import assert from "node:assert/strict";
import { test } from "node:test";
import { redactionNames } from "../../env/values.ts";
import { createFingerprint } from "../fingerprint.ts";
import { builtInRules } from "./built-in-rules.ts";
import { redactJsonText } from "./redact-json.ts";
import { redactText } from "./redact-text.ts";
import { redactValue } from "./redact-value.ts";

const redaction = {
  rules: redactionNames
    .filter((name) => name !== "none")
    .map((name) => ({ name, find: builtInRules[name] })),
  fingerprint: createFingerprint("key"),
};

/** In pieces, lest somebody takes it for the real thing. */
const SECRET = ["sk-", "proj-aB3dE5fG7hJ9kL1m"].join("");

test("tokens stay as they are when what was redacted comes by again", () => {
  const text = JSON.stringify({
    a: `api_key: ${SECRET}. Or https://u:${SECRET}@host, bearer ${SECRET}`,
    api_key: SECRET,
    password: 12345678,
  });
  for (const given of [text, `API_KEY=${SECRET}`, `see ${text}`]) {
    const once = redactJsonText(given, "a", redaction);
    assert.ok(!once.includes(SECRET));
    assert.equal(redactJsonText(once, "a", redaction), once);
  }
  const once = redactValue({ api_key: SECRET, to: SECRET, password: 12345678 }, "a", redaction);
  assert.deepEqual(redactValue(once, "a", redaction), once);
});

test("a secret has the same token whatever tells that it is one", () => {
  const token = redactText(SECRET, "a", redaction);
  assert.match(token, /^\[api-key:[0-9a-f]{8}\]$/);
  for (const [given, expected] of [
    [`API_KEY=${SECRET}.`, `API_KEY=${token}.`],
    [`bearer ${SECRET}`, `bearer ${token}`],
    [`{"api_key":"${SECRET}"}`, `{"api_key":"${token}"}`],
    [`{"authorization":"Bearer ${SECRET}"}`, `{"authorization":"Bearer ${token}"}`],
  ] as const) {
    assert.equal(redactJsonText(given, "a", redaction), expected);
  }
  assert.deepEqual(redactValue({ api_key: SECRET, number: 1 }, "a", redaction), {
    api_key: token,
    number: 1,
  });
  const plain = credential(redactText("password: hunter2hunter2.", "a", redaction));
  const member = redactJsonText('{"password":"hunter2hunter2"}', "a", redaction);
  assert.ok(plain !== undefined);
  assert.equal(credential(member), plain);
});

test("the names of members say nothing where credentials are not to be redacted", () => {
  const rules = redaction.rules.filter(({ name }) => name === "api-key");
  const json = '{"password":"hunter2","pin":123456}';
  assert.equal(redactJsonText(json, "a", { ...redaction, rules }), json);
  assert.deepEqual(redactValue(JSON.parse(json), "a", { ...redaction, rules }), JSON.parse(json));
});

function credential(text: string): string | undefined {
  return /\[credential:.{8}\]/.exec(text)?.[0];
}
