// The client of Anthropic as a CommonJS module sees it. Arguments: the package's name, the URL of the provider, what to leave out.
const [, , name, url, without] = process.argv;
const { default: Anthropic } = require(name);

void import("./anthropic-run.mjs").then(({ runForms }) => runForms(Anthropic, url, without));
