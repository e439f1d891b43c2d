import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-validate-"));
after(() => rmSync(folder, { recursive: true }));

/** A span of kind SERVER without a provider. */
const TRACE = JSON.stringify({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              name: "chat",
              kind: "SPAN_KIND_SERVER",
              attributes: [{ key: "gen_ai.operation.name", value: { stringValue: "chat" } }],
            },
          ],
        },
      ],
    },
  ],
});

for (const how of ["a file", "standard input"]) {
  test(`the command reads ${how}`, async () => {
    const file = join(folder, "trace.json");
    writeFileSync(file, TRACE);
    const main = fileURLToPath(new URL("../main.ts", import.meta.url));
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string }>();
    const child = execFile(
      process.execPath,
      [main, "validate", ...(how === "a file" ? [file] : [])],
      (error, stdout) => resolve({ code: error?.code ?? 0, stdout }),
    );
    child.stdin?.end(how === "a file" ? "" : TRACE);
    const { code, stdout } = await promise;
    assert.equal(code, 1);
    assert.match(stdout, /1 span, 0 metrics, 0 log records: 2 errors\n$/);
  });
}

test("a file that is not there is exit code 2", async () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stderr: string }>();
  execFile(process.execPath, [main, "validate", join(folder, "no")], (error, _, stderr) =>
    resolve({ code: error?.code, stderr }),
  );
  const { code, stderr } = await promise;
  assert.equal(code, 2);
  assert.match(stderr, /^agent-otel validate: ENOENT: no such file or directory/);
});
