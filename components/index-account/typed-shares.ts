import type { Allocation } from '../../lib/intents/allocations.ts';

/** Shares as somebody writes them: a token and its per cent on each line. Shares of a stored index read back to the same. */
export const sharesText = (allocations: readonly Pick<Allocation, 'token' | 'targetBps'>[]): string =>
  allocations.map(({ token, targetBps }) => `${token} ${targetBps / 100}`).join('\n');

const LINE = /^(\S+)\s+(\d{1,3})(?:\.(\d{1,2}))?\s*%?$/;

/** What was typed as allocations, or the line that can't be read. Whether they make 100 % is for the API to say. */
export const typedShares = (text: string): readonly Allocation[] | string => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const allocations: Allocation[] = [];
  for (const line of lines) {
    const [, token, whole, fraction = ''] = LINE.exec(line) ?? [];
    if (token === undefined || whole === undefined)
      return `“${line.slice(0, 80)}” can’t be read: a token and its per cent, such as “nep141:wrap.near 25”.`;
    allocations.push({ token, targetBps: Number(whole) * 100 + Number(fraction.padEnd(2, '0')) });
  }
  return allocations;
};
