import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration } from "./format.ts";
import { cleanText, fitText, padText, textWidth, wrapText } from "./text.ts";

test("textWidth() counts wide characters twice and combining marks not at all", () => {
  assert.equal(textWidth("plain"), 5);
  assert.equal(textWidth("日本語"), 6);
  assert.equal(textWidth("🤖"), 2);
  assert.equal(textWidth("e\u0301"), 1);
});

test("fitText() and padText() keep to the columns", () => {
  assert.equal(fitText("lookup_order", 6), "looku…");
  assert.equal(fitText("日本語", 4), "日…");
  assert.equal(fitText("short", 5), "short");
  assert.equal(fitText("x", 0), "");
  assert.equal(padText("日本", 6), "日本  ");
});

test("wrapText() breaks at spaces and cuts the last line", () => {
  const options = { width: 10, maxLines: 2 };
  assert.deepEqual(wrapText("one two three four", options), ["one two", "three four"]);
  assert.deepEqual(wrapText("x".repeat(25), options), ["x".repeat(10), `${"x".repeat(9)}…`]);
  assert.deepEqual(wrapText("", options), [""]);
});

test("cleanText() shows control characters as pictures", () => {
  assert.equal(cleanText("a\u0000\u001b\u007f\u0085b"), "a␀␛␡�b");
  assert.equal(cleanText("x".repeat(2000)).length, 1001);
});

test("formatDuration() fits the unit to the size", () => {
  const durations = [0n, 850_000n, 12_345_678n, 99_960_000n, 999_600_000n, 61_000_000_000n];
  assert.deepEqual(durations.map(formatDuration), [
    "0 µs",
    "850 µs",
    "12.3 ms",
    "100 ms",
    "1.00 s",
    "1 m 01 s",
  ]);
  assert.equal(formatDuration(7_260_000_000_000n), "2 h 01 m");
  assert.equal(formatDuration(-1n), "?");
});
