import { expect, it } from 'vitest';
import { boundedBytes } from './bounded-bytes.ts';

async function* partsOf(log: string[], ...texts: readonly string[]) {
  try {
    for (const text of texts) {
      log.push(text);
      yield new TextEncoder().encode(text);
    }
  } finally {
    log.push('left');
  }
}

const read = async (bytesMax: number): Promise<[string | null, readonly string[]]> => {
  const log: string[] = [];
  const bytes = await boundedBytes(partsOf(log, 'abc', 'de', 'f'), bytesMax);
  return [bytes === null ? null : new TextDecoder().decode(bytes), log];
};

it('reads a stream of exactly as many bytes, and leaves a longer one where it is one too long', async () => {
  expect(await read(6)).toEqual(['abcdef', ['abc', 'de', 'f', 'left']]);
  expect(await read(5)).toEqual([null, ['abc', 'de', 'f', 'left']]);
  expect(await read(4)).toEqual([null, ['abc', 'de', 'left']]);
});

it('takes no stream for an empty one', async () => {
  expect(await boundedBytes(null, 0)).toEqual(new Uint8Array(0));
});
