const KEY_BYTES = 32;
const DIGITS = Buffer.from('0123456789abcdef', 'latin1');

/** `0x` and 64 hex digits, as a key is written, without a string of it ever being there; a key that begins with zeros may have fewer bytes. */
export const keyDigits = (key: Buffer): Buffer => {
  const text = Buffer.alloc(2 + KEY_BYTES * 2, '0');
  text.write('0x', 'latin1');
  const from = text.length - key.length * 2;
  key.forEach((byte, index) => {
    text[from + index * 2] = DIGITS[byte >> 4] ?? 0;
    text[from + index * 2 + 1] = DIGITS[byte & 15] ?? 0;
  });
  return text;
};
