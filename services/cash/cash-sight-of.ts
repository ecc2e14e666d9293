import type { Address, Hex } from 'viem';
import type { CashPortfolioReading, CashRead } from '../../lib/cash/cash-reading.ts';
import type { CashAccountSight, CashSiblingSight, CashSight } from '../../lib/cash/cash-sight.ts';
import type {
  AnchorShare,
  ArrivingUsdc,
  CashChain,
  CashSnapshot,
  MoveCosts,
} from '../../lib/cash/cash-snapshot.ts';
import type { KnownVault } from '../../lib/cash/known-vault.ts';
import { arrivingUnitsDown } from '../../lib/cctp/fee.ts';
import { inFlightTo } from '../../lib/cctp/in-flight.ts';
import type { Transfer } from '../../lib/cctp/transfer.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { larger } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { cashVaultOf, cashVaultSightOf } from './vault-sight.ts';

/** Whose cash is looked at. */
export type CashWatch = {
  readonly ownerId: string;
  readonly owner: Address;
  readonly anchor: readonly AnchorShare[];
  readonly leadE18: bigint;
};

/** One of an owner's portfolios, as rows tell. */
export type KnownAccount = {
  readonly portfolioId: string;
  readonly chainId: number;
  readonly address: Address;
  readonly owner: Address;
};

/** A chain's answers for all owners, all of one block. */
export type CashChainView = {
  readonly chainId: number;
  readonly name: string;
  /** Circle's number of it. */
  readonly domain: number;
  readonly usdc: Address;
  /** Null: it is down, or could not be read. */
  readonly read: (CashRead & { readonly head: Block }) | null;
  readonly costs: MoveCosts | null;
  /** What Circle takes at most of a transfer to another chain, by that one's number; one that isn't there is not known. */
  readonly feeBpsTo: ReadonlyMap<number, number>;
};

/** A transfer that is not over, and in how many seconds it is overdue. */
export type Coming = { readonly transfer: Transfer; readonly dueInSeconds: number };

/** What the looks at several owners have in common. */
export type CashSurroundings = {
  readonly nowSeconds: UnixSeconds;
  readonly halted: boolean;
  readonly chains: ReadonlyMap<number, CashChainView>;
  readonly signers: ReadonlySet<string>;
  /** Transfers of which Circle has said after the blocks were read that they are not attested. */
  readonly unattested: ReadonlySet<Hex>;
  readonly nameOf: (chainId: number, vault: Address) => string;
  readonly knownOf: (chainId: number, vault: Address) => KnownVault;
};

/** What is an owner's own. */
export type CashSources = {
  readonly watch: CashWatch;
  /** At most one a chain. */
  readonly accounts: readonly KnownAccount[];
  readonly coming: readonly Coming[];
  /** What the last look saw; null before the first. */
  readonly last: CashSnapshot | null;
};

/** A head that is so much older than another chain's is no news. */
const LAG_SECONDS_MAX = 900;

/** A burn counts once its own chain was read at its block or later: before, the same USDC lies there. */
const isBurntAsSeen = ({ sourceChainId, burn }: Transfer, { chains }: CashSurroundings): boolean => {
  const read = chains.get(sourceChainId)?.read ?? null;
  return burn !== null && read !== null && burn.blockNumber <= read.head.number;
};

/** What is on its way to an account: what nobody can say counts nothing, but is waited for. */
const arrivingOf = (
  { chainId, address }: KnownAccount,
  { coming }: CashSources,
  around: CashSurroundings,
): readonly ArrivingUsdc[] => {
  const usedNonces = around.chains.get(chainId)?.read?.usedNonces ?? new Set<Hex>();
  const view = { chainId, usedNonces, unattested: around.unattested };
  return coming.flatMap(({ transfer, dueInSeconds }) => {
    const { burn, attested, recipient } = transfer;
    if (transfer.destinationChainId !== chainId || recipient !== address || burn === null) return [];
    if (attested !== null && usedNonces.has(attested.nonce)) return [];
    const counts = inFlightTo([transfer], view).length > 0 && isBurntAsSeen(transfer, around);
    const units = counts ? arrivingUnitsDown(transfer) : 0n;
    return [{ units, dueAtSeconds: around.nowSeconds + dueInSeconds }];
  });
};

type Seen = { readonly account: KnownAccount; readonly view: CashChainView };

/** Of the contract's siblings those that are the same owner's portfolios where we know them: to another address nothing is sent. */
const siblingsOf = (
  reading: CashPortfolioReading,
  { accounts }: CashSources,
  { chains }: CashSurroundings,
): readonly CashSiblingSight[] =>
  reading.siblings.flatMap(({ account: address, domain, openUntil: openUntilSeconds }) =>
    accounts
      .filter((other) => other.address === address && chains.get(other.chainId)?.domain === domain)
      .map(({ chainId }) => ({ ...{ chainId, domain, address }, openUntilSeconds })),
  );

