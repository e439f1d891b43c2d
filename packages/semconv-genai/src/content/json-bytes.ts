/** Bytes of a text in UTF-8. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(text);
}

/** The beginning of a text, with an ellipsis, so that it has at most `limit` bytes inside JSON quotes. */
export function cutText(text: string, limit: number): string {
  // No character is shorter than a byte inside JSON.
  if (text.length <= limit && jsonBytes(JSON.stringify(text)) - 2 <= limit) return text;
  let bytes = ELLIPSIS_BYTES;
  let end = 0;
  for (const character of text) {
    bytes += encodedBytes(character);
    if (bytes > limit) break;
    end += character.length;
  }
  return limit < ELLIPSIS_BYTES ? "" : `${text.slice(0, end)}…`;
}

const ELLIPSIS_BYTES = 3;

function encodedBytes(character: string): number {
  return jsonBytes(JSON.stringify(character)) - 2;
}
