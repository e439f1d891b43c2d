import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const register = fileURLToPath(new URL("../../register.ts", import.meta.url));
const start = new URL("../../index.ts", import.meta.url).href;

const programs = {
  import: `import "express"; import "pino";`,
  require: `const { createRequire } = await import("node:module");
    const require = createRequire(${JSON.stringify(import.meta.filename)}); require("express"); require("pino");`,
};

for (const [form, load] of Object.entries(programs)) {
  test(`what is loaded by ${form} is in the coverage where nothing is instrumented at load`, async () => {
    const report = `const { startTelemetry } = await import(${JSON.stringify(start)});
      const of = (name) => startTelemetry().coverage().find((each) => each.package === name)?.status;
      console.log([of("express"), of("pino")].join(" / "));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", register, "--input-type=module", "--eval", `${load}\n${report}`],
      {
        cwd: import.meta.dirname,
        timeout: 30_000,
        env: {
          PATH: process.env["PATH"],
          OTEL_NODE_ENABLED_INSTRUMENTATIONS: "http",
          OTEL_METRICS_EXPORTER: "none",
        },
      },
    );
    assert.equal(stdout.trim(), "switched off / switched off");
  });
}
