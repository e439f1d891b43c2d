import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseProxy, readProxySettings } from "./proxy.ts";

const proxies = { http: "http://p:1", https: "http://p:2" };

test("the proxy is chosen by the endpoint's scheme", () => {
  assert.equal(chooseProxy("http://c.example:4318/v1/traces", proxies)?.port, "1");
  assert.equal(chooseProxy("https://c.example/v1/traces", proxies)?.port, "2");
  assert.equal(chooseProxy("https://c.example", { http: "http://p:1" }), undefined);
  assert.equal(chooseProxy("http://c.example", { http: "p:8080" })?.href, "http://p:8080/");
});

for (const [no, url, direct] of [
  ["c.example", "http://c.example:4318", true],
  ["c.example", "http://a.c.example", true],
  ["c.example", "http://cc.example", false],
  [".c.example", "http://a.c.example", true],
  ["*.c.example", "http://a.c.example", true],
  ["C.EXAMPLE", "http://c.example", true],
  ["c.example:4318", "http://c.example:4318", true],
  ["c.example:4318", "http://c.example:4317", false],
  ["c.example:443", "https://c.example", true],
  ["a, b c.example", "http://c.example", true],
  ["*", "http://anything", true],
  ["", "http://c.example", false],
  [",", "http://c.example", false],
  [".", "http://c.example", false],
  ["10.0.0.0/8", "http://10.1.2.3:4318", true],
  ["10.0.0.0/8", "http://11.1.2.3", false],
  ["10.0.0.0/99", "http://10.1.2.3", false],
  ["10.1.2.3", "http://10.1.2.3", true],
  ["1.2.3", "http://10.1.2.3", false],
  ["fd00::/8", "http://[fd00::1]:4318", true],
  ["fd00::1", "http://[fd00::1]:4318", true],
  ["[fd00::1]:4318", "http://[fd00::1]:4318", true],
  ["fd00::2", "http://[fd00::1]:4318", false],
] as const) {
  test(`NO_PROXY=${no} and ${url}: ${direct ? "direct" : "proxy"}`, () => {
    assert.equal(chooseProxy(url, { ...proxies, no }) === undefined, direct);
  });
}

test("this machine is never reached through a proxy", () => {
  for (const host of ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
    assert.equal(chooseProxy(`http://${host}:4318`, proxies), undefined, host);
  }
});

test("an address that is no http: or https: URL is an error without its text, which may hold a password", () => {
  for (const address of ["socks5://u:pw@p:1", "http://", "::"]) {
    assert.throws(() => chooseProxy("http://c.example", { http: address }), {
      message: "the address of the proxy is no http: or https: URL; correct HTTP_PROXY",
    });
  }
});

test("the variables are read in both cases, lower case first, empty ones not at all", () => {
  assert.deepEqual(
    readProxySettings({
      HTTP_PROXY: "http://A",
      http_proxy: "http://a",
      HTTPS_PROXY: " ",
      no_proxy: "x",
    }),
    { http: "http://a", no: "x" },
  );
  assert.deepEqual(readProxySettings({ HTTPS_PROXY: "http://B" }), { https: "http://B" });
});

test("a CGI program does not take HTTP_PROXY, which a request can set", () => {
  assert.deepEqual(readProxySettings({ HTTP_PROXY: "http://evil", REQUEST_METHOD: "GET" }), {});
});
