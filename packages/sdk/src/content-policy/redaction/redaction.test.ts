import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, type Random } from "../../export/encode/random.test.helper.ts";
import { redactionNames } from "../../env/values.ts";
import { createFingerprint } from "../fingerprint.ts";
import { builtInRules, type RuleName } from "./built-in-rules.ts";
import { redactJsonText } from "./redact-json.ts";
import { redactText } from "./redact-text.ts";
import { redactValue } from "./redact-value.ts";

const names = redactionNames.filter((name) => name !== "none");
const redaction = {
  rules: names.map((name) => ({ name, find: builtInRules[name] })),
  fingerprint: createFingerprint("key"),
};

const KEY = "PRIVATE KEY";

/** In pieces, lest somebody takes them for the real thing. */
const found: Readonly<Record<RuleName, readonly string[]>> = {
  "api-key": [
    ["sk-", "proj-aB3dE5fG7hJ9kL1m"].join(""),
    ["sk-", "ant-api03-aB3dE5fG7hJ9kL1mN3pQ"].join(""),
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    ["AIza", "SyD-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1x"].join(""),
    ["ghp_", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3z"].join(""),
    ["xoxb-", "1234567890-abcdef"].join(""),
    ["hf_", "aB3dE5fG7hJ9kL1mN3pQ5rS7"].join(""),
    ["gsk_", "aB3dE5fG7hJ9kL1mN3pQ5rS7"].join(""),
    ["sk_live_", "aB3dE5fG7hJ9kL1m"].join(""),
  ],
  jwt: ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r"],
  "private-key": [
    `-----BEGIN RSA ${KEY}-----\nMIIEpAIBAAKCAQEA\nabc+/=\n-----END RSA ${KEY}-----`,
    `-----BEGIN ${KEY}-----\nMIIEpAIBAAKCAQEA and it never ends`,
  ],
  credential: ["hunter2hunter2", "correct.horse~battery"],
  email: ["jane.doe+tag@mail.example.co.uk", "jörg@bücher.example", "o%40b@x.io"],
  card: ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005", "6011111111111117"],
  iban: ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "fr1420041010050500013m02606"],
  phone: ["+49 170 1234567", "+1 (415) 555-2671", "+442071838750"],
};

for (const name of names) {
  test(`${name}: each is replaced by a token, alone and among words`, () => {
    for (const secret of found[name]) {
      const given = name === "credential" ? `password: ${secret}` : secret;
      for (const text of [given, `see ${given} there`, `(${given})`, `"${given}"\n`]) {
        const redacted = redactText(text, "a", redaction);
        assert.ok(!redacted.includes(secret), redacted);
        assert.match(redacted, new RegExp(`\\[${name}:[0-9a-f]{8}\\]`), text);
      }
    }
  });
}

test("credentials are found by what stands before them, which stays", () => {
  for (const [text, expected] of [
    ["Authorization: Bearer abc.def-123456", /^Authorization: Bearer \[credential:.{8}\]$/],
    ["https://user:s3cr3t@host/path", /^https:\/\/user:\[credential:.{8}\]@host\/path$/],
    ["API_KEY='abcd1234efgh'", /^API_KEY='\[credential:.{8}\]'$/],
    ["client_secret=abcd1234&x=1", /^client_secret=\[credential:.{8}\]&x=1$/],
  ] as const) {
    assert.match(redactText(text, "a", redaction), expected);
  }
});

test("what only looks like a secret stays", () => {
  for (const text of [
    "order 4111111111111112",
    "at 1732160000000 ms, 1732160000000000000 ns",
    "version 1.2.3, sk-short, +12 points, 3 @ 4, a@b",
    "DE00370400440532013000",
    "max_tokens: 1000, tokens = 5",
    "basic tea, bearer of news",
    "550e8400-e29b-41d4-a716-446655440000",
    "The temperature is 20 degrees in Paris.",
  ]) {
    assert.equal(redactText(text, "a", redaction), text);
  }
});

test("the same secret has the same token, another has another, and another key gives others", () => {
  const [first, second, third] = tokens("a@x.example b@x.example a@x.example", "k");
  assert.equal(first, third);
  assert.notEqual(first, second);
  assert.notEqual(first, tokens("a@x.example", "other")[0]);
});

