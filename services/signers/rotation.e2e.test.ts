import { encodeFunctionData, type Hex, keccak256, recoverAddress, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BotWorld, buildBotWorld, REQUEST } from '../../e2e/support/bot-world.ts';
import { SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { decodeOrderBlob } from '../../lib/orders/order-blob.ts';
import { readEnv } from '../env.ts';
import { openBot } from '../wire/tick/bot.ts';
import { CREDENTIALS, type FakeAwsKms, KEY_ID, REGION, startFakeAwsKms } from './testing/fake-aws-kms.ts';

const NEXT_KEY = keccak256(toHex('the key that follows'));
const addressOf = (key: Hex) => privateKeyToAccount(key).address;
/** The first account of a test chain, which made the portfolio. */
const OWNER_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

let world: BotWorld;
let kms: FakeAwsKms;
beforeAll(async () => {
  [world, kms] = await Promise.all([buildBotWorld(), startFakeAwsKms(NEXT_KEY)]);
  for (const [name, value] of Object.entries({ ...CREDENTIALS, AWS_ENDPOINT_URL_KMS: kms.url }))
    vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await kms?.stop();
  await world?.stop();
});

/** One tick of a bot that holds these keys. */
const tickWith = async (keys: Readonly<Record<string, string | undefined>>) => {
  const opened = await openBot(readEnv({ ...world.env, ...keys }));
  if (!opened.ok) throw new Error(opened.error.message);
  const ticked = await opened.value.tick(REQUEST);
  await opened.value.close();
  if (!ticked.ok) throw new Error(ticked.error.message);
  return ticked.value;
};
const lastReason = async () => {
  const [row] = await world.database.admin`select reason from decisions order by id desc limit 1`;
  return row?.['reason'];
};
/** Who signed the order that was signed last. */
const lastSigner = async () => {
  const [row] = await world.database.admin`
    select order_hash, signature from orders order by signed_at desc, id limit 1`;
  const blob = decodeOrderBlob(row?.['signature']);
  if (blob === null) throw new Error('no order was signed');
  return recoverAddress({ hash: row?.['order_hash'], signature: blob.signature });
};
const setSigner = async (key: Hex) => {
  const { walletClient } = world.deployer;
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [addressOf(key)] });
  const hash = await walletClient.sendTransaction({ to: world.portfolio, data });
  expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
};

const BOTH = {
  ...{ BOT_SIGNER_PK: SIGNER_KEY, BOT_SIGNER_KMS_KEY_ID_NEXT: KEY_ID, BOT_SIGNER_KMS_REGION_NEXT: REGION },
};
const NEXT_ALONE = {
  ...{ BOT_SIGNER_PK: undefined, BOT_SIGNER_KMS_KEY_ID: KEY_ID, BOT_SIGNER_KMS_REGION: REGION },
};
const GOOD = { checked: 1, failed: 0, skipped: 0, remaining: 0 };

describe('the replacement of a key', () => {
  it('goes on from a key of the environment to one in AWS KMS while the bot holds both, without a missed tick', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    expect(await tickWith({ BOT_SIGNER_PK: SIGNER_KEY })).toMatchObject({ ...GOOD, acted: 1 });
    expect(await lastSigner()).toBe(addressOf(SIGNER_KEY));
    await world.fillNewest();

    await world.setPrices(100_000_000n, 2_900_000_000_000n);
    expect(await tickWith(BOTH)).toMatchObject({ ...GOOD, acted: 1 });
    expect(await lastSigner()).toBe(addressOf(SIGNER_KEY));
    await world.fillNewest();

    await setSigner(NEXT_KEY);
    await world.setPrices(100_000_000n, 3_500_000_000_000n);
    expect(await tickWith(BOTH)).toMatchObject({ ...GOOD, acted: 1 });
    expect(await lastSigner()).toBe(addressOf(NEXT_KEY));
    await world.fillNewest();

    await world.setPrices(100_000_000n, 4_200_000_000_000n);
    expect(await tickWith(NEXT_ALONE)).toMatchObject({ ...GOOD, acted: 1 });
    expect(await lastSigner()).toBe(addressOf(NEXT_KEY));
    await world.fillNewest();
    // The contract has taken a signature of either s.
    expect(kms.counts()).toMatchObject({ signatures: 2, highs: 1 });
    const [ticks] = await world.database.admin`
      select count(*)::int as all, count(*) filter (where acted = 1 and failed = 0)::int as good from ticks`;
    expect(ticks).toEqual({ all: 4, good: 4 });
  });

  it('leaves a portfolio that has gone over to a key that the bot has not, and says so', async () => {
    await world.setPrices(100_000_000n, 5_200_000_000_000n);
    expect(await tickWith({ BOT_SIGNER_PK: SIGNER_KEY })).toMatchObject({ ...GOOD, held: 1 });
    expect(await lastReason()).toBe('signer-not-authorised');
  });
});

describe('the key of a portfolio’s owner', () => {
  const withOwners = { BOT_SIGNER_PK: NEXT_KEY, BOT_SIGNER_PK_NEXT: OWNER_KEY };

  it('in the bot’s hands holds the portfolio, and nothing is signed', async () => {
    const [before] = await world.database.admin`select count(*)::int as orders from orders`;
    expect(await tickWith(withOwners)).toMatchObject({ ...GOOD, held: 1 });
    expect(await lastReason()).toBe('signer-too-strong');
    expect(await world.database.admin`select count(*)::int as orders from orders`).toEqual([before]);
  });

  it('is served on for those who run the bot for themselves alone', async () => {
    expect(await tickWith({ ...withOwners, ALLOW_OWNER_KEY: '1' })).toMatchObject({ ...GOOD, acted: 1 });
    expect(await lastSigner()).toBe(addressOf(NEXT_KEY));
  });
});

describe('an admin’s key', () => {
  it('keeps the bot from starting, by its address', async () => {
    const admins = `${addressOf(OWNER_KEY)}, ${addressOf(NEXT_KEY)}`;
    const opened = await openBot(readEnv({ ...world.env, ...BOTH, ADMIN_ADDRESSES: admins }));
    expect(opened).toMatchObject({ ok: false, error: { code: 'not-configured' } });
    expect(opened.ok ? '' : opened.error.message).toContain(addressOf(NEXT_KEY).toLowerCase());
  });
});
