import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { evaluate, ExpressionError, maxExpressionLength } from "./expression.ts";

/** An MCP server with one tool, `calculate`. It is not connected yet: the caller chooses the transport. */
export function createCalculatorServer(): McpServer {
  const server = new McpServer({ name: "calculator", version: "1.0.0" });
  server.registerTool(
    "calculate",
    {
      title: "Calculate",
      description:
        "Computes an arithmetic expression exactly: numbers, + - * / ^, parentheses and percent, " +
        'for example "20% * 80" or "(3 + 4) / 2".',
      inputSchema: { expression: z.string().min(1).max(maxExpressionLength) },
      annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
    },
    ({ expression }) => calculate(expression),
  );
  return server;
}

function calculate(expression: string): CalculateResult {
  try {
    return { content: [{ type: "text", text: String(evaluate(expression)) }] };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // A result with isError reaches the model, which can then correct its expression.
    return { content: [{ type: "text", text: error.message }], isError: true };
  }
}

interface CalculateResult {
  [key: string]: unknown;
  content: { type: "text"; text: string }[];
  isError?: true;
}
