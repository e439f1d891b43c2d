import { openaiPatches } from "./patch.ts";

/** Patches the exports of a file of `openai` as the hooks would. */
export function patchOpenAi(exports: unknown, file = "client.js"): unknown {
  const patch = openaiPatches.find(({ files }) => files?.includes(file));
  if (patch === undefined) throw new Error(`${file} is not patched`);
  return patch.patch(exports, undefined);
}
