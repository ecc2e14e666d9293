import postgres from 'postgres';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { CashPolicy } from '../../lib/cash/cash-policy.ts';
import type { CashSnapshot } from '../../lib/cash/cash-snapshot.ts';
import { profileFor } from '../../lib/cash/optimize-snapshot.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { savePoolRates } from '../../services/store/cash/pool-rates.ts';
import { saveVaultRates } from '../../services/store/cash/vault-rates.ts';
import { addressOf } from '../../services/store/testing/arrange.ts';
import {
  arrangeBurnt,
  arrangeCashAccount,
  arrangeCashLook,
  arrangeCashMove,
  arrangeCashOwner,
  cashChain,
  cashVault,
  usdc,
} from './cash-rows.ts';
import type { RunningStack } from './running-stack.ts';
import { Visitor } from './sign-in.ts';
import { StackChain } from './stack-chain.ts';
import { startWebServer, type WebServer } from './web-server.ts';

// The built app over the stack's database, told of two chains with vaults, and owners' rows as the bot writes them.

const DAY = 86_400;
const KEY: Hex = keccak256(toHex('usdc page: owner'));
const OTHER_KEY: Hex = keccak256(toHex('usdc page: another owner'));
const POOL = 'aa70268e-4b52-42bf-a116-608b370f9501';
const FIRST = { chainId: 31_337, name: 'First', address: addressOf(7_001) };
const SECOND = { chainId: 31_338, name: 'Second', address: addressOf(7_002) };
const NORTH = addressOf(7_011);
const SOUTH = addressOf(7_012);
const FAR = addressOf(7_013);
export const USDC_POLICY: CashPolicy = profileFor('balanced', [FIRST.chainId, SECOND.chainId]);

export type UsdcPageWorld = {
  readonly server: WebServer;
  readonly sql: postgres.Sql;
  /** Logged in: one with cash in both chains, and one with nothing. */
  readonly owner: Visitor;
  readonly other: Visitor;
  readonly ownerAddress: Address;
  /** Stored looks are of this time. */
  readonly nowSeconds: number;
  readonly stop: () => Promise<void>;
};

/** Share prices of so many days, each day's growth by a rate of per cent a year. */
const liveThrough = async (
  sql: postgres.Sql,
  { chainId, vault, rate }: { readonly chainId: number; readonly vault: Address; readonly rate: number },
): Promise<void> => {
  const now = Math.floor(Date.now() / 1_000) - 600;
  for (let day = 35; day >= 0; day -= 1) {
    const grown = BigInt(Math.round(((35 - day) * rate * 1e16) / 365));
    const reading = { sharePriceE18: E18 + grown, tvlUnits: usdc(40_000_000 - (35 - day) * 20_000) };
    const block = { number: BigInt(1_000 - day), timeSeconds: now - day * DAY };
    await sql.begin((tx) => saveVaultRates(tx, chainId, { block, snapshots: [{ vault, reading }] }));
  }
};

const promise = (sql: postgres.Sql): Promise<unknown> =>
  sql.begin((tx) =>
    savePoolRates(tx, POOL, [
      {
        ...{ atSeconds: Math.floor(Date.now() / 1_000) - 1_200, sharePriceE18: null, utilisationE18: null },
        ...{ paidE18: 41n * 10n ** 15n, promisedE18: 56n * 10n ** 15n, tvlUnits: usdc(39_000_000) },
      },
    ]),
  );

/** 62,000 in the first chain's vaults and on hand, 30,000 in the second's, 8,000 on its way there. */
const seenAt = (nowSeconds: number): CashSnapshot => ({
  ...{ nowSeconds, halted: false, leadE18: E18 / 5_000n },
  chains: [
    cashChain(
      FIRST,
      [
        cashVault('North of First', NORTH, { rate: 4.6, held: 40_000, nowSeconds }),
        cashVault('South of First', SOUTH, { rate: 4.62, held: 19_500, nowSeconds, utilisationE18: null }),
      ],
      { idle: 2_500, siblings: [SECOND.chainId], nowSeconds },
    ),
    cashChain(
      SECOND,
      [cashVault('Far of Second', FAR, { rate: 4.5, held: 30_000, nowSeconds, fault: null })],
      {
        ...{ idle: 0, siblings: [FIRST.chainId], nowSeconds },
        arriving: [{ units: usdc(8_000), dueAtSeconds: nowSeconds + 2_400 }],
      },
    ),
  ],
  anchor: [
    { chainId: FIRST.chainId, vault: NORTH, shareBps: 4_000 },
    { chainId: SECOND.chainId, vault: FAR, shareBps: 3_500 },
  ],
});

