import { join } from "node:path";
import { loadDotenvFile } from "./dotenv-file.ts";
import { startOnce } from "./start.ts";

// What register.ts loads where Node.js is new enough. Not a function of it: each file that a start loads costs time.
startOnce({}, loadDotenvFile(join(process.cwd(), ".env"), process.env));
