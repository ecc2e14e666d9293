import { type Address, decodeFunctionResult, zeroHash } from 'viem';
import { cashFactoryAbi } from '../../../lib/abi/cash-factory-abi.ts';
import { CASH_GUARDS } from '../../../lib/cash/cash-guards.ts';
import type { CashProfile } from '../../../lib/cash/cash-policy.ts';
import { usdcOf } from '../../../lib/chains/chain.ts';
import {
  CASH_VAULTS_MAX,
  listingAround,
  predictCashData,
  type VaultListing,
} from '../../../lib/owner/cash-calls.ts';
import {
  cashPlanOf,
  type PlannedCash,
  type PlannedCashCall,
  TEST_UNITS,
} from '../../../lib/owner/cash-plan.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type ChainClient, openNodes, readHead } from '../../chain/chain-client.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import { readVaults } from '../../chain/read-vaults.ts';
import { type ChainSettings, chooseChain } from '../../chain-settings.ts';
import type { Env } from '../../env.ts';

/** Whose portfolios of USDC are planned, and how. */
export type CashPlanWish = {
  readonly owner: Address;
  readonly signer: Address;
  readonly profile: CashProfile;
  /** Paid in on that chain; on the others only what their tests burn. */
  readonly units: bigint;
  readonly chainWord: string | null;
};

/** Of a share in 18 decimals, in USDC's six. */
const UNIT_E18 = 10n ** 12n;

const listingsOf = async (
  chain: ChainClient,
  { facts, usdc, blockNumber }: { facts: ChainSettings['chain']; usdc: Address; blockNumber: bigint },
): Promise<Result<readonly VaultListing[]>> => {
  const read = await readVaults(chain, { vaults: facts.vaults, usdc }, blockNumber);
  if (!read.ok) return read;
  const listings: VaultListing[] = [];
  for (const { vault, reading } of read.value) {
    if (!reading.ok) return fail(reading.error.code, `${facts.name}: ${vault}: ${reading.error.message}`);
    listings.push(listingAround(vault as Address, reading.value.sharePriceE18 / UNIT_E18));
  }
  return ok(listings);
};

const predict = (chain: ChainClient, factory: Address, data: `0x${string}`): Promise<Result<Address>> =>
  asChainResult(async () => {
    const answer = await chain.call({ to: factory, data });
    const said = decodeFunctionResult({
      ...{ abi: cashFactoryAbi, functionName: 'predict', data: answer.data ?? '0x' },
    });
    return said.toLowerCase() as Address;
  });

const planChain = async (
  { chain: facts, rpcUrls, cash, cctp }: ChainSettings,
  { owner, signer, profile }: CashPlanWish,
  units: bigint,
): Promise<Result<PlannedCash | null>> => {
  const usdc = usdcOf(facts)?.address ?? null;
  if (cash === null || cctp === null || usdc === null || facts.vaults.length === 0 || rpcUrls.length === 0)
    return ok(null);
  const { chain } = openNodes({ facts, rpcUrls });
  const head = await readHead(chain);
  if (!head.ok) return head;
  const { number: blockNumber, timeSeconds } = head.value;
  const vaults = await listingsOf(chain, { facts, usdc, blockNumber });
  if (!vaults.ok) return vaults;
  const terms = { signer, guard: CASH_GUARDS[profile], vaults: vaults.value.slice(0, CASH_VAULTS_MAX) };
  const { factory } = cash;
  const portfolio = await predict(chain, factory, predictCashData(terms, { salt: zeroHash, owner }));
  if (!portfolio.ok) return portfolio;
  return ok({
    ...{ chainId: facts.id, name: facts.name, domain: cctp.domain, usdc, factory, terms, units },
    ...{ portfolio: portfolio.value, salt: zeroHash, nowSeconds: timeSeconds },
  });
};

/**
 * The transactions by which an owner comes to portfolios of USDC on every served chain that has their contracts, Circle's and vaults; nothing is
 * sent. Fails as configuration, nodes or vaults fail.
 */
export const planCash = async (
  env: Pick<Env, 'chains'>,
  wish: CashPlanWish,
): Promise<Result<readonly PlannedCashCall[]>> => {
  const main = chooseChain(env.chains, wish.chainWord);
  if (!main.ok) return main;
  const planned: PlannedCash[] = [];
  const able = env.chains.filter(({ cash, cctp, chain }) => cash && cctp && chain.vaults.length > 0);
  for (const settings of able) {
    const isMain = settings.chain.id === main.value.chain.id;
    const units = isMain ? wish.units : TEST_UNITS * BigInt(able.length - 1);
    const chain = await planChain(settings, wish, units);
    if (!chain.ok) return chain;
    if (chain.value !== null) planned.push(chain.value);
  }
  const isThere = planned.some(({ chainId }) => chainId === main.value.chain.id);
  return isThere
    ? ok(cashPlanOf(planned))
    : fail(
        'not-configured',
        `${main.value.chain.name} has no contracts of cash portfolios, none of Circle’s, or no vaults (docs/chains.md).`,
      );
};
