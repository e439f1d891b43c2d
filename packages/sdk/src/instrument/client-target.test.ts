import assert from "node:assert/strict";
import { test } from "node:test";

import { readClientTarget } from "./client-target.ts";

test("readClientTarget() never records credentials", () => {
  assert.deepEqual(readClientTarget("https://user:pass@api.example", "/v1?key=k&n=1"), {
    url: "https://api.example/v1?key=REDACTED&n=1",
    address: "api.example",
    port: 443,
  });
  assert.deepEqual(
    readClientTarget("http://proxy:3128", "http://user:pass@api.example:8080/a?token=t"),
    { url: "http://api.example:8080/a?token=REDACTED", address: "api.example", port: 8080 },
  );
});

test("readClientTarget() understands URL objects, IPv6 and CONNECT", () => {
  assert.deepEqual(readClientTarget(new URL("http://[::1]:81/"), "/x"), {
    url: "http://[::1]:81/x",
    address: "::1",
    port: 81,
  });
  assert.equal(readClientTarget("http://proxy:3128", "api.example:443").url, "http://proxy:3128/");
});

test("readClientTarget() forgets origins when there are many", () => {
  for (let index = 0; index < 1_200; index += 1) {
    assert.equal(readClientTarget(`http://h${index}`, "/").address, `h${index}`);
  }
});