test("JSON stays JSON, and what is no secret in it stays as it is written", () => {
  const json =
    '[{"role":"user", "content":"\\u006aane@x.example\\nand \\"jo@x.example\\"", "n":12345678901234567890,\n"card":4111111111111111,"password":"hunter2","args":"{\\"to\\":\\"jane@x.example\\"}"}]';
  const redacted = redactJsonText(json, "a", redaction);
  const [message] = JSON.parse(redacted);
  const token = /^\[email:[0-9a-f]{8}\]/.exec(message.content)?.[0];
  assert.match(message.content, /^\[email:.{8}\]\nand "\[email:.{8}\]"$/);
  assert.match(message.card, /^\[card:.{8}\]$/);
  assert.match(message.password, /^\[credential:.{8}\]$/);
  assert.equal(JSON.parse(message.args).to, token);
  assert.ok(redacted.includes('"n":12345678901234567890,\n'));
});

test("values are redacted at any depth, in names of members too", () => {
  const value = {
    "jane@x.example": [{ api_key: "abc", deep: ["jane@x.example", 4111111111111111, true, null] }],
    bytes: new Uint8Array(5),
  };
  const text = JSON.stringify(redactValue(value, "a", redaction));
  assert.match(
    text,
    /^\{"(\[email:.{8}\])":\[\{"api_key":"\[credential:.{8}\]","deep":\["\1","\[card:.{8}\]",true,null\]\}\],"bytes":"\[bytes:5\]"\}$/,
  );
});

test("random texts with secrets in them never keep one, and random JSON stays JSON", () => {
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = createRandom(seed);
    const name = random.oneOf(
      names.filter((rule) => rule !== "credential" && rule !== "private-key"),
    );
    const secret = random.oneOf(found[name]);
    const text = `${noise(random)} ${secret} ${noise(random)}`;
    assert.ok(!redactText(text, "a", redaction).includes(secret), `seed ${seed}: ${text}`);
    const json = JSON.stringify({
      a: [text, { [noise(random)]: noise(random) }],
      b: random.below(1e9),
    });
    const redacted = redactJsonText(
      random.below(2) === 0 ? json : JSON.stringify(json),
      "a",
      redaction,
    );
    assert.doesNotThrow(() => JSON.parse(redacted), `seed ${seed}: ${redacted}`);
    assert.ok(!redacted.includes(secret), `seed ${seed}: ${redacted}`);
  }
});

test("no text takes long, whatever it repeats", () => {
  const length = 200_000;
  for (const part of [
    ...Array.from('a1 @+.-_:/"\\[{é中'),
    "eyJ",
    "-eyJ-",
    "eyJaaaaaaaa.",
    "a@",
    "@a.b",
    "%40",
    "a@a.",
    "1 ",
    "1-",
    "41111 ",
    "+1",
    "+1 ",
    "DE89",
    "DE89 ",
    "sk-",
    "sk-aaaaaaaaaaaaaaa ",
    "password=",
    "password: ",
    "bearer ",
    "://a:",
    "://",
    "-----BEGIN PRIVATE KEY",
    "-----BEGIN ",
    "-----END",
    '"a":',
    '"\\"',
    "[[",
    '{"a":',
    "AKIA",
  ]) {
    const text = part.repeat(Math.ceil(length / part.length));
    const begun = performance.now();
    redactJsonText(text, "a", redaction);
    redactJsonText(JSON.stringify([text]), "a", redaction);
    const took = performance.now() - begun;
    assert.ok(took < 3000, `${JSON.stringify(part)}: ${took} ms`);
  }
});

function tokens(text: string, key: string): readonly string[] {
  const fingerprint = createFingerprint(key);
  return redactText(text, "a", { ...redaction, fingerprint }).match(/\[.*?\]/g) ?? [];
}

function noise(random: Random): string {
  return Array.from({ length: random.below(20) }, () =>
    random.oneOf([
      ...Array.from("abz09 .,:;-_@+%/\\\"'{}[]()=&?#\n\t"),
      "é",
      "中",
      "😀",
      "\u0000",
      "eyJ",
      "sk-",
    ]),
  ).join("");
}
