import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QuoteAsked } from '../../../stack/intents/one-click-requests.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';
import { lookAtAccount, quoteDeposit } from '../../intents/quote-deposit.ts';
import { type IntentsWorld, openIntents } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import { insertIndexAccount } from '../../store/indexes/index-accounts.ts';
import {
  claimIndexDeposits,
  readDepositAddresses,
  readIndexDeposits,
} from '../../store/indexes/index-deposits.ts';
import { addressOf } from '../../store/testing/arrange.ts';
import { type TestBot, withTestBot } from '../../store/testing/with-test-bot.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { tendDeposits } from './deposit-turn.ts';
import { indexKeyPlace, makeIndexKey } from './index-account-key.ts';
import { keepDeposit } from './keep-deposit.ts';

// Deposits from a wish to their end, on a real database and the fake of provider and verifier, each look by a process that knows nothing.

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});
let app: ReturnType<typeof openAppSql>;
let intents: IntentsWorld;
let outcome: Outcome = 'swap';
const asked: QuoteAsked[] = [];
beforeAll(async () => {
  app = openAppSql(world.database.urls.app);
  intents = await openIntents({
    outcomeOf: (one) => {
      asked.push(one);
      return outcome;
    },
  });
  // The database’s clock is the wall’s.
  intents.clock.seconds = Math.floor(Date.now() / 1_000);
});
afterAll(async () => {
  await app?.end();
  await intents?.fake.close();
});

