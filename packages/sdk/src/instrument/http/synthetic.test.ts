import assert from "node:assert/strict";
import { test } from "node:test";

import { readSyntheticType } from "./synthetic.ts";

test("crawlers and probes are told by what they call themselves; users and libraries are not", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "bot"],
    ["Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bot"],
    ["Mozilla/5.0 AppleWebKit/537.36; compatible; GPTBot/1.2; +https://openai.com/gptbot", "bot"],
    ["kube-probe/1.31", "test"],
    ["ELB-HealthChecker/2.0", "test"],
    ["GoogleHC/1.0", "test"],
    ["Mozilla/5.0 (compatible; UptimeRobot/2.0)", "test"],
    ["Mozilla/5.0 (compatible; AlwaysOn)", "test"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", undefined],
    ["node", undefined],
    ["curl/8.5.0", undefined],
    ["Robotics-Client/1.0", undefined],
    ["Mozilla/5.0 (Linux; Android 13; CUBOT X70) Chrome/140.0 Mobile", undefined],
    ["", undefined],
  ];
  for (const [agent, expected] of cases) {
    assert.equal(readSyntheticType(agent), expected, agent);
    assert.equal(readSyntheticType(agent), expected, `${agent}, once more`);
  }
});

test("thousands of made-up and overlong names are neither slow nor kept", () => {
  const started = performance.now();
  for (let index = 0; index < 5_000; index += 1) readSyntheticType(`agent ${index}`);
  for (let index = 0; index < 50; index += 1) readSyntheticType(`${index}${"bo ".repeat(5_000)}`);
  assert.ok(performance.now() - started < 1_000);
});
