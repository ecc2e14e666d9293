import { createHash } from 'node:crypto';
import { env } from 'node:process';
import { base32, base58, base58xrp, bech32, bech32m, createBase58check } from '@scure/base';
import fc from 'fast-check';
import { getAddress, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { canCheckAddresses, mayNeedMemo, whyNoMemo, whyNotThere } from './withdrawal-address.ts';

const why = (chain: string, address: string, memo: string | null = null, ours: readonly string[] = []) =>
  whyNotThere(chain, { address, memo }, ours);

/** Addresses that everybody knows: of standards' own examples, of genesis blocks and of protocols. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['eth', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
  ['base', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359'],
  ['btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['btc', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
  ['btc', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['btc', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4'],
  ['btc', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'],
  ['xrp', 'rrrrrrrrrrrrrrrrrrrrrhoLvTp'],
  ['xrp', 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh'],
  ['stellar', 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'],
  // XLS-5 and SEP-23: with a tag or an id within, and without.
  ['xrp', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ'],
  ['xrp', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu'],
  ['stellar', 'MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ'],
  ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['sol', 'So11111111111111111111111111111111111111112'],
  ['near', 'wrap.near'],
  ['near', 'ab'.repeat(32)],
  ['sui', `0x${'0'.repeat(63)}2`],
];

/** As bytes become an address of a chain, for those that have a checksum. */
const sha = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const check = createBase58check(sha);
const xrpOf = (hash: Uint8Array): string => {
  const head = Uint8Array.from([0, ...hash]);
  return base58xrp.encode(Uint8Array.from([...head, ...sha(sha(head)).subarray(0, 4)]));
};
/** XLS-5: two bytes of the net, the account, whether there is a tag, and the tag in eight bytes, the lowest first. */
const xrpTagged = (of: Uint8Array, tag: number | null, net: readonly number[] = [0x05, 0x44]): string => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(tag ?? 0), true);
  const payload = Uint8Array.from([...net, ...of, tag === null ? 0 : 1, ...bytes]);
  return base58xrp.encode(Uint8Array.from([...payload, ...sha(sha(payload)).subarray(0, 4)]));
};

/** CRC-16/XMODEM, by its polynomial as a long division. */
const crcOf = (bytes: Uint8Array): number =>
  [...bytes].reduce(
    (sum, byte) =>
      Array.from({ length: 8 }).reduce<number>(
        (rest) => (rest & 0x8000 ? (rest << 1) ^ 0x11021 : rest << 1),
        sum ^ (byte << 8),
      ),
    0,
  );

/** SEP-23: the version of M, the key, and the id in eight bytes, the highest first; then the sum. */
const muxedOf = (key: Uint8Array, id: bigint): string => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, id);
  const payload = Uint8Array.from([12 << 3, ...key, ...bytes]);
  const sum = crcOf(payload);
  return base32.encode(Uint8Array.from([...payload, sum & 0xff, sum >> 8])).replaceAll('=', '');
};

const MADE: Readonly<Record<string, (hash: Uint8Array) => string>> = {
  btc: (hash) => check.encode(Uint8Array.from([0, ...hash])),
  ltc: (hash) => bech32.encode('ltc', [0, ...bech32.toWords(hash)]),
  doge: (hash) => check.encode(Uint8Array.from([0x1e, ...hash])),
  dash: (hash) => check.encode(Uint8Array.from([0x4c, ...hash])),
  zec: (hash) => check.encode(Uint8Array.from([0x1c, 0xb8, ...hash])),
  tron: (hash) => check.encode(Uint8Array.from([0x41, ...hash])),
  xrp: xrpOf,
};
const hash = fc.uint8Array({ minLength: 20, maxLength: 20 });