const [ANN, BOB] = [1, 2].map(addressOf) as [Address, Address];
const ROW = '00000000-0000-4000-8000-000000000001';
const BTC = 'nep141:btc.omft.near';
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const XLM = 'nep141:stellar.omft.near';
const BY_MEMO = {
  ...{ asset: XLM, amount: '100', refundTo: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ' },
};
const SEALING = { current: new Secret('1f'.repeat(32)), previous: null };
const as = <T>(viewer: Address, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, { address: viewer, role: 'user' }, work);

let account: Address;
beforeEach(async () => {
  await world.database.admin`delete from index_accounts`;
  await world.database.admin`delete from secrets`;
  outcome = 'swap';
  const made = makeIndexKey(SEALING, ROW);
  if (!made.ok) throw new Error(made.error.message);
  const key = { ...indexKeyPlace(ROW), ...made.value.sealed };
  account = made.value.account;
  await as(ANN, (sql) =>
    insertIndexAccount(sql, { owner: ANN, name: 'Savings', account, capCents: 100_000n, key }),
  );
});

const ports = () => {
  const { api, verifier, fake, clock } = intents;
  return { api, verifier, quoteKey: fake.quoteKey, nowSeconds: () => clock.seconds };
};
type Wish = { readonly asset?: string; readonly amount?: string; readonly refundTo?: string };
const wishOf = ({ asset = BTC, amount = '0.01', refundTo = HOME }: Wish) => ({
  asset,
  into: asset,
  amount,
  refundTo,
});

/** Asks for an address as its owner does, and writes it down. */
const ask = async (wish: Wish = {}, viewer = ANN) => {
  const ours = await as(viewer, (sql) => readDepositAddresses(sql, ROW));
  const quoted = await quoteDeposit(ports(), wishOf(wish), { account, ours });
  return quoted.ok ? as(viewer, (sql) => keepDeposit(sql, ROW, quoted.value)) : quoted;
};
const made = async (wish: Wish = {}) => {
  const kept = await ask(wish);
  if (!kept.ok) throw new Error(kept.error.message);
  return kept.value;
};
const said = async (wish: Wish = {}, viewer = ANN): Promise<string> => {
  const kept = await ask(wish, viewer);
  return kept.ok ? 'an address' : `${kept.error.code}: ${kept.error.message}`;
};

/** Another process looks, so many seconds later; what it claims is due at once. */
const look = async (afterSeconds = 0) => {
  intents.clock.seconds += afterSeconds;
  await world.database.admin`update index_deposits set visible_at = now()`;
  let rounds = 0;
  const isOver = () => {
    rounds += 1;
    return rounds > 1;
  };
  const run = inDatabase(world.bot);
  return tendDeposits(run, { status: intents.api.status, isOver, nowSeconds: () => intents.clock.seconds });
};
const states = async () =>
  (await as(ANN, (sql) => readIndexDeposits(sql, { accountId: ROW, limit: 10 }))).map(({ state }) => state);
const held = async () => {
  const seen = await lookAtAccount(ports(), account);
  return seen.ok ? seen.value.holdings.map(({ token, units }) => [token.symbol, units]) : seen.error.code;
};

describe('a deposit', () => {
  it('is written down with its address, seen on its way, and counts as held once the verifier says so', async () => {
    const row = await made();
    expect(row).toMatchObject({
      chain: 'btc',
      symbol: 'BTC',
      amountUnits: 1_000_000n,
      usdCents: 60_000n,
      memo: null,
    });
    expect(asked.at(-1)).toMatchObject({ depositType: 'ORIGIN_CHAIN', recipient: account, refundTo: HOME });
    await look();
    expect(await states()).toEqual(['awaited']);
    intents.fake.arrive(row.address, BTC, 1_000_000n);
    await look(1);
    expect(await states()).toEqual(['seen']);
    expect(await held()).toEqual([]);
    await look(4);
    expect(await states()).toEqual(['on-its-way']);
    await look(60);
    expect(await states()).toEqual(['arrived']);
    expect(await held()).toEqual([['BTC', 999_000n]]);
    expect(await look()).toEqual({ ok: true, value: 0 });
  });

  it.each<[string, Outcome, bigint, number, string]>([
    ['too little came', 'swap', 1n, 1, 'too-little'],
    ['too little came and its address died', 'swap', 1n, 700, 'came-back'],
    ['it came after its address had died', 'swap', 0n, 700, 'address-dead'],
    ['it was of no use', 'refund', 1_000_000n, 60, 'came-back'],
    ['it was sent back and is called a success', 'refund-as-success', 1_000_000n, 60, 'came-back'],
    ['it is called failed', 'fail', 1_000_000n, 60, 'failed'],
    ['it hangs', 'stay', 1_000_000n, 90_000, 'on-its-way'],
    ['it is told of by another word', 'odd-word', 1_000_000n, 60, 'unclear'],
  ])('of which %s says so', async (_name, becomes, units, afterSeconds, state) => {
    outcome = becomes;
    const row = await made();
    if (units > 0n) intents.fake.arrive(row.address, BTC, units);
    await look(afterSeconds);
    expect(await states()).toEqual([state]);
    expect(await held()).toEqual([]);
  });

  it('of another asset is seen by nobody: once its address is dead its owner is told what it may have been', async () => {
    const row = await made();
    intents.fake.arrive(row.address, 'nep141:usdc.near', 1_000_000n);
    await look(1);
    expect(await states()).toEqual(['awaited']);
    await look(700);
    expect(await states()).toEqual(['address-dead']);
    expect(await held()).toEqual([]);
  });

  it('that comes after its address was found dead is late until it has come back, whatever it is called between', async () => {
    const row = await made();
    await look(700);
    expect(await states()).toEqual(['address-dead']);
    intents.fake.arrive(row.address, BTC, 1_000_000n);
    await look(1);
    expect(await states()).toEqual(['too-late']);
    expect(await held()).toEqual([]);
    await look(5);
    expect(await states()).toEqual(['too-late']);
    await look(60);
    expect(await states()).toEqual(['came-back']);
    const [found] = await as(ANN, (sql) => readIndexDeposits(sql, { accountId: ROW, limit: 1 }));
    expect(found).toMatchObject({ isLate: true, report: { refundedUnits: 1_000_000n } });
    expect(await held()).toEqual([]);
  });

  it('by memo is one of several at one address: what comes without its memo, or with another’s, is not its own', async () => {
    const [one, other] = [await made(BY_MEMO), await made(BY_MEMO)];
    expect(asked.at(-1)).toMatchObject({ depositMode: 'MEMO' });
    expect(one.address).toBe(other.address);
    expect(one.memo).toMatch(/^\d+$/);
    expect(other.memo).not.toBe(one.memo);
    intents.fake.arrive(one.address, XLM, 1_000_000_000n);
    await look(1);
    expect(await states()).toEqual(['awaited', 'awaited']);
    intents.fake.arrive(one, XLM, 1_000_000_000n);
    await look(20);
    expect(await states()).toEqual(['awaited', 'arrived']);
    expect(await held()).toEqual([['XLM', 999_000_000n]]);
    expect(await said({ ...BY_MEMO, refundTo: one.address })).toContain('awaits deposits');
  });

  it('that was seen stays seen while the provider is away', async () => {
    const row = await made();
    intents.fake.arrive(row.address, BTC, 1n);
    await look(1);
    intents.fake.api.fault.current = 'reset';
    expect(await look(1)).toMatchObject({ ok: false });
    intents.fake.api.fault.current = null;
    intents.clock.seconds += 3_600;
    expect(await states()).toEqual(['too-little']);
  });

  it('is looked at by one of two workers, and by the other once the first has died', async () => {
    await made();
    const run = inDatabase(world.bot);
    const claim = () => run((sql) => claimIndexDeposits(sql, { limit: 10, leaseSeconds: 60 }));
    const counts = (await Promise.all([claim(), claim()])).map((one) => (one.ok ? one.value.length : -1));
    expect(counts.toSorted()).toEqual([0, 1]);
    await world.database.admin`update index_deposits set visible_at = visible_at - interval '61 seconds'`;
    expect((await claim()).ok).toBe(true);
  });
});

describe('no address is given, with a sentence', () => {
  it('above the cap, with what is awaited and held counted in, however many are asked for at once', async () => {
    expect(await said({ amount: '0.02' })).toContain(
      'would hold and await 1200 USD, and its cap is 1000 USD',
    );
    const row = await made();
    const at = await Promise.all([said({ amount: '0.004' }), said({ amount: '0.004' })]);
    expect(at.filter((one) => one === 'an address')).toHaveLength(1);
    intents.fake.arrive(row.address, BTC, 1_000_000n);
    await look(60);
    expect(await said({ amount: '0.004' })).toContain('and its cap is 1000 USD');
    const rows = await world.database.admin`select from index_deposits`;
    expect(rows).toHaveLength(2);
  });

  it('for any reason of what somebody else has sent: that is told, and counts in no sum', async () => {
    const GIFT = 'nep141:gift.near';
    intents.fake.ledger.give({ account, token: GIFT, units: 10n ** 30n }, intents.clock.seconds);
    intents.clock.seconds += 10;
    expect(await lookAtAccount(ports(), account)).toMatchObject({
      value: { holdings: [], unlisted: [{ token: GIFT, units: 10n ** 30n }], usdE18: 0n },
    });
    expect(await said()).toBe('an address');
    // What was listed, and is no longer, is told so as well.
    const row = await made({ amount: '0.001' });
    intents.fake.arrive(row.address, BTC, 100_000n);
    await look(60);
    expect(await held()).toEqual([['BTC', 99_900n]]);
    const at = intents.fake.tokens.findIndex(({ assetId }) => assetId === BTC);
    const [btc] = intents.fake.tokens.splice(at, 1);
    expect(await lookAtAccount(ports(), account)).toMatchObject({
      value: {
        holdings: [],
        unlisted: [
          { token: GIFT, units: 10n ** 30n },
          { token: BTC, units: 99_900n },
        ],
      },
    });
    if (btc !== undefined) intents.fake.tokens.push(btc);
  });

  it('below the provider’s least, and for a place that is none', async () => {
    expect(await said({ amount: '0.00000001' })).toBe(
      'index-refused: No address is given. The least that is taken is 0.0000001 BTC.',
    );
    expect(await said({ refundTo: account })).toContain('is no address of btc');
    const before = asked.length;
    const row = await made({ amount: '0.001' });
    expect(await said({ refundTo: row.address })).toMatch(/is no address of btc|awaits deposits/);
    expect(asked).toHaveLength(before + 1);
  });

  it('to another person, or of a closed account', async () => {
    expect(await said({}, BOB)).toContain('The account is closed');
    await world.database.admin`update index_accounts set state = 'closed'`;
    expect(await said()).toContain('The account is closed');
  });

  it('where the quote is signed by another key', async () => {
    const other = { ...ports(), quoteKey: `ed25519:${'1'.repeat(43)}` };
    const quoted = await quoteDeposit(other, wishOf({}), { account, ours: [] });
    expect(quoted).toMatchObject({
      error: { code: 'index-refused', message: expect.stringContaining('not signed') },
    });
  });
});