const arrange = async (sql: postgres.Sql, owner: Address, nowSeconds: number): Promise<void> => {
  await sql`delete from cash_owners where owner = ${owner}`;
  await sql`delete from accounts where owner = ${owner}`;
  const first = await arrangeCashAccount(sql, { owner, ...FIRST });
  const second = await arrangeCashAccount(sql, { owner, ...SECOND });
  const ownerId = await arrangeCashOwner(sql, owner, USDC_POLICY);
  const { id } = await arrangeCashLook(sql, ownerId, { snapshot: seenAt(nowSeconds), policy: USDC_POLICY });
  const here = { decisionId: id, portfolioId: first, chainId: FIRST.chainId };
  await arrangeCashMove(sql, 0, {
    ...here,
    vault: NORTH,
    units: usdc(12_000),
    daysAgo: 21,
    scoreUnits: 8_420_000n,
  });
  await arrangeCashMove(sql, 1, {
    ...here,
    vault: SOUTH,
    units: usdc(5_000),
    daysAgo: 13,
    scoreUnits: -1_310_000n,
  });
  await arrangeCashMove(sql, 2, {
    ...{ ...here, decisionId: id, vault: null, toChainId: SECOND.chainId, units: usdc(9_000) },
    ...{ daysAgo: 9, scoreUnits: 3_050_000n },
  });
  await arrangeCashMove(sql, 3, {
    ...{ decisionId: id, portfolioId: second, chainId: SECOND.chainId, vault: FAR, units: usdc(9_000) },
    ...{ daysAgo: 2, scoreUnits: null },
  });
  await arrangeBurnt(sql, { portfolioId: first, from: FIRST, to: SECOND, units: usdc(8_000) });
};

const chainsOf = async (stack: RunningStack): Promise<string> => {
  const chain = new StackChain(stack);
  const [usdcAsset, ether] = [await chain.asset('USDC'), await chain.asset('WETH')];
  const vault = (name: string, address: Address, more: object = {}) => ({
    ...{ name, protocol: 'OpenZeppelin', address, decimals: 6, ...more },
  });
  const facts = (place: typeof FIRST, vaults: readonly object[]) => ({
    ...{ id: place.chainId, slug: `usdc-${place.chainId}`, name: place.name, nativeSymbol: 'ETH' },
    ...{ blockTimeSeconds: 1, finalityBlocks: 64 },
    feeds: [
      { asset: 'USDC', address: usdcAsset.feed },
      { asset: 'ETH', address: ether.feed },
    ],
    tokens: [{ symbol: 'USDC', address: usdcAsset.token, decimals: 6, feed: 'USDC' }],
    vaults,
  });
  return JSON.stringify({
    chains: [
      {
        chain: facts(FIRST, [
          vault('North of First', NORTH, { llamaPool: POOL }),
          vault('South of First', SOUTH),
        ]),
        ...{ rpcUrls: [stack.rpcUrl], factoryAddress: stack.factory, factoryBlock: 1 },
      },
      {
        chain: facts(SECOND, [vault('Far of Second', FAR)]),
        // Nobody listens there: what it costs to move on it is not known.
        ...{ rpcUrls: ['http://127.0.0.1:9'], factoryAddress: stack.factory, factoryBlock: 1 },
      },
    ],
  });
};

const loggedIn = async (url: string, key: Hex): Promise<Visitor> => {
  const { address, signMessage } = privateKeyToAccount(key);
  const visitor = new Visitor(url);
  await visitor.logIn({ address, signMessage });
  return visitor;
};

/** Starts the app over the running stack's database, with all that the pages of USDC show. */
export const buildUsdcPageWorld = async (stack: RunningStack): Promise<UsdcPageWorld> => {
  const sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  const ownerAddress = privateKeyToAccount(KEY).address.toLowerCase() as Address;
  const nowSeconds = Math.floor(Date.now() / 1_000) - 1_200;
  const otherAddress = privateKeyToAccount(OTHER_KEY).address.toLowerCase();
  // What a run of before left behind on a stack that is kept.
  await sql`delete from cash_owners where owner = ${otherAddress}`;
  await arrange(sql, ownerAddress, nowSeconds);
  await liveThrough(sql, { chainId: FIRST.chainId, vault: NORTH, rate: 4.6 });
  await liveThrough(sql, { chainId: FIRST.chainId, vault: SOUTH, rate: 4.62 });
  await liveThrough(sql, { chainId: SECOND.chainId, vault: FAR, rate: 4.5 });
  await promise(sql);
  const server = await startWebServer({
    ...{ CHAINS: await chainsOf(stack), APP_DB_URL: stack.appDbUrl },
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
  });
  return {
    ...{ server, sql, ownerAddress, nowSeconds },
    owner: await loggedIn(server.url, KEY),
    other: await loggedIn(server.url, OTHER_KEY),
    stop: async () => {
      server.stop();
      await sql`delete from cash_owners where owner in (${ownerAddress}, ${otherAddress})`;
      await sql`delete from accounts where owner = ${ownerAddress}`;
      await sql.end();
    },
  };
};
