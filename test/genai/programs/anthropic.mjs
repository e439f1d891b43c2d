// The client of Anthropic as an ES module sees it. Arguments: the package's name, the URL of the provider, what to leave out.
import { runForms } from "./anthropic-run.mjs";

const [, , name, url, without] = process.argv;
const { default: Anthropic } = await import(name);
await runForms(Anthropic, url, without);
