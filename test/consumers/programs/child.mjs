// A command that runs another one, which inherits the SDK by NODE_OPTIONS or not at all.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { contextEnvironment } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";

const isChild = process.argv.includes("child");
trace.getTracer("command").startActiveSpan(isChild ? "child" : "parent", (span) => {
  if (isChild) return span.end();
  const env = { ...process.env, ...contextEnvironment() };
  const flags = [...process.execArgv, fileURLToPath(import.meta.url), "child"];
  return spawn(process.execPath, flags, { env, stdio: "inherit" }).once("exit", () => span.end());
});
