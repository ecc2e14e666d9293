import type { Address } from 'viem';
import type { CashFlowFact, FillFact } from '../../../lib/ledger/chain-facts.ts';
import type { FoundLogs, Listing } from '../../../lib/ledger/chain-log.ts';

/** Whose tokens a contract trades, by contract, lower-cased; one that isn't there trades its own. No two of them name one holder. */
export type Holders = ReadonlyMap<Address, Address>;

const holderOf = (holders: Holders, contract: Address): Address => holders.get(contract) ?? contract;

/** The same listings by who holds the tokens. */
export const byHolder = (holders: Holders, listings: readonly Listing[]): readonly Listing[] =>
  listings.map(({ account, tokens }) => ({ account: holderOf(holders, account), tokens }));

/** The same fills by who gave and got the tokens. */
export const fillsByHolder = (holders: Holders, fills: readonly FillFact[]): readonly FillFact[] =>
  fills.map((fill) => ({ ...fill, account: holderOf(holders, fill.account) }));

const contractsOf = (holders: Holders): ReadonlyMap<Address, Address> =>
  new Map([...holders].map(([contract, holder]) => [holder, contract]));

/** What holders' transfers are to the contracts that trade for them. */
export const flowsByContract = (
  holders: Holders,
  flows: readonly CashFlowFact[],
): readonly CashFlowFact[] => {
  const contracts = contractsOf(holders);
  return flows.map((flow) => ({ ...flow, account: contracts.get(flow.account) ?? flow.account }));
};

/** The same of transfers that were found, whose gaps are told by account. */
export const gapsByContract = (holders: Holders, found: FoundLogs): FoundLogs => {
  const contracts = contractsOf(holders);
  return {
    ...found,
    gaps: found.gaps.map((gap) => ({ ...gap, account: contracts.get(gap.account) ?? gap.account })),
  };
};
