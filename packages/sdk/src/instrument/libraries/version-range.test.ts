import assert from "node:assert/strict";
import { test } from "node:test";

import { selectModules } from "./catalogue.ts";
import { isVersionIn } from "./version-range.ts";

test("isVersionIn() compares numbers, not text", () => {
  const ranges = [">=1.9.0 <2.0.0", ">=5.0.0 <5.10.0"];
  for (const version of ["1.9.0", "1.10.0", "1.999.999", "5.9.3", "5.9.3+build"]) {
    assert.equal(isVersionIn(version, ranges), true, version);
  }
  for (const version of ["1.8.9", "2.0.0", "2.0.0-rc.1", "5.10.0", "", "latest", "1.9"]) {
    assert.equal(isVersionIn(version, ranges), false, version);
  }
  assert.equal(isVersionIn("0.0.1", ["*"]), true);
});

test("isVersionIn() understands every range of the catalogue", () => {
  for (const { versions } of selectModules(() => true).patches)
    assert.equal(typeof isVersionIn("1.0.0", versions), "boolean");
  assert.throws(() => isVersionIn("1.0.0", ["^1.0.0"]), /not a version range: \^1\.0\.0/);
});
