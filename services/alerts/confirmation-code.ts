import { createHash, randomBytes } from 'node:crypto';

/** Without those that are taken for one another. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz';
const LENGTH = 24;

/** A code of 118 bits, in fours. */
export const newCode = (): string => {
  const code: string[] = [];
  while (code.length < LENGTH)
    for (const byte of randomBytes(LENGTH)) {
      // Beyond the last whole turn of the letters some would come more often.
      const letter = byte < LETTERS.length * 8 ? LETTERS[byte % LETTERS.length] : undefined;
      if (letter !== undefined && code.length < LENGTH) code.push(letter);
    }
  return (code.join('').match(/.{4}/g) ?? []).join('-');
};

/** What is kept of a code; dashes, spaces and case, as people copy them, are nothing. */
export const codeHashOf = (code: string): Buffer =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest();
