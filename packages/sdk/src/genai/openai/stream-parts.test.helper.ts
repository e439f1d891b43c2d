/** Deltas of a streamed chat answer: of one that calls a tool, of a long one, or of the text and more. */
export function chatDeltas(model: string, text: string): object[] {
  if (model === "long") {
    return Array.from({ length: 100 }, () => ({ content: "long-canary ".repeat(99) }));
  }
  if (model !== "calls") return [{ content: text }, { content: " and more" }];
  return [
    callDelta({ id: "call_1", type: "function", function: { name: "look_up", arguments: "" } }),
    callDelta({ function: { arguments: '{"at":' } }),
    callDelta({ function: { arguments: "[1,2]}" } }),
  ];
}

/** Events in which the Responses API tells its output bit by bit; the tool call is not complete. */
export function outputEvents(text: string): unknown[] {
  return [
    added(0, { type: "reasoning", id: "r" }),
    delta("reasoning_summary_text", 0, "hm"),
    added(1, { type: "message", id: "m", role: "assistant", content: [] }),
    delta("output_text", 1, text),
    added(2, { type: "function_call", id: "f", call_id: "call_1", name: "look_up" }),
    delta("function_call_arguments", 2, '{"at":'),
  ];
}

function callDelta(rest: object): object {
  return { tool_calls: [{ index: 0, ...rest }] };
}

function added(output_index: number, item: object): unknown {
  return { type: "response.output_item.added", output_index, item };
}

function delta(kind: string, output_index: number, text: string): unknown {
  return { type: `response.${kind}.delta`, output_index, delta: text };
}
