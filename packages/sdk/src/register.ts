import { join } from "node:path";
import { createReport } from "./report.ts";
import { loadDotenvFile } from "./dotenv-file.ts";
import { startTelemetry } from "./start.ts";

// `node --import @agent-otel/sdk/register`: the one module whose import has a side effect.
const dotenvProblems = loadDotenvFile(join(process.cwd(), ".env"), process.env);
const { config } = startTelemetry();
const report = createReport({ level: config.logLevel });
for (const problem of dotenvProblems) report.problem(problem);
