import { env } from 'node:process';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { type Hex, keccak256, stringToBytes } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantText } from '../../../lib/intents/instants.ts';
import { intentNonce } from '../../../lib/intents/intent-nonce.ts';
import type { QuotedLeg } from '../../../lib/intents/intent-of-leg.ts';
import type { AskedSwap } from '../../../lib/intents/quote.ts';
import { quoteRequest } from '../../../lib/intents/quote.ts';
import { transferText } from '../../../lib/intents/transfer-intent.ts';
import { ok } from '../../../lib/result.ts';
import type { SealingKeys } from '../../env-sealing.ts';
import { quoteAnswer } from '../../intents/one-click-shapes.ts';
import { API_KEY, type IntentsWorld, openIntents } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { openSecret, rewrapSecret } from '../../secrets/envelope.ts';
import { intentSigner } from '../../signers/intent-signer.ts';
import { makeIndexKey, openIndexKey } from './index-account-key.ts';

const sealing: SealingKeys = { current: new Secret('5a'.repeat(32)), previous: null };
const ROW = '7';
const made = makeIndexKey(sealing, ROW);
if (!made.ok) throw new Error(made.error.message);
const { account, sealed } = made.value;
const USDC = 'nep141:usdc.near';
const LEG: Hex = keccak256(stringToBytes('a leg of a test'));

