export { inputFromAiSdk, outputFromAiSdk } from "./adapters/ai-sdk.ts";
export {
  inputFromAnthropic,
  outputFromAnthropic,
  systemFromAnthropic,
  toolsFromAnthropic,
} from "./adapters/anthropic.ts";
export {
  inputFromGemini,
  outputFromGemini,
  systemFromGemini,
  toolsFromGemini,
} from "./adapters/gemini.ts";
export {
  inputFromOpenAiChat,
  outputFromOpenAiChat,
  toolsFromOpenAi,
} from "./adapters/openai-chat.ts";
export {
  inputFromOpenAiResponses,
  outputFromOpenAiResponses,
  systemFromOpenAiResponses,
} from "./adapters/openai-responses.ts";
export { encodeContent } from "./encode.ts";
export type { ContentOptions } from "./encode.ts";
export {
  isInputMessages,
  isMemoryRecords,
  isMessagePart,
  isOutputMessages,
  isRetrievalDocuments,
  isSystemInstructions,
  isToolDefinitions,
} from "./guards.ts";
export type { ContentKind, Redact } from "./kinds.ts";
export { truncateContent } from "./truncate.ts";
export type * from "./types.ts";
