import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { openSecret, rewrapSecret, type SealedSecret, sealSecret } from './envelope.ts';

const key = (byte: string) => new Secret(byte.repeat(32));
const KEYS = { current: key('a1'), previous: null };
const PLACE = { table: 'alerts', rowId: '7', column: 'target' };
const WORD = 'bot1234:a token of somebody';

const sealed = (keys = KEYS as Parameters<typeof sealSecret>[0], place = PLACE): SealedSecret => {
  const box = sealSecret(keys, place, new Secret(WORD));
  if (!box.ok) throw new Error(box.error.message);
  return box.value;
};
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const REFUSED = { ok: false, error: { code: 'secret-unreadable' } };

describe('a sealed secret', () => {
  it('opens at its place, and shows nowhere else', () => {
    const box = sealed();
    const opened = openSecret(KEYS, PLACE, box);
    expect(opened.ok && opened.value.reveal()).toBe(WORD);
    expect(inspect(opened, { depth: 9 })).not.toContain(WORD);
    expect(JSON.stringify(opened)).not.toContain(WORD);
    expect(Buffer.concat([box.sealed, box.wrappedKey]).includes(WORD)).toBe(false);
  });

  it.each(['', 'é🦊', 'x'.repeat(16_384)])('holds text of any kind up to 16 KiB', (text) => {
    const box = sealSecret(KEYS, PLACE, new Secret(text));
    const opened = box.ok ? openSecret(KEYS, PLACE, box.value) : box;
    expect(opened.ok && opened.value.reveal()).toBe(text);
  });

  it('is refused beyond that', () => {
    expect(sealSecret(KEYS, PLACE, new Secret('x'.repeat(16_385)))).toMatchObject({
      error: { code: 'value-refused' },
    });
  });

  it('is other bytes each time, under another key of its own', () => {
    const [one, two] = [sealed(), sealed()];
    expect(one.sealed.equals(two.sealed)).toBe(false);
    expect(one.wrappedKey.equals(two.wrappedKey)).toBe(false);
    // Neither opens with the other's key.
    expect(openSecret(KEYS, PLACE, { ...one, wrappedKey: two.wrappedKey })).toMatchObject(REFUSED);
  });

  it('doesn’t open in another row, column or table', () => {
    for (const place of [
      { ...PLACE, rowId: '8' },
      { ...PLACE, column: 'channel' },
      { ...PLACE, table: 'users' },
      // The parts joined are the same text.
      { table: 'alerts', rowId: '7","target', column: '' },
    ])
      expect(openSecret(KEYS, place, sealed())).toMatchObject(REFUSED);
  });

  it('doesn’t open with any bit changed, or cut off, or longer', () => {
    const box = sealed();
    for (let at = 0; at < box.sealed.length; at += 1)
      expect(openSecret(KEYS, PLACE, { ...box, sealed: flipped(box.sealed, at) })).toMatchObject(REFUSED);
    for (let at = 0; at < box.wrappedKey.length; at += 1)
      expect(openSecret(KEYS, PLACE, { ...box, wrappedKey: flipped(box.wrappedKey, at) })).toMatchObject(
        REFUSED,
      );
    for (const length of [0, 11, 12, 27, 28, box.sealed.length - 1])
      expect(openSecret(KEYS, PLACE, { ...box, sealed: box.sealed.subarray(0, length) })).toMatchObject(
        REFUSED,
      );
    for (const length of [0, 28, 59])
      expect(
        openSecret(KEYS, PLACE, { ...box, wrappedKey: box.wrappedKey.subarray(0, length) }),
      ).toMatchObject(REFUSED);
    const longer = Buffer.concat([box.sealed, Buffer.from([0])]);
    expect(openSecret(KEYS, PLACE, { ...box, sealed: longer })).toMatchObject(REFUSED);
  });

  it('names the version that is missing, its place, and nothing that is secret', () => {
    const box = sealed();
    const other = openSecret({ current: key('b2'), previous: key('c3') }, PLACE, box);
    expect(other).toMatchObject(REFUSED);
    const words = other.ok ? '' : other.error.message;
    expect(words).toContain('alerts.target of 7');
    expect(words).toContain(box.keyVersion);
    for (const secret of [WORD, 'a1a1', 'b2b2', 'c3c3']) expect(words).not.toContain(secret);
  });

  it('can’t be passed off as one of another version', () => {
    const two = sealed({ current: key('b2'), previous: null });
    const keys = { current: key('a1'), previous: key('b2') };
    expect(openSecret(keys, PLACE, { ...sealed(), keyVersion: two.keyVersion })).toMatchObject(REFUSED);
  });

  it('needs a key', () => {
    const none = { current: null, previous: null };
    expect(sealSecret(none, PLACE, new Secret(WORD))).toMatchObject({ error: { code: 'not-configured' } });
    expect(openSecret(none, PLACE, sealed())).toMatchObject({ error: { code: 'not-configured' } });
  });
});

describe('a rewrapped secret', () => {
  const NEXT = { current: key('b2'), previous: key('a1') };

  it('opens with the new key alone, its own bytes as they were', () => {
    const box = sealed();
    const next = rewrapSecret(NEXT, PLACE, box);
    if (!next.ok) throw new Error(next.error.message);
    expect(next.value.sealed).toBe(box.sealed);
    expect(next.value.keyVersion).not.toBe(box.keyVersion);
    const opened = openSecret({ current: key('b2'), previous: null }, PLACE, next.value);
    expect(opened.ok && opened.value.reveal()).toBe(WORD);
    expect(openSecret(KEYS, PLACE, next.value)).toMatchObject(REFUSED);
  });

  it('is refused when it was changed, so that nothing broken gets a good wrapping', () => {
    const box = sealed();
    expect(rewrapSecret(NEXT, PLACE, { ...box, sealed: flipped(box.sealed, 20) })).toMatchObject(REFUSED);
    expect(rewrapSecret(NEXT, { ...PLACE, rowId: '8' }, box)).toMatchObject(REFUSED);
  });
});
