import { content } from "./content.ts";
import { dead } from "./dead.ts";
import { genAi, genAiAll } from "./genai.ts";
import { overload } from "./overload.ts";
import { rate } from "./rate.ts";
import { request } from "./request.ts";
import type { Scenario, ScenarioName } from "./scenario.ts";
import { spansPerRequest } from "./spans-per-request.ts";
import { span } from "./span.ts";
import { startup, startupAll } from "./startup.ts";

/** Each scenario by its name. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  span,
  request,
  overload,
  content,
  rate,
  dead,
  "spans-per-request": spansPerRequest,
  startup,
  "startup-all": startupAll,
  genai: genAi,
  "genai-all": genAiAll,
};
