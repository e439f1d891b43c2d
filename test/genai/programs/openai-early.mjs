// A client that is imported and created before telemetry is started in code, as an ES module.
import { OpenAI } from "openai";
import { startTelemetry } from "@agent-otel/sdk";

const client = new OpenAI({ apiKey: "k", baseURL: `${process.argv[2]}/v1` });
const telemetry = startTelemetry();
await client.models.list().catch(() => undefined);
await client.chat.completions.create({ model: "gpt-x", messages: [] });
console.log(`outcome: ${JSON.stringify({ form: "coverage", seen: telemetry.coverage() })}`);
