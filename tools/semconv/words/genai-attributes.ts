/** What each `gen_ai.*` attribute says, in our own words; the text of its TSDoc. */
export const genAiAttributeWords: Readonly<Record<string, string>> = {
  "gen_ai.agent.description": "What the agent is for, in the application's words.",
  "gen_ai.agent.id": "Identifier of the agent, given by whoever hosts it.",
  "gen_ai.agent.name": "Name of the agent, given by the application.",
  "gen_ai.agent.version": "Version of the agent's definition.",
  "gen_ai.conversation.compacted":
    "True when the conversation's history was shortened before this call.",
  "gen_ai.conversation.id":
    "Identifier of the conversation (session, thread) that this call belongs to.",
  "gen_ai.data_source.id": "Identifier of the data source that an agent or a retrieval draws on.",
  "gen_ai.embeddings.dimension.count": "Length of the embedding vectors.",
  "gen_ai.evaluation.explanation": "Why an evaluation came to its score, in free text.",
  "gen_ai.evaluation.name": "What an evaluation measures, such as `Relevance`.",
  "gen_ai.evaluation.score.label": "Score of an evaluation as a word.",
  "gen_ai.evaluation.score.value": "Score of an evaluation as a number.",
  "gen_ai.input.messages":
    "Messages given to the model, oldest first. Content: may hold personal data.",
  "gen_ai.memory.query.text":
    "Text by which a memory is searched. Content: may hold personal data.",
  "gen_ai.memory.record.count": "How many records a memory operation read or wrote.",
  "gen_ai.memory.record.id": "Identifier of the one memory record that an operation names.",
  "gen_ai.memory.records": "Records of a memory operation. Content: may hold personal data.",
  "gen_ai.memory.store.id": "Identifier of the memory store.",
  "gen_ai.operation.name": "What the call does.",
  "gen_ai.output.messages":
    "Messages that the model produced, one per answer. Content: may hold personal data.",
  "gen_ai.output.type": "Kind of output that the caller asked for.",
  "gen_ai.prompt.name": "Name of the prompt template.",
  "gen_ai.prompt.variable":
    "Value of one variable of a prompt template; the variable's name is the last part of the key. Content: may hold personal data.",
  "gen_ai.prompt.version": "Version of the prompt template.",
  "gen_ai.provider.name": "Who serves the model, not whose client library is used.",
  "gen_ai.request.choice.count": "Number of answers asked for, recorded when it is not 1.",
  "gen_ai.request.encoding_formats": "Formats in which embeddings are asked for.",
  "gen_ai.request.frequency_penalty": "Penalty on tokens by how often they already occurred.",
  "gen_ai.request.max_tokens": "Most tokens the model may produce.",
  "gen_ai.request.model": "Model that the caller asked for.",
  "gen_ai.request.presence_penalty": "Penalty on tokens that already occurred at all.",
  "gen_ai.request.previous_response.id":
    "Identifier of the earlier answer, kept by the provider, that this request continues.",
  "gen_ai.request.reasoning.level": "How much the model is asked to reason.",
  "gen_ai.request.seed": "Seed for repeatable answers.",
  "gen_ai.request.stop_sequences": "Texts at which the model stops.",
  "gen_ai.request.stream": "True when the answer is streamed; absent otherwise.",
  "gen_ai.request.stream_cursor": "Place from which an interrupted stream is resumed.",
  "gen_ai.request.temperature": "Sampling temperature.",
  "gen_ai.request.top_k": "Number of most likely tokens to sample from.",
  "gen_ai.request.top_p": "Probability mass to sample from.",
  "gen_ai.response.finish_reasons": "Why each answer ended, one entry per answer.",
  "gen_ai.response.id": "Identifier that the provider gave to the answer.",
  "gen_ai.response.model": "Model that really answered.",
  "gen_ai.response.status": "State of an answer that the provider works on in the background.",
  "gen_ai.response.time_to_first_chunk": "Seconds from the request to the first streamed chunk.",
  "gen_ai.retrieval.documents": "Documents found, with identifier and score.",
  "gen_ai.retrieval.query.text":
    "Text by which documents are searched. Content: may hold personal data.",
  "gen_ai.retrieval.top_k": "Most documents that the search may give.",
  "gen_ai.system_instructions":
    "Instructions that are given apart from the messages. Content: may hold personal data.",
  "gen_ai.token.modality": "Kind of content that a number of tokens stands for.",
  "gen_ai.tool.call.arguments": "Arguments of a tool call. Content: may hold personal data.",
  "gen_ai.tool.call.id": "Identifier that the model gave to this tool call.",
  "gen_ai.tool.call.result": "Result of a tool call. Content: may hold personal data.",
  "gen_ai.tool.definitions": "Tools that the model may call.",
  "gen_ai.tool.description": "What the tool does, in the application's words.",
  "gen_ai.tool.name": "Name of the tool.",
  "gen_ai.tool.type":
    "Where the tool runs: a `function` in the application, an `extension` on the agent's side, a `datastore` is queried.",
  "gen_ai.usage.audio.cache_read.input_tokens":
    "Part of the audio input tokens that a provider's cache served.",
  "gen_ai.usage.audio.input_tokens": "Part of the input tokens that stand for audio.",
  "gen_ai.usage.audio.output_tokens": "Part of the output tokens that stand for audio.",
  "gen_ai.usage.cache_read.input_tokens":
    "Part of the input tokens that a provider's cache served.",
  "gen_ai.usage.cache_write.input_tokens":
    "Part of the input tokens that were written to a provider's cache.",
  "gen_ai.usage.image.cache_read.input_tokens":
    "Part of the image input tokens that a provider's cache served.",
  "gen_ai.usage.image.input_tokens": "Part of the input tokens that stand for images.",
  "gen_ai.usage.image.output_tokens": "Part of the output tokens that stand for images.",
  "gen_ai.usage.input_tokens":
    "All tokens of the input, those read from or written to a cache included.",
  "gen_ai.usage.output_tokens": "All tokens of the output, reasoning included.",
  "gen_ai.usage.reasoning.output_tokens":
    "Part of the output tokens that the model spent on reasoning.",
  "gen_ai.usage.text.cache_read.input_tokens":
    "Part of the text input tokens that a provider's cache served.",
  "gen_ai.usage.text.input_tokens": "Part of the input tokens that stand for text.",
  "gen_ai.usage.text.output_tokens": "Part of the output tokens that stand for text.",
  "gen_ai.workflow.name": "Name of the workflow, given by the application.",
};
