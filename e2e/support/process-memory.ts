import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/** A way in which a key may lie in a memory. */
export type KeyForm = { readonly name: string; readonly bytes: Buffer };

/** `0x` and 64 digits: its digits in both cases, in base64, as bytes, and as a large number has them. */
export const formsOfKey = (key: string, whose = ''): readonly KeyForm[] => {
  const bytes = Buffer.from(key.slice(2), 'hex');
  if (bytes.length !== 32) throw new Error('that is no key of 32 bytes');
  const base64 = bytes.toString('base64');
  return [
    { name: 'hex', bytes: Buffer.from(key.slice(2).toLowerCase(), 'latin1') },
    { name: 'HEX', bytes: Buffer.from(key.slice(2).toUpperCase(), 'latin1') },
    { name: 'hex of two bytes a digit', bytes: Buffer.from(key.slice(2).toLowerCase(), 'utf16le') },
    // Its last digits depend on what stands behind it.
    { name: 'base64', bytes: Buffer.from(base64.slice(0, 42), 'latin1') },
    { name: 'bytes', bytes },
    { name: 'reversed', bytes: Buffer.from(bytes).reverse() },
  ].map((form) => ({ ...form, name: `${whose}${form.name}` }));
};

/** The names of those forms that are in one of the parts. */
export const whichIn = (parts: Iterable<Buffer>, forms: readonly KeyForm[]): readonly string[] => {
  const found = new Set<string>();
  for (const part of parts) for (const { name, bytes } of forms) if (part.includes(bytes)) found.add(name);
  return [...found];
};

const readAll = (file: number, { at, end }: { readonly at: bigint; readonly end: bigint }): Buffer => {
  const part = Buffer.alloc(Number(end - at));
  let read = 0;
  try {
    for (let count = -1; count !== 0 && read < part.length; read += count)
      count = readSync(file, part, read, part.length - read, at + BigInt(read));
  } catch {
    // The kernel's own regions are read by nobody.
  }
  return part.subarray(0, read);
};

/** What a process on Linux has in its memory and may write, region by region; it must be a child of whoever asks. */
export function* memoryOf(pid: number): Generator<Buffer> {
  const file = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (from !== undefined && to !== undefined)
        yield readAll(file, { at: BigInt(`0x${from}`), end: BigInt(`0x${to}`) });
    }
  } finally {
    closeSync(file);
  }
}
