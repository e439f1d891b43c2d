/** The bytes of an OTLP request with one span per name, each with as many attributes as given. */
export function otlpRequest(spans: readonly { name: string; attributes: number }[]): Buffer {
  const resource = field(1, field(1, Buffer.from("resource")));
  const scope = field(1, Buffer.from("scope"));
  const written = spans.map(({ name, attributes }) => field(2, span(name, attributes)));
  return field(1, Buffer.concat([resource, field(2, Buffer.concat([scope, ...written]))]));
}

/** A length-delimited field. */
export function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function span(name: string, attributes: number): Buffer {
  return Buffer.concat([
    field(1, Buffer.alloc(16, 0xff)),
    field(5, Buffer.from(name)),
    // kind: a varint; start time: fixed64; flags: fixed32.
    Buffer.from([6 * 8, 0x80, 0x01]),
    Buffer.from([7 * 8 + 1, 1, 2, 3, 4, 5, 6, 7, 8]),
    ...Array.from({ length: attributes }, () => field(9, field(1, Buffer.from("bench key")))),
    Buffer.concat([varint(16 * 8 + 5), Buffer.alloc(4)]),
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest < 128 ? 0 : 128));
    if (rest < 128) return Buffer.from(bytes);
  }
}
