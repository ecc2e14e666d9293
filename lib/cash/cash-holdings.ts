import { bpsOfDown, E18, E18_PER_BPS, larger, mulDivDown, smaller } from '../money/fixed-point.ts';
import type { CashShift } from './cash-decision.ts';
import type { CashPolicy } from './cash-policy.ts';
import type { CashChain, CashSnapshot } from './cash-snapshot.ts';
import { vaultKeyOf } from './vault-outlook.ts';

/** What a portfolio of one chain would hold and may still do after the shifts planned so far. */
type ChainState = {
  readonly idleUnits: bigint;
  /** On its way here, from before and by this plan. */
  readonly arrivingUnits: bigint;
  readonly turnoverLeftUnits: bigint;
  readonly bridgeLeftUnits: bigint;
  readonly lossLeftUnits: bigint;
  readonly hasBridged: boolean;
};

/** All holdings as they would be after the shifts planned so far. */
export type CashHoldings = {
  readonly chains: ReadonlyMap<number, ChainState>;
  readonly held: ReadonlyMap<string, bigint>;
  /** Vaults that something has left, or come to, in this plan: it never does both. */
  readonly left: ReadonlySet<string>;
  readonly entered: ReadonlySet<string>;
};

const arrivingOf = ({ arriving }: CashChain): bigint => arriving.reduce((sum, { units }) => sum + units, 0n);

/** What counts as the value of one portfolio's contract: USDC and vaults that can be read. In flight is not there yet. */
export const chainValueUnits = ({ idleUnits, vaults }: CashChain): bigint =>
  vaults.reduce((sum, { heldUnits, fault }) => sum + (fault === null ? heldUnits : 0n), idleUnits);

/** All of an owner's cash; what is in flight counts at its destination, once. */
export const cashValueUnits = ({ chains }: CashSnapshot): bigint =>
  chains.reduce((sum, chain) => sum + chainValueUnits(chain) + arrivingOf(chain), 0n);

/**
 * What of a chain's value a budget is a part of when the last move of a plan goes: by then redemptions before it, and a deposit, have been paid for,
 * and a budget that was planned to the last unit would be refused, with what was redeemed for it left on hand.
 */
export const chargedFromUnits = (value: bigint, { costs }: CashChain): bigint =>
  costs === null ? value : larger(value - 2n * costs.redeemUnits - costs.depositUnits, 0n);

/** The holdings of a snapshot before anything is planned. */
export const holdingsOf = ({ chains }: CashSnapshot): CashHoldings => ({
  chains: new Map(
    chains.map((chain) => {
      const value = chainValueUnits(chain);
      const state: ChainState = {
        idleUnits: chain.idleUnits,
        arrivingUnits: arrivingOf(chain),
        turnoverLeftUnits: mulDivDown(value, chain.turnoverLeftE18, E18),
        bridgeLeftUnits: mulDivDown(chargedFromUnits(value, chain), chain.bridgeLeftE18, E18),
        lossLeftUnits: mulDivDown(value, chain.lossLeftE18, E18),
        hasBridged: false,
      };
      return [chain.chainId, state];
    }),
  ),
  held: new Map(
    chains.flatMap(({ chainId, vaults }) =>
      vaults.map(({ vault, heldUnits }) => [vaultKeyOf(chainId, vault), heldUnits] as const),
    ),
  ),
  left: new Set(),
  entered: new Set(),
});

const NOTHING: ChainState = {
  idleUnits: 0n,
  arrivingUnits: 0n,
  turnoverLeftUnits: 0n,
  bridgeLeftUnits: 0n,
  lossLeftUnits: 0n,
  hasBridged: false,
};

export const stateOfChain = ({ chains }: CashHoldings, chainId: number): ChainState =>
  chains.get(chainId) ?? NOTHING;

/** How much of the value stands on one chain, in vaults, on hand and on its way there. */
export const onChainUnits = (holdings: CashHoldings, { chainId, vaults }: CashChain): bigint => {
  const { idleUnits, arrivingUnits } = stateOfChain(holdings, chainId);
  return vaults.reduce(
    (sum, { vault }) => sum + (holdings.held.get(vaultKeyOf(chainId, vault)) ?? 0n),
    idleUnits + arrivingUnits,
  );
};

/** What of the USDC on hand of one chain may be moved: the buffer is kept of all of it together. */
export const movableIdleUnits = (
  holdings: CashHoldings,
  chainId: number,
  { bufferBps, valueUnits }: { readonly bufferBps: number; readonly valueUnits: bigint },
): bigint => {
  let all = 0n;
  for (const { idleUnits } of holdings.chains.values()) all += idleUnits;
  const free = larger(all - bpsOfDown(valueUnits, bufferBps), 0n);
  return smaller(stateOfChain(holdings, chainId).idleUnits, free);
};

/** How much of its anchor the value has left: what is missing there. */
export const awayUnits = ({ held }: CashHoldings, { anchor }: CashSnapshot, valueUnits: bigint): bigint => {
  let away = 0n;
  for (const { chainId, vault, shareBps } of anchor) {
    const missing = bpsOfDown(valueUnits, shareBps) - (held.get(vaultKeyOf(chainId, vault)) ?? 0n);
    if (missing > 0n) away += missing;
  }
  return away;
};

/** Whether moves have gained so much that they may be trusted. */
const isProven = ({ leadE18 }: CashSnapshot, { provenLeadBps }: CashPolicy): boolean =>
  leadE18 >= BigInt(provenLeadBps) * E18_PER_BPS;

/** How much may leave the anchor before moves have proved themselves; all of it after. */
export const trialUnits = (snapshot: CashSnapshot, policy: CashPolicy, valueUnits: bigint): bigint =>
  isProven(snapshot, policy) ? valueUnits : bpsOfDown(valueUnits, policy.trialShareBps);

/** The holdings after one more shift. */
export const shifted = (
  holdings: CashHoldings,
  { from, to, units }: CashShift,
  feeUnits: bigint,
): CashHoldings => {
  const chains = new Map(holdings.chains);
  const held = new Map(holdings.held);
  const [left, entered] = [new Set(holdings.left), new Set(holdings.entered)];
  const source = stateOfChain(holdings, from.chainId);
  const isCrossing = from.chainId !== to.chainId;
  let { idleUnits, turnoverLeftUnits, bridgeLeftUnits, lossLeftUnits } = source;
  if (from.vault === null) idleUnits -= units;
  else {
    const key = vaultKeyOf(from.chainId, from.vault);
    held.set(key, (held.get(key) ?? 0n) - units);
    left.add(key);
    turnoverLeftUnits -= units;
  }
  if (isCrossing) {
    bridgeLeftUnits -= units;
    lossLeftUnits -= feeUnits;
    const target = stateOfChain(holdings, to.chainId);
    chains.set(to.chainId, { ...target, arrivingUnits: target.arrivingUnits + units });
  } else {
    const key = vaultKeyOf(to.chainId, to.vault);
    held.set(key, (held.get(key) ?? 0n) + units);
    entered.add(key);
    turnoverLeftUnits -= units;
  }
  const hasBridged = source.hasBridged || isCrossing;
  chains.set(from.chainId, {
    ...source,
    idleUnits,
    turnoverLeftUnits,
    bridgeLeftUnits,
    lossLeftUnits,
    hasBridged,
  });
  return { chains, held, left, entered };
};
