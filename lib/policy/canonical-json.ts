const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
};

/**
 * One text for one value: no blanks, keys in the order of their UTF-16 code units, as RFC 8785 has it. For plain JSON values whose
 * keys are no integers, which JavaScript would put first.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));
