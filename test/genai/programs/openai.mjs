// The client of `openai` as an ES module sees it. Arguments: the package's name and the URL of the provider.
import { runForms } from "./openai-run.mjs";

await runForms(await import(process.argv[2]), process.argv[3]);