describe('an address to withdraw to', () => {
  it.each(KNOWN)('of %s is known: %s', (chain, address) => {
    expect(why(chain, address)).toBeNull();
  });

  it.each(KNOWN)('of %s is no address of a chain with other ones: %s', (chain, address) => {
    const others = KNOWN.map(([other]) => other).filter(
      (other) => other !== chain && !(['eth', 'base'].includes(chain) && ['eth', 'base'].includes(other)),
    );
    for (const other of others) expect(why(other, address), other).toContain(`no address of ${other}`);
  });

  it.each(Object.entries(MADE))(
    'of %s is taken as it is made, and not with a letter changed',
    (chain, make) => {
      fc.assert(
        fc.property(
          hash,
          fc.nat(),
          fc.constantFrom(...'3456789acdefhjklmnpqrstuvwxyzACDEFGH'),
          (of, at, letter) => {
            const address = make(of);
            expect(why(chain, address)).toBeNull();
            const place = at % address.length;
            const changed = `${address.slice(0, place)}${letter}${address.slice(place + 1)}`;
            if (changed !== address) expect(why(chain, changed)).not.toBeNull();
          },
        ),
        { numRuns: Number(env.PROPERTY_CASES ?? 200) },
      );
    },
  );

  it('of an EVM chain has a letter in the other case only by mistake', () => {
    fc.assert(
      fc.property(hash, fc.nat(), (of, at) => {
        const address = getAddress(toHex(of));
        const places = [...address].flatMap((letter, place) => (/[a-fA-F]/.test(letter) ? [place] : []));
        const place = places[at % Math.max(1, places.length)];
        if (place === undefined) return;
        const letter = address.charAt(place);
        const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
        const changed = `${address.slice(0, place)}${other}${address.slice(place + 1)}`;
        expect(why('eth', address)).toBeNull();
        if (changed !== changed.toLowerCase()) expect(why('eth', changed)).not.toBeNull();
      }),
      { numRuns: Number(env.PROPERTY_CASES ?? 200) },
    );
  });

  it.each([
    [
      'btc',
      bech32m.encode('bc', [0, ...bech32m.toWords(new Uint8Array(20))]),
      'the first version by the later sum',
    ],
    [
      'btc',
      bech32.encode('bc', [1, ...bech32.toWords(new Uint8Array(32))]),
      'a later version by the first sum',
    ],
    ['btc', bech32.encode('bc', [0, ...bech32.toWords(new Uint8Array(21))]), 'a program of another length'],
    ['btc', bech32.encode('tb', [0, ...bech32.toWords(new Uint8Array(20))]), 'the test net'],
    ['btc', check.encode(Uint8Array.from([0x6f, ...new Uint8Array(20)])), 'the test net, in the old way'],
    ['sol', base58.encode(new Uint8Array(31).fill(7)), 'a byte less'],
    ['stellar', base32.encode(new Uint8Array(35)), 'no account'],
    ['sui', '0x2', 'the short form'],
    ['near', 'Wrap.near', 'a capital'],
    ['eth', '0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'a wrong checksum'],
  ])('of %s is refused: %s (%s)', (chain, address) => {
    expect(why(chain, address)).toContain('no address');
  });

  it('of a chain that is not known here is refused, with that as the reason', () => {
    for (const chain of ['ton', 'constructor']) {
      expect(why(chain, 'EQ')).toContain('can’t be checked here yet');
      expect(canCheckAddresses(chain)).toBe(false);
    }
  });

  it('of Cardano is one that pays to a key of the main net, every letter of it', () => {
    const check = (type: number, bytes: number, prefix = 'addr'): string | null =>
      why(
        'cardano',
        bech32.encode(prefix, bech32.toWords(Uint8Array.of(type, ...new Uint8Array(bytes))), 128),
      );
    expect([0x01, 0x21].map((type) => check(type, 56))).toEqual([null, null]);
    expect(check(0x61, 28)).toBeNull();
    // CIP-19's own example of a key without a stake part.
    const own = 'addr1vx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzers66hrl8';
    expect(why('cardano', own)).toBeNull();
    for (let at = 5; at < own.length; at += 1)
      expect(
        why('cardano', `${own.slice(0, at)}${own.charAt(at) === 'q' ? 'p' : 'q'}${own.slice(at + 1)}`),
      ).toContain('no address');
    for (const [type, bytes, prefix] of [
      [0x00, 56, 'addr'],
      [0x11, 56, 'addr'],
      [0x31, 56, 'addr'],
      [0x71, 28, 'addr'],
      [0x41, 31, 'addr'],
      [0xe1, 28, 'stake'],
      [0x01, 28, 'addr'],
      [0x61, 56, 'addr'],
      [0x61, 28, 'addr_test'],
    ] as const)
      expect(check(type, bytes, prefix)).toContain('no address');
  });

  it('has a memo where its chain has one, and of its kind', () => {
    expect(['xrp', 'stellar', 'btc'].map(mayNeedMemo)).toEqual([true, true, false]);
    const xrp = 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh';
    expect(why('xrp', xrp, '4294967295')).toBeNull();
    expect(why('xrp', xrp, '4294967296')).toContain('no memo');
    expect(why('xrp', xrp, 'name')).toContain('no memo');
    expect(why('btc', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', '1')).toContain('has no memo');
  });

  it('may have its memo within it, by the chain’s own form, and is the same account’s as without', () => {
    const classic = 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh';
    const key = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ';
    const of = base58xrp.decode(classic).subarray(1, 21);
    const tagged = xrpTagged(of, 4_294_967_295);
    const muxed = muxedOf(base32.decode(key).subarray(1, 33), 1234n);
    expect([tagged.charAt(0), muxed.charAt(0)]).toEqual(['X', 'M']);
    for (const [chain, within, without] of [
      ['xrp', tagged, classic],
      ['xrp', xrpTagged(of, null), classic],
      ['stellar', muxed, key],
    ] as const) {
      expect(why(chain, within)).toBeNull();
      expect(why(chain, within, null, [without])).toContain('awaits deposits');
      expect(why(chain, without, null, [within])).toContain('awaits deposits');
      for (let at = 0; at < within.length; at += 1)
        expect(
          why(chain, `${within.slice(0, at)}${within.charAt(at) === 'B' ? 'C' : 'B'}${within.slice(at + 1)}`),
        ).not.toBeNull();
      expect(why(chain, `${within}=`)).toContain('no address');
    }
    // The test net's, and a tag of more than it can hold.
    expect(why('xrp', xrpTagged(of, 1, [0x04, 0x93]))).toContain('no address');
    expect(why('xrp', xrpTagged(of, 2 ** 32))).toContain('no address');
  });

  it('takes no memo beside it, since no quote has a place for one', () => {
    expect(whyNoMemo('xrp', 'rX', null)).toBeNull();
    expect(whyNoMemo('xrp', 'rX', '7')).toContain('the form that begins with X');
    expect(whyNoMemo('stellar', 'GX', 'hello')).toContain('the form that begins with M');
    expect(whyNoMemo('btc', '1X', '7')).toContain('btc has no memo');
  });

  it('is none of those at which the account awaits deposits', () => {
    expect(why('near', 'ab'.repeat(32), null, ['AB'.repeat(32)])).toContain('awaits deposits');
  });
});
