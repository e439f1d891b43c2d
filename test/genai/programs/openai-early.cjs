// A client that is required and created before telemetry is started in code.
const { OpenAI } = require("openai");

const client = new OpenAI({ apiKey: "k", baseURL: `${process.argv[2]}/v1` });
async function main() {
  const { startTelemetry } = await import("@agent-otel/sdk");
  const telemetry = startTelemetry();
  await client.chat.completions.create({ model: "gpt-x", messages: [] });
  console.log(`outcome: ${JSON.stringify({ form: "coverage", seen: telemetry.coverage() })}`);
}

void main();
