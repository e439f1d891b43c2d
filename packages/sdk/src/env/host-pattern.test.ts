import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHostPattern } from "./host-pattern.ts";

test("names, addresses and what is below a name are patterns, with a port or without", () => {
  const cases: readonly (readonly [string, object])[] = [
    ["*", { host: "", below: false }],
    ["*:8080", { host: "", below: false, port: 8080 }],
    ["API.example.com", { host: "api.example.com", below: false }],
    ["api.example.com.", { host: "api.example.com", below: false }],
    ["*.example.com:443", { host: "example.com", below: true, port: 443 }],
    ["my_service", { host: "my_service", below: false }],
    ["10.0.0.7:9", { host: "10.0.0.7", below: false, port: 9 }],
    ["::1", { host: "::1", below: false }],
    ["[0:0:0:0:0:0:0:1]:80", { host: "::1", below: false, port: 80 }],
  ];
  for (const [text, expected] of cases) assert.deepEqual(parseHostPattern(text), expected, text);
});

test("everything else is none", () => {
  for (const text of [
    "",
    ".",
    "*.",
    "*.*",
    "*.[::1]",
    "*example.com",
    "api.*.com",
    "https://api.example.com",
    "api.example.com/v1",
    "me@api.example.com",
    "a..b",
    ".example.com",
    "a:0",
    "a:65536",
    "a:",
    "[::1",
    "[12]",
    "exämple.com",
    "a b",
    `${"a.".repeat(50_000)}!`,
  ]) {
    assert.equal(parseHostPattern(text), undefined, text.slice(0, 40));
  }
});
