import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { environment, protocolOf, protocols } from "./exit-expectations.ts";
import { receiverFor } from "./receiver-client.ts";

const skip = spawnSync("npm", ["--version"]).status === 0 ? false : "there is no npm";

const register = fileURLToPath(import.meta.resolve("@agent-otel/sdk/register"));
const source = fileURLToPath(new URL("exit-source.mjs", import.meta.url));

/** A package whose script `start` runs exit-source.mjs with the SDK. */
function packageFor(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "exit-npm-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const start = `node --import "${register}" "${source}"`;
  writeFileSync(join(directory, "package.json"), JSON.stringify({ scripts: { start } }));
  return directory;
}

for (const protocol of protocols) {
  test(
    `Ctrl-C under npm, which is two signals, delivers everything, by ${protocol}`,
    { skip },
    async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const child = spawn("npm", ["run", "--silent", "start"], {
        cwd: packageFor(t),
        env: {
          ...environment(receiver.url),
          OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
          MODE: "open-server",
          PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
          HOME: tmpdir(),
        },
        stdio: ["ignore", "pipe", "pipe"],
        // A group of its own, as a terminal gives it.
        detached: true,
      });
      let errors = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
      await once(child.stdout, "data");
      assert.ok(child.pid !== undefined);
      process.kill(-child.pid, "SIGINT");
      await once(child, "close");
      assert.equal(receiver.receipts.numbers("traces").length, 20);
      assert.doesNotMatch(errors, /agent-otel/);
    },
  );
}
