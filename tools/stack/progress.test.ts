import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { createProgress, elapsed } from "./progress.ts";

let written: string[] = [];
const write = (text: string): boolean => {
  written.push(text);
  return true;
};

beforeEach(() => {
  written = [];
  mock.timers.enable({ apis: ["setInterval"] });
});
afterEach(() => mock.timers.reset());

test("without a terminal each step is a line, and a long one shows a sign of life", () => {
  const progress = createProgress({ write });
  progress.step("Tempo: compiling");
  progress.detail("17 · net/http");
  mock.timers.tick(14_999);
  assert.deepEqual(written, ["Tempo: compiling\n"]);
  mock.timers.tick(1);
  assert.equal(written.length, 2);
  assert.match(written[1] ?? "", /^Tempo: compiling · \d+ s · 17 · net\/http\n$/u);
  progress.end();
  mock.timers.tick(60_000);
  assert.equal(written.length, 2);
});

test("on a terminal one line is rewritten, cut to its width and cleared at the end", () => {
  const progress = createProgress({ write, isTTY: true, columns: 20 });
  progress.step("Tempo: compiling a lot of packages");
  assert.deepEqual(written, ["\r\u001B[2KTempo: compiling a "]);
  mock.timers.tick(200);
  assert.equal(written.length, 2);
  progress.note("by the way");
  progress.end();
  assert.deepEqual(written.slice(2), ["\r\u001B[2K", "by the way\n", "\r\u001B[2K"]);
});

test("elapsed() gives seconds, then minutes", () => {
  assert.equal(elapsed(59_999), "59 s");
  assert.equal(elapsed(185_000), "3:05 min");
});
