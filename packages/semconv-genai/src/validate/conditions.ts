import type { KnownAttributes } from "./check-attributes.ts";

/** What a condition is judged by. */
export interface ConditionFacts {
  readonly attributes: KnownAttributes;
  readonly failed: boolean;
}

/** Whether a condition of the conventions visibly holds; most only the application can know, and those do not. */
export function holds(condition: string, { attributes, failed }: ConditionFacts): boolean {
  const method = attributes.get("mcp.method.name")?.value;
  switch (condition) {
    case "if_error":
      return failed;
    case "if_server_address_set":
      return isHostName(attributes.get("server.address")?.value);
    case "if_tool_operation":
      return method === "tools/call";
    case "if_prompt_operation":
      return method === "prompts/get";
    case "if_request_not_notification":
      return typeof method === "string" && !method.startsWith("notifications/");
    default:
      return false;
  }
}

/** A socket path has no port. */
function isHostName(address: unknown): boolean {
  return typeof address === "string" && !address.includes("/") && !address.includes("\\");
}
