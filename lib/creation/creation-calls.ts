import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, isHex } from 'viem';
import { balancerFactoryAbi } from '../abi/balancer-factory-abi.ts';
import { BPS_WHOLE } from '../money/fixed-point.ts';
import type { Ask } from '../owner/ask.ts';
import { depositEntry } from '../owner/deposit-entry.ts';
import type { OwnerCall } from '../owner/owner-call.ts';
import { parseAmount } from '../owner/parse-amount.ts';
import type { Permit } from '../owner/permit.ts';
import { readNowSeconds } from '../owner/read-now.ts';
import { GUARD_PRESETS } from '../policy/guard-presets.ts';
import { type Draft, targetsOf } from './draft.ts';

/** How long a new portfolio may be bought together beyond the daily turnover: 14 days. */
const BUILD_UP_SECONDS = 14 * 86_400;

/** When that ends, by the chain's time and not by this machine's. @throws what the node says */
export async function readBuildUpEnd(ask: Ask): Promise<number> {
  return Number(await readNowSeconds(ask)) + BUILD_UP_SECONDS;
}

/** One deposit of a draft, in raw units. */
export type Funding = {
  readonly token: Address;
  readonly symbol: string;
  readonly decimals: number;
  readonly units: bigint;
};

/** What goes in at creation: every amount that was typed. */
export const fundingOf = ({ holdings }: Draft): readonly Funding[] =>
  holdings.flatMap(({ listing: { token, symbol, decimals }, amount }) => {
    const typed = parseAmount(amount, decimals);
    return typed.ok ? [{ token, symbol, decimals, units: typed.units }] : [];
  });

/** A complete draft in the factory's words. @throws on a draft whose steps aren't all done */
const configOf = (draft: Draft, signer: Address) => {
  const targets = targetsOf(draft.holdings);
  if (!targets.ok || draft.buildUpEndsAtSeconds === null) throw new Error('The draft is not complete.');
  const { orderTtlMaxSeconds, cooldownSeconds, ...guard } = GUARD_PRESETS[draft.preset];
  return {
    signer,
    assets: draft.holdings.map(({ listing }, index) => ({
      token: listing.token,
      targetBps: targets.bps[index] ?? 0,
      feed: listing.feed,
      heartbeat: listing.heartbeatSeconds,
      navMaxAge: listing.navMaxAgeSeconds,
      minAnswer: 0n,
      maxAnswer: 0n,
    })),
    guard: { ...guard, orderTtlMax: orderTtlMaxSeconds, cooldown: cooldownSeconds },
    routers: [],
    oneOff: { bps: BPS_WHOLE, expiresAt: draft.buildUpEndsAtSeconds },
  };
};

export type Creation = {
  readonly draft: Draft;
  readonly factory: Address;
  readonly signer: Address;
};

/** What was signed so far, by token. Kept in the page's memory only: whoever has one may have the allowance set. */
export type Permits = ReadonlyMap<Address, Permit>;

/** The address at which this owner's portfolio will be, or is: it depends on every field. @throws what the node says */
export async function predictAddress(
  ask: Ask,
  { draft, factory, signer }: Creation,
  owner: Address,
): Promise<Address> {
  const args = [owner, configOf(draft, signer), draft.salt] as const;
  const data = encodeFunctionData({ abi: balancerFactoryAbi, functionName: 'predict', args });
  const answer: unknown = await ask({ method: 'eth_call', params: [{ to: factory, data }, 'latest'] });
  if (!isHex(answer) || answer === '0x') throw new Error(`There is no factory at ${factory} on this chain.`);
  return decodeFunctionResult({ abi: balancerFactoryAbi, functionName: 'predict', data: answer });
}

/** Creates and funds it in one call: all or nothing. */
export function createCall({ draft, factory, signer }: Creation, permits: Permits): OwnerCall {
  const deposits = fundingOf(draft).map(({ token, units }) =>
    depositEntry(token, units, permits.get(token) ?? null),
  );
  const args = [configOf(draft, signer), draft.salt, deposits] as const;
  const data: Hex = encodeFunctionData({ abi: balancerFactoryAbi, functionName: 'create', args });
  return { to: factory, data, valueWei: 0n };
}
