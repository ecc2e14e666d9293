import { isLosslessNumber } from 'lossless-json';

/**
 * JSON as JavaScript has it, from one whose numbers are texts. Nothing of money is a number in what 1Click and the verifier answer: amounts
 * are strings, and only times, shares and decimals are not.
 */
export const plainJson = (value: unknown): unknown => {
  if (isLosslessNumber(value)) return Number(value.value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainJson(one)]));
};

/** The same of a list of objects whose field is money all the same, as a listed price is: it stays the text that was written. */
export const plainButFor = (value: unknown, field: string): unknown =>
  Array.isArray(value)
    ? value.map((one: unknown) => {
        const plain = plainJson(one);
        const written: unknown = Object.entries(one ?? {}).find(([name]) => name === field)?.[1];
        return isLosslessNumber(written) && typeof plain === 'object'
          ? { ...plain, [field]: written.value }
          : plain;
      })
    : plainJson(value);
