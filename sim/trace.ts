import { createHash } from 'node:crypto';

/** What the ports were asked and what they answered, in order. */
export type Trace = {
  readonly add: (line: string) => void;
  readonly lines: () => readonly string[];
  readonly hash: () => string;
};

const HEX = /0x[0-9a-f]+/gi;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const REQUEST_ID = /\\?"id\\?":\d+/g;
const PORT = /127\.0\.0\.1:\d+/g;

const replacer = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}`;
  if (value instanceof Map) return [...value];
  return value;
};

/** A port's answer without what differs from run to run: ids, hashes and signatures that follow from them, ports. */
export const withoutIds = (answer: unknown): string =>
  (JSON.stringify(answer, replacer) ?? 'nothing')
    // First, since they are most of the text, and every digit of them could begin an id.
    .replace(HEX, '0x')
    .replace(UUID, 'id')
    .replace(REQUEST_ID, 'id')
    .replace(PORT, 'host');

export const openTrace = (): Trace => {
  const lines: string[] = [];
  return {
    add: (line) => lines.push(line),
    lines: () => lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16),
  };
};
