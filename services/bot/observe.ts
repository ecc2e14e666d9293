import type { Address } from 'viem';
import type { Placed } from '../../lib/ledger/action.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { BatchReading, Observation } from '../../lib/ledger/observation.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { SourcePrice } from '../../lib/ledger/source-price.ts';
import type { DuePortfolio, PortfolioContext } from '../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type AssetReading, type PortfolioReading, snapshotOf } from './snapshot-of.ts';
import type { BotIdentity } from './withheld-of.ts';

/** One portfolio as a tick sees it, all of it at one block. */
export type Observed = Observation & { readonly liveOrders: readonly Placed[] };

/** What observing needs of the outside. */
export type ObservePorts = {
  readonly chainId: number;
  /** One reading, or one failure of its own, for each address, in their order; `not-reached` when time was up. */
  readonly readFleet: (
    addresses: readonly Address[],
    reading: BatchReading,
  ) => Promise<Result<readonly Result<PortfolioReading>[]>>;
  readonly readContexts: (
    portfolioIds: readonly string[],
    block: Block,
  ) => Promise<Result<ReadonlyMap<string, PortfolioContext>>>;
  readonly halted: () => Promise<Result<boolean>>;
  readonly pricesOf: (asset: AssetReading) => readonly SourcePrice[];
  readonly signer: BotIdentity;
};

export type Observe = (
  due: readonly DuePortfolio[],
  settled: Settled,
  timeIsUp: () => boolean,
) => Promise<Result<readonly Result<Observed>[]>>;

const unknown = (portfolio: DuePortfolio): Result<never> =>
  fail('portfolio-unreadable', `Nothing is known of ${portfolio.account.address}.`, { when: 'next-tick' });

/** Addresses of the portfolios that failed by their own fault when they were looked at last. */
export const suspectsOf = (due: readonly DuePortfolio[]): ReadonlySet<string> =>
  new Set(due.flatMap(({ failures, account }) => (failures > 0 ? [account.address] : [])));

/** A token that doesn't tell a balance, by reverting or by burning what it is given, keeps its portfolio from ever being valued. */
const unreadableBalance = ({ assets }: PortfolioReading): Result<null> => {
  const mute = assets.find(({ balanceOk }) => !balanceOk);
  return mute === undefined
    ? ok(null)
    : fail(
        'portfolio-unreadable',
        `The balance of ${mute.symbol} (${mute.token.toLowerCase()}) can't be read.`,
        {
          when: 'next-tick',
        },
      );
};

/** A reading that makes no snapshot is that portfolio's failure alone. */
const guarded = (build: () => Observed): Result<Observed> => {
  try {
    return ok(build());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('portfolio-unreadable', `What was read makes no snapshot: ${message}`, { when: 'next-tick' });
  }
};

/**
 * Sees a batch of portfolios: one read of the chain, one of the database. One answer for each, in their order; what fails alone,
 * fails alone.
 */
export const observeWith =
  (ports: ObservePorts): Observe =>
  async (due, settled, timeIsUp) => {
    const addresses = due.map(({ account }) => account.address);
    const ids = due.map(({ portfolioId }) => portfolioId);
    const [readings, contexts, halted] = await Promise.all([
      ports.readFleet(addresses, { block: settled.head, suspects: suspectsOf(due), timeIsUp }),
      ports.readContexts(ids, settled.head),
      ports.halted(),
    ]);
    if (!readings.ok) return readings;
    if (!contexts.ok) return contexts;
    if (!halted.ok) return halted;
    const observe = (portfolio: DuePortfolio, index: number): Result<Observed> => {
      const { policy } = portfolio;
      if (!policy.ok) return policy;
      const reading = readings.value[index];
      const context = contexts.value.get(portfolio.portfolioId);
      if (reading === undefined || context === undefined) return unknown(portfolio);
      if (!reading.ok) return reading;
      const told = unreadableBalance(reading.value);
      if (!told.ok) return told;
      const { value: read } = reading;
      return guarded(() => ({
        policy: policy.value,
        snapshot: snapshotOf({
          chainId: ports.chainId,
          head: settled.head,
          reading: read,
          context,
          pricesOf: ports.pricesOf,
          signer: ports.signer,
          halted: halted.value,
          chainLagging: settled.state === 'lagging',
        }),
        fillMode: { kind: 'parts', series: read.series, epoch: read.epoch },
        liveOrders: context.liveOrders,
      }));
    };
    return ok(due.map(observe));
  };
