// Ways in which applications call the client of `openai`; each returns what the application sees.
import { forms as chat } from "./openai-chat-forms.mjs";
import { forms as others } from "./openai-other-forms.mjs";
import { forms as streams } from "./openai-stream-forms.mjs";
import { forms as tools } from "./openai-tool-forms.mjs";

export const forms = { ...chat, ...streams, ...others, ...tools };
