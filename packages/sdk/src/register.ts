import { join } from "node:path";
import { loadDotenvFile } from "./dotenv-file.ts";
import { startOnce } from "./start.ts";

// `node --import @agent-otel/sdk/register`: the one module whose import has a side effect.
startOnce({}, loadDotenvFile(join(process.cwd(), ".env"), process.env));
