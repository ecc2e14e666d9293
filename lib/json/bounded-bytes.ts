/**
 * The bytes of a stream in one piece, or null as soon as there are more than `bytesMax`: nothing after them is read. @throws what the
 * stream throws
 */
export const boundedBytes = async (
  parts: AsyncIterable<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const part of parts ?? []) {
    length += part.length;
    if (length > bytesMax) return null;
    kept.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of kept) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
