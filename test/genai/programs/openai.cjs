// The client of `openai` as a CommonJS module sees it. Arguments: the package's name and the URL of the provider.
const openai = require(process.argv[2]);

void import("./openai-run.mjs").then(({ runForms }) => runForms(openai, process.argv[3]));
