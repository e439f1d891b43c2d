import assert from "node:assert/strict";
import { test } from "node:test";
import { createScrubber } from "./scrub.ts";

test("a secret is taken out in each way a server may write it", () => {
  const scrub = createScrubber(['Bearer sk-"1/2+3"']);
  for (const text of ['sk-"1/2+3"', 'sk-\\"1/2+3\\"', "sk-%221%2F2%2B3%22", btoa('sk-"1/2+3"')]) {
    assert.equal(scrub(`key ${text}!`), "key [secret]!", text);
  }
});

test("user and password are taken out of what repeats Basic credentials", () => {
  const scrub = createScrubber([`Basic ${btoa("alice:hunter22")}`]);
  assert.equal(scrub("no user alice:hunter22"), "no user [secret]");
  assert.equal(scrub('password "hunter22" is wrong'), 'password "[secret]" is wrong');
  assert.equal(scrub(btoa("alice:hunter22")), "[secret]");
});

for (const [how, written] of [
  ["HTML", "p&amp;ss&lt;w&quot;o&#39;r&gt;d"],
  ["HTML in numbers", "p&#38;ss&#x3c;w&#34;o&#x27;r&#062;d"],
  ["JSON that is safe in HTML", String.raw`p\u0026ss\u003cw\"o'r\u003E`.concat("d")],
  ["JSON within JSON", String.raw`p\\u0026ss<w\\\"o'r>d`],
  ["HTML within JSON", String.raw`p\u0026amp;ss&lt;w&quot;o\u0026#39;r&gt;d`],
  ["a URL", "p%26ss%3Cw%22o%27r%3Ed"],
  ["a URL in small letters", "p%26ss%3cw%22o'r%3ed"],
  ["a URL, all of it", "%70%26%73%73%3c%77%22%6f%27%72%3e%64"],
  ["base64", btoa("p&ss<w\"o'r>d")],
  ["base64 for URLs", btoa("p&ss<w\"o'r>d").replace(/=+$/, "").replaceAll("+", "-")],
] as const) {
  test(`a secret is taken out of ${how}`, () => {
    const scrub = createScrubber([`Bearer p&ss<w"o'r>d`]);
    assert.equal(scrub(`"key &amp; <${written}>" is wrong`), '"key &amp; <[secret]>" is wrong');
  });
}

test("a secret within what is in base64 leaves no more than a letter at either side", () => {
  const scrub = createScrubber(["sk-very-secret"]);
  for (const before of ["", "a", "ab", "abc"]) {
    const rest = scrub(btoa(`${before}sk-very-secret and more`)).split("[secret]");
    assert.equal(rest.length, 2);
    const whole = rest.join("");
    assert.ok(whole.length <= btoa(`${before} and more`).length + 4, whole);
  }
});

test("a password with colons is taken out whole, in each way it may be written", () => {
  const scrub = createScrubber([`Basic ${btoa("alice:hun:ter22:&x")}`]);
  assert.equal(scrub("password hun:ter22:&x is wrong"), "password [secret] is wrong");
  assert.equal(scrub("password hun:ter22:&amp;x is wrong"), "password [secret] is wrong");
  assert.equal(scrub("alice%3Ahun%3Ater22%3A%26x"), "[secret]");
});

test("a password with letters beyond ASCII is taken out", () => {
  const scrub = createScrubber([`Basic ${Buffer.from("alice:pässwörd").toString("base64")}`]);
  for (const written of ["pässwörd", "p%C3%A4ssw%C3%B6rd", String.raw`p\u00e4ssw\u00F6rd`]) {
    assert.equal(scrub(`no: ${written}`), "no: [secret]");
  }
});

test("two secrets of which one contains the other are both taken out", () => {
  const scrub = createScrubber(["abcdefgh", "cdef"]);
  assert.equal(scrub("1 abcdefgh 2 cdef 3"), "1 [secret] 2 [secret] 3");
});

test("a long answer full of escaped secrets is no burden", () => {
  const scrub = createScrubber(["Bearer a&bc"]);
  const before = performance.now();
  assert.equal(scrub("a&amp;bc ".repeat(7000)), "[secret] ".repeat(7000));
  assert.ok(performance.now() - before < 1000);
});

test("what is short or common stays, and so does every text without secrets", () => {
  const scrub = createScrubber(["Bearer abc", "1", "true", ""]);
  assert.equal(scrub("Bearer token 1 is true"), "Bearer token 1 is true");
  assert.equal(createScrubber([])("anything"), "anything");
});