const leftE18 = (capacity: bigint, level: bigint): bigint => larger(capacity - level, 0n);

const stamp = (seconds: bigint): number | null => (seconds === 0n ? null : Number(seconds));

const chainOf = (
  { account, view }: Seen,
  reading: CashPortfolioReading,
  { sources, around }: { readonly sources: CashSources; readonly around: CashSurroundings },
): CashChain => {
  const { chainId, feeBpsTo, read, usdc } = view;
  const { guard, budgets } = reading;
  const siblings = siblingsOf(reading, sources, around).filter((one) => feeBpsTo.has(one.chainId));
  const behind = around.nowSeconds - (read?.head.timeSeconds ?? 0);
  return {
    ...{ chainId, name: view.name, idleUnits: reading.usdcHeld, paused: reading.paused },
    arriving: arrivingOf(account, sources, around),
    lagging: behind > LAG_SECONDS_MAX,
    ...{ minMoveBps: guard.minMoveBps, cooldownSeconds: guard.cooldown },
    lossLeftE18: leftE18(budgets.lossCapacityE18, budgets.lossLevelE18),
    turnoverLeftE18: leftE18(budgets.turnoverCapacityE18, budgets.turnoverLevelE18),
    bridgeLeftE18: leftE18(budgets.bridgeCapacityE18, budgets.bridgeLevelE18),
    bridgeFeeBpsMax: siblings.reduce((most, one) => Math.max(most, feeBpsTo.get(one.chainId) ?? 0), 0),
    lastBridgedAtSeconds: stamp(budgets.bridgedAt),
    siblings: siblings.map(({ chainId: other, openUntilSeconds }) => ({ chainId: other, openUntilSeconds })),
    costs: view.costs,
    vaults: reading.vaults.map((look) =>
      cashVaultOf({
        ...{ look, usdc, venue: read?.vaults.get(look.vault) ?? null },
        ...{ name: around.nameOf(chainId, look.vault), known: around.knownOf(chainId, look.vault) },
        nowSeconds: around.nowSeconds,
      }),
    ),
  };
};

/** Nothing is moved on it; what it held when it was seen last still counts, with what was on its way then. */
const unseenChain = ({ account: { chainId }, view }: Seen, last: CashSnapshot | null): CashChain => {
  const before = last?.chains.find((one) => one.chainId === chainId);
  if (before !== undefined) return { ...before, lagging: true };
  return {
    ...{ chainId, name: view.name, idleUnits: 0n, arriving: [], paused: false, lagging: true },
    ...{ minMoveBps: 0, cooldownSeconds: 0, lossLeftE18: 0n, turnoverLeftE18: 0n, bridgeLeftE18: 0n },
    ...{ bridgeFeeBpsMax: 0, lastBridgedAtSeconds: null, siblings: [], costs: null, vaults: [] },
  };
};

const accountSightOf = (
  { account, view }: Seen,
  reading: CashPortfolioReading,
  siblings: readonly CashSiblingSight[],
): CashAccountSight | null => {
  const { read } = view;
  if (read === null) return null;
  const { number: blockNumber, hash: blockHash, timeSeconds: blockSeconds } = read.head;
  return {
    ...{ ...account, domain: reading.localDomain, signer: reading.signer },
    ...{ generation: BigInt(reading.generation), nonceWord0: reading.nonceWord0 },
    ...{ blockNumber, blockHash, blockSeconds, siblings },
    ...{ deadlineMaxSeconds: reading.guard.deadlineMax, maxLossBps: reading.guard.maxLossBps },
    vaults: reading.vaults.map(cashVaultSightOf),
  };
};

/**
 * One owner's cash over all chains, as they said it in the blocks of this pass. A chain that is down, and a portfolio that can't be read,
 * takes nothing from the others; one that has changed hands, or names another signer, is left out.
 */
export const cashSightOf = (sources: CashSources, around: CashSurroundings): CashSight => {
  const { watch, last } = sources;
  const chains: CashChain[] = [];
  const accounts: CashAccountSight[] = [];
  for (const account of sources.accounts.toSorted((one, other) => one.chainId - other.chainId)) {
    const view = around.chains.get(account.chainId);
    if (view === undefined) continue;
    const seen = { account, view };
    const reading = view.read?.portfolios.get(account.address);
    if (reading === undefined) {
      chains.push(unseenChain(seen, last));
      continue;
    }
    if (reading.owner !== watch.owner || !around.signers.has(reading.signer)) continue;
    chains.push(chainOf(seen, reading, { sources, around }));
    const sight = accountSightOf(seen, reading, siblingsOf(reading, sources, around));
    if (sight !== null) accounts.push(sight);
  }
  const { nowSeconds, halted } = around;
  const snapshot = { nowSeconds, halted, chains, anchor: watch.anchor, leadE18: watch.leadE18 };
  return { snapshot, accounts };
};
