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
