import type { Address } from 'viem';
import type { Policy } from '../../lib/engine/policy.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { SourcePrice } from '../../lib/ledger/source-price.ts';
import type { DuePortfolio, PortfolioContext, StoredOrder } from '../../lib/ledger/tick-record.ts';
import type { FillMode } from '../../lib/orders/maker-traits.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type AssetReading, type PortfolioReading, snapshotOf } from './snapshot-of.ts';

/** One portfolio as a tick sees it, all of it at one block. */
export type Observed = {
  readonly due: DuePortfolio;
  readonly policy: Policy;
  readonly snapshot: Snapshot;
  readonly fillMode: FillMode;
  readonly liveOrders: readonly StoredOrder[];
};

/** What observing needs of the outside. */
export type ObservePorts = {
  readonly chainId: number;
  /** One answer for each address, in their order, all at the block; `ok` is false for one that can't be read. */
  readonly readFleet: (
    addresses: readonly Address[],
    block: Block,
  ) => Promise<Result<readonly PortfolioReading[]>>;
  readonly readContexts: (
    portfolioIds: readonly string[],
    block: Block,
  ) => Promise<Result<ReadonlyMap<string, PortfolioContext>>>;
  readonly halted: () => Promise<Result<boolean>>;
  readonly pricesOf: (asset: AssetReading) => readonly SourcePrice[];
  readonly signer: Address | null;
};

export type Observe = (
  due: readonly DuePortfolio[],
  settled: Settled,
) => Promise<Result<readonly Result<Observed>[]>>;

const unreadable = (portfolio: DuePortfolio): Result<never> =>
  fail('portfolio-unreadable', `The contract ${portfolio.account.address} can't be read.`, {
    when: 'next-tick',
  });

/**
 * Sees a batch of portfolios: one read of the chain, one of the database. One answer for each, in their order; what fails alone,
 * fails alone.
 */
export const observeWith =
  (ports: ObservePorts): Observe =>
  async (due, settled) => {
    const addresses = due.map(({ account }) => account.address);
    const ids = due.map(({ portfolioId }) => portfolioId);
    const [readings, contexts, halted] = await Promise.all([
      ports.readFleet(addresses, settled.head),
      ports.readContexts(ids, settled.head),
      ports.halted(),
    ]);
    if (!readings.ok) return readings;
    if (!contexts.ok) return contexts;
    if (!halted.ok) return halted;
    return ok(
      due.map((portfolio, index): Result<Observed> => {
        if (!portfolio.policy.ok) return portfolio.policy;
        const reading = readings.value[index];
        const context = contexts.value.get(portfolio.portfolioId);
        if (reading?.ok !== true || context === undefined) return unreadable(portfolio);
        const snapshot = snapshotOf({
          chainId: ports.chainId,
          head: settled.head,
          reading,
          context,
          pricesOf: ports.pricesOf,
          signer: ports.signer,
          halted: halted.value,
          chainLagging: settled.state === 'lagging',
        });
        return ok({
          due: portfolio,
          policy: portfolio.policy.value,
          snapshot,
          fillMode: { kind: 'parts', series: reading.series, epoch: reading.epoch },
          liveOrders: context.liveOrders,
        });
      }),
    );
  };
