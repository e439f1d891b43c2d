import assert from "node:assert/strict";
import { test } from "node:test";

import { type ClientTarget, readClientTarget } from "./client-target.ts";
import { createQueryRedactor } from "./redact-query.ts";

const redactQuery = createQueryRedactor(["n"]);

function read(origin: string | URL, path: string): ClientTarget {
  return readClientTarget(origin, path, redactQuery);
}

test("readClientTarget() never records credentials", () => {
  assert.deepEqual(read("https://user:pass@api.example", "/v1?key=k&n=1"), {
    url: "https://api.example/v1?key=REDACTED&n=1",
    scheme: "https",
    address: "api.example",
    port: 443,
  });
  assert.deepEqual(read("http://proxy:3128", "http://user:pass@api.example:8080/a?token=t"), {
    url: "http://api.example:8080/a?token=REDACTED",
    scheme: "http",
    address: "api.example",
    port: 8080,
  });
});

test("readClientTarget() understands URL objects, IPv6 and CONNECT", () => {
  assert.deepEqual(read(new URL("http://[::1]:81/"), "/x"), {
    url: "http://[::1]:81/x",
    scheme: "http",
    address: "::1",
    port: 81,
  });
  assert.equal(read("http://proxy:3128", "api.example:443").url, "http://proxy:3128/");
});

test("readClientTarget() forgets origins when there are many", () => {
  for (let index = 0; index < 1_200; index += 1) {
    assert.equal(read(`http://h${index}`, "/").address, `h${index}`);
  }
});

test("readClientTarget() leaves fragments out, and reads hosts that are none", () => {
  assert.equal(read("http://a", "/x#access_token=s3cret?n=1").url, "http://a/x");
  assert.equal(read("http://a", "/x?n=1#s3cret").url, "http://a/x?n=1");
  assert.deepEqual(read("https://user:s3cret@no such host", "/x"), {
    url: "https://no%20such%20host/x",
    scheme: "https",
    address: "no%20such%20host",
    port: 443,
  });
  assert.equal(read(`http://\ud800 ${"x".repeat(9_000)}`, "/").address.length < 800, true);
  assert.equal(read("http://proxy:3128", "HTTPS://api.example").url, "https://api.example");
});
