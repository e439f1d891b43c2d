/** Times that the model was asked for the next step. */
export const RUN_STEPS = "agent_otel.run.steps";
/** Tool calls of the run. */
export const RUN_TOOL_CALLS = "agent_otel.run.tool_calls";
/** Tool calls that repeat an earlier one of the run: the same tool, the same arguments. */
export const RUN_REPEATED_TOOL_CALLS = "agent_otel.run.repeated_tool_calls";
/** Seconds in which a model worked. */
export const RUN_MODEL_TIME = "agent_otel.run.model_time";
/** Seconds in which tools worked and no model did. */
export const RUN_TOOL_TIME = "agent_otel.run.tool_time";
/** Seconds in which neither did. */
export const RUN_WAIT_TIME = "agent_otel.run.wait_time";
/** Part of the input tokens that came from a cache, 0 to 1. */
export const RUN_CACHE_RATIO = "agent_otel.run.cache_ratio";
/** Why the run ended. */
export const RUN_STOP_REASON = "agent_otel.run.stop_reason";
/** On metrics: what a time was spent on, `model`, `tool` or `wait`. */
export const RUN_TIME_KIND = "agent_otel.run.time.kind";
