import assert from "node:assert/strict";
import { test } from "node:test";
import { onExitLast } from "./exit-listener.ts";

test("the listener stays behind those that the application adds", async () => {
  const calls: string[] = [];
  const before = process.listeners("exit");
  onExitLast(() => void calls.push("last"));
  const first = (): void => void calls.push("first");
  const second = (): void => void calls.push("second");
  process.on("exit", first);
  process.once("exit", second);
  await Promise.resolve();
  const added = process.rawListeners("exit").filter((each) => !before.some((old) => old === each));
  for (const listener of added) listener.call(process, 0);
  assert.deepEqual(calls, ["first", "second", "last"]);
  process.off("exit", first);
});
