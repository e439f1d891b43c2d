import assert from "node:assert/strict";
import { test } from "node:test";
import { hostArchitecture, osType } from "./local-detectors.ts";

test("architectures and systems have the names of the conventions", () => {
  assert.deepEqual(["x64", "arm64", "arm", "ia32", "ppc64", "s390x"].map(hostArchitecture), [
    "amd64",
    "arm64",
    "arm32",
    "x86",
    "ppc64",
    "s390x",
  ]);
  assert.deepEqual(["linux", "darwin", "win32", "sunos", "android", "freebsd"].map(osType), [
    "linux",
    "darwin",
    "windows",
    "solaris",
    "linux",
    "freebsd",
  ]);
});