let world: IntentsWorld;
/** The answer to the question of the leg that is planned, as it came over the wire. */
let answer: Readonly<Record<string, unknown>>;
let plan: AskedSwap;
let now: number;
beforeAll(async () => {
  world = await openIntents();
  now = world.clock.seconds;
  world.fake.ledger.give({ account, token: USDC, units: 5_000_000_000n }, now);
  plan = {
    ...{ originAsset: USDC, destinationAsset: 'nep141:btc.omft.near', amountUnits: 1_000_000_000n },
    ...{ slippageBps: 100, leastOutUnits: 1_600_000n, depositType: 'INTENTS', refundType: 'INTENTS' },
    ...{ recipientType: 'INTENTS', refundTo: account, recipient: account, deadlineSeconds: now + 600 },
  };
  const response = await fetch(`${world.fake.api.baseUrl}/v0/quote`, {
    ...{ method: 'POST', headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' } },
    body: JSON.stringify(quoteRequest(plan, { dry: false, deadline: instantText(now + 600) })),
  });
  answer = (await response.json()) as typeof answer;
});
afterAll(() => world.fake.close());

let opened = 0;
const signer = () =>
  intentSigner({
    quoteKey: world.fake.quoteKey,
    openSigner: async () => {
      opened += 1;
      return openIndexKey(sealing, { id: ROW, sealed });
    },
    nowSeconds: () => now,
  });

const legOf = (json: unknown, changed: Partial<QuotedLeg> = {}): QuotedLeg | null => {
  const quote = quoteAnswer.safeParse(json);
  if (!quote.success) return null;
  const leg = { account, legId: LEG, asked: plan, salt: '0x0a0b0c0d', deadlineSeconds: now + 100 } as const;
  return { ...leg, quote: quote.data, ...changed };
};
/** As whoever hands it in would write it, whether it may be signed or not. */
const textOf = (leg: QuotedLeg): string => {
  try {
    return transferText({
      ...{ signer: leg.account, receiver: leg.quote.depositAddress ?? '', token: leg.asked.originAsset },
      ...{ amountUnits: leg.asked.amountUnits, deadlineSeconds: leg.deadlineSeconds },
      nonce: intentNonce(leg),
    });
  } catch {
    return '';
  }
};
const good = (): QuotedLeg => {
  const leg = legOf(answer);
  if (leg === null) throw new Error('the right answer can’t be read');
  return leg;
};

type Json = { [name: string]: unknown };
const quoteOf = (json: unknown): Json => (json as { quote: Json }).quote;
const depositAddress = (): string => String(quoteOf(answer)['depositAddress']);

describe('the signer of an index account', () => {
  it('signs the leg’s own intent, which the verifier takes once and the provider swaps', async () => {
    const leg = good();
    const signed = await signer().sign(leg, textOf(leg));
    if (!signed.ok) throw new Error(signed.error.message);
    const { text, signature, intentHash, nonce } = signed.value;
    expect(await signer().sign(leg, text)).toEqual(signed);
    expect(await world.api.submit({ text, signature })).toEqual(ok(intentHash));
    expect(await world.api.submit({ text, signature })).toMatchObject({ error: { code: 'venue-refused' } });
    expect(world.fake.ledger.balanceOf(account, USDC)).toBe(4_000_000_000n);
    expect(world.fake.ledger.balanceOf(depositAddress(), USDC)).toBe(1_000_000_000n);
    world.clock.seconds += 18;
    const block = await world.verifier.finalBlock();
    if (!block.ok) throw new Error(block.error.message);
    expect(await world.verifier.isNonceUsed({ account, nonce }, block.value)).toEqual(ok(true));
    const tokens = [USDC, 'nep141:btc.omft.near'];
    expect(await world.verifier.balances({ account, tokens }, block.value)).toEqual(
      ok([4_000_000_000n, 1_665_000n]),
    );
  });

  it.each<[string, Partial<Omit<QuotedLeg, 'asked'>> & { asked?: Partial<AskedSwap> }, string]>([
    ['money on a chain', { asked: { depositType: 'ORIGIN_CHAIN' } }, 'no leg of money'],
    ['a slippage that is none', { asked: { slippageBps: Number.NaN } }, 'slippage is none'],
    ['somebody else’s index', { asked: { recipient: 'thief.near' } }, 'would not come to the account'],
    ['a leg without a name', { legId: '0x12' }, 'no name of 32 bytes'],
    ['a salt of three bytes', { salt: '0x0a0b0c' }, 'not four bytes'],
    ['a time that is over', { deadlineSeconds: 0 }, 'time is over'],
    ['a time that is no number', { deadlineSeconds: Number.NaN }, 'time is over'],
    ['a time long ahead', { deadlineSeconds: 1_790_000_121 }, 'more than 120 s'],
    ['another account', { account: `0x${'0'.repeat(39)}1` }, 'would not come back'],
  ])('signs nothing for %s, and opens no key to say so', async (_name, changed, words) => {
    const leg = { ...good(), ...changed, asked: { ...plan, ...changed.asked } };
    const before = opened;
    const signed = await signer().sign(leg, textOf(good()));
    expect(signed).toMatchObject({ error: { code: 'guard-refused' } });
    expect(signed.ok ? '' : signed.error.message).toContain(words);
    expect(opened).toBe(before);
  });

  it('signs nothing while the deposit address might die first', async () => {
    const old = now;
    now += 520;
    const late = { ...good(), deadlineSeconds: now + 60 };
    const signed = await signer().sign(late, '');
    now = old;
    expect(signed.ok ? '' : signed.error.message).toContain('until the deposit address dies');
  });

  it('signs nothing of a quote by another key', async () => {
    const other = intentSigner({
      quoteKey: world.fake.quoteKey.replace(/.$/, (last) => (last === '2' ? '3' : '2')),
      openSigner: async () => openIndexKey(sealing, { id: ROW, sealed }),
      nowSeconds: () => now,
    });
    const signed = await other.sign(good(), textOf(good()));
    expect(signed.ok ? '' : signed.error.message).toBe(
      'Nothing is signed. The quote is not signed by the provider’s key.',
    );
  });

  it('signs nothing with the key of another row', async () => {
    expect(openIndexKey(sealing, { id: '8', sealed })).toMatchObject({
      error: { code: 'secret-unreadable' },
    });
    const second = makeIndexKey(sealing, '8');
    if (!second.ok) throw new Error(second.error.message);
    const other = intentSigner({
      quoteKey: world.fake.quoteKey,
      openSigner: async () => openIndexKey(sealing, { id: '8', sealed: second.value.sealed }),
      nowSeconds: () => now,
    });
    const signed = await other.sign(good(), textOf(good()));
    expect(signed.ok ? '' : signed.error.message).toContain('another account’s');
  });
});

describe('the key of an index account', () => {
  const place = { table: 'index_accounts', rowId: ROW, column: 'key' };
  const key = openSecret(sealing, place, sealed);
  if (!key.ok) throw new Error(key.error.message);
  const digits = key.value.reveal().slice(2);

  it('is in nothing that can be printed, logged or stored: not in its row, its signer, a signature or a refusal', async () => {
    const refusals = [
      await signer().sign(good(), 'another text'),
      openIndexKey({ current: new Secret('5b'.repeat(32)), previous: null }, { id: ROW, sealed }),
      openIndexKey({ current: null, previous: null }, { id: ROW, sealed }),
      openIndexKey(sealing, { id: ROW, sealed: { ...sealed, sealed: sealed.wrappedKey } }),
    ];
    for (const refusal of refusals) expect(refusal.ok).toBe(false);
    const shown = [
      made,
      openIndexKey(sealing, { id: ROW, sealed }),
      await signer().sign(good(), textOf(good())),
    ];
    const printed = inspect([...shown, ...refusals], { depth: 20, showHidden: true, maxArrayLength: null });
    const stored = JSON.stringify([...shown, ...refusals], (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    const bytes = Buffer.concat([sealed.sealed, sealed.wrappedKey]).toString('hex');
    expect(`${printed}${stored}${bytes}`.toLowerCase()).not.toContain(digits);
    expect(digits).toMatch(/^[0-9a-f]{64}$/);
  });

  it('opens under the key that SECRETS_KEY was rotated to, and is the same account’s', () => {
    const next = { current: new Secret('5b'.repeat(32)), previous: sealing.current };
    const rewrapped = rewrapSecret(next, place, sealed);
    if (!rewrapped.ok) throw new Error(rewrapped.error.message);
    const alone = { ...next, previous: null };
    expect(openIndexKey(alone, { id: ROW, sealed })).toMatchObject({ error: { code: 'secret-unreadable' } });
    const after = openIndexKey(alone, { id: ROW, sealed: rewrapped.value });
    expect(after.ok ? after.value.address : '').toBe(account);
  });

  it('is made anew for every account', () => {
    const accounts = Array.from({ length: 20 }, (_, id) => makeIndexKey(sealing, `${id}`)).map((one) =>
      one.ok ? one.value.account : '',
    );
    expect(new Set(accounts).size).toBe(20);
    expect(makeIndexKey({ current: null, previous: null }, '1')).toMatchObject({
      error: { code: 'not-configured' },
    });
  });
});

/** Words and values that somebody would rather see there. */
const VALUES: readonly unknown[] = [
  ...[
    'thief.near',
    `0x${'ee'.repeat(20)}`,
    'intents.near',
    'ee'.repeat(32),
    '',
    '0',
    '1',
    '2000000000',
    '-1',
  ],
  ...[
    'nep141:btc.omft.near',
    'nep141:wrap.near',
    'ORIGIN_CHAIN',
    'INTENTS',
    'FLEX_INPUT',
    '1e9',
    '01000000000',
  ],
  ...['2030-01-01T00:00:00Z', '2026-09-21T14:23:20Z', 0, 1, 10_000, -1, 1.5, true, false, null],
  ...[['thief.near'], { recipient: 'thief.near', fee: 9_999 }, 'ORIGIN_CHAIN ', 'thief.near","x":"'],
];
const NAMES = [
  ...['appFees', 'customRecipientMsg', 'virtualChainRecipient', 'depositMemo', 'depositMode', 'recipient'],
  ...['depositAddress', 'referral', 'amount', 'memo', 'intents', '__proto__', 'dry'],
];

const set = (at: Json, name: string, value: unknown): void => {
  at[name] = value;
};

/** One change somewhere in JSON: a value replaced, a field left out, added, or two of them exchanged. */
const changed = (json: unknown, pick: (below: number) => number): unknown => {
  const copy = structuredClone(json);
  const places: { readonly at: Json; readonly name: string }[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      places.push({ at: value as Json, name });
      walk((value as Json)[name]);
    }
  };
  walk(copy);
  const place = places[pick(places.length)];
  const other = places[pick(places.length)];
  if (place === undefined || other === undefined) return copy;
  const { at, name } = place;
  const text = String(at[name]);
  const ways: readonly (() => void)[] = [
    () => set(at, name, VALUES[pick(VALUES.length)]),
    () => void delete at[name],
    () => set(at, NAMES[pick(NAMES.length)] ?? '', VALUES[pick(VALUES.length)]),
    () => {
      const kept = at[name];
      set(at, name, other.at[other.name]);
      set(other.at, other.name, kept);
    },
    () => set(at, name, text.slice(0, -1)),
    () => set(at, name, `${text}0`),
    () => set(at, name, text.toUpperCase()),
  ];
  ways[pick(ways.length)]?.();
  return copy;
};

/** What a signed text moves, read by somebody who knows nothing of how it was written. */
const movedBy = (text: string): unknown => {
  const { signer_id, verifying_contract, intents, ...rest } = JSON.parse(text);
  return { signer_id, verifying_contract, intents, rest: Object.keys(rest).sort() };
};

describe('5,000 changed intents, quotes and plans', () => {
  it('have the signer sign nothing but the transfer of the leg that is planned', async () => {
    const runs = Number(env.PROPERTY_CASES ?? 5_000);
    const counts = { signed: 0, refused: 0, unread: 0 };
    const planned = {
      ...{ signer_id: account, verifying_contract: 'intents.near', rest: ['deadline', 'nonce'] },
      intents: [{ intent: 'transfer', receiver_id: depositAddress(), tokens: { [USDC]: '1000000000' } }],
    };
    const planFields = (): Json => ({
      ...{ account, legId: LEG, salt: '0x0a0b0c0d', deadlineSeconds: now + 100 },
      asked: { ...plan, amountUnits: plan.amountUnits.toString(), leastOutUnits: '1600000' },
    });
    const readPlan = (json: unknown): Partial<QuotedLeg> => {
      const { asked, ...rest } = json as { asked: Json } & Json;
      const units = (text: unknown) => (/^-?\d{1,40}$/.test(String(text)) ? BigInt(String(text)) : 0n);
      const { amountUnits, leastOutUnits } = asked ?? {};
      const of = { ...asked, amountUnits: units(amountUnits), leastOutUnits: units(leastOutUnits) };
      return { ...rest, asked: of } as Partial<QuotedLeg>;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('quote', 'intent', 'plan', 'quote and plan', 'letter'),
        fc.infiniteStream(fc.nat()),
        async (kind, numbers) => {
          const pick = (below: number) => (numbers.next().value ?? 0) % Math.max(1, below);
          const json = kind.startsWith('quote') ? changed(answer, pick) : answer;
          const plans = kind.endsWith('plan') ? readPlan(changed(planFields(), pick)) : {};
          const leg = legOf(json, plans);
          if (leg === null) {
            counts.unread += 1;
            return;
          }
          const own = textOf(leg) || textOf(good());
          const at = pick(own.length);
          const letters = `${own.slice(0, at)}${'thief0",{}[]: \\'.charAt(pick(15))}${own.slice(at + pick(2))}`;
          const texts = { intent: JSON.stringify(changed(JSON.parse(own), pick)), letter: letters };
          const text = kind === 'intent' || kind === 'letter' ? texts[kind] : own;
          const signed = await signer().sign(leg, text);
          counts[signed.ok ? 'signed' : 'refused'] += 1;
          if (!signed.ok) return;
          expect(movedBy(signed.value.text)).toEqual(planned);
          const { deadline } = JSON.parse(signed.value.text);
          expect(Date.parse(deadline) / 1_000).toBeGreaterThan(now);
          expect(Date.parse(deadline) / 1_000).toBeLessThanOrEqual(now + 120);
        },
      ),
      { numRuns: runs },
    );
    // A test that refuses everything, or reads nothing, would prove nothing.
    expect(counts.signed).toBeGreaterThan(runs / 100);
    expect(counts.refused).toBeGreaterThan(runs / 2);
  }, 600_000);
});
