import type { Address } from 'viem';
import { fail, flat, ok, type Result } from '../../../lib/result.ts';
import type { Env } from '../../env.ts';
import { openBotDatabase } from '../../store/database.ts';
import {
  hideShownOrders,
  isPaused,
  type Paused,
  pausePortfolio,
  resumePortfolio,
} from '../../store/pauses.ts';
import { readSettings, type Settings, saveSetting } from '../../store/settings.ts';
import { countRevocations, type RevocationCount, readRevocable } from '../../store/tick/calls.ts';
import { type OpenOrder, readOpenOrders } from '../../store/tick/open-orders.ts';
import { onChain } from '../on-chain.ts';
import { type ServedChain, serveChains } from '../served-chain.ts';
import { openSigners, type SignerRing } from '../tick/bot-signers.ts';
import { type InDatabase, inDatabase } from '../tick/bot-store.ts';
import { revokeNow } from '../tick/calls.ts';
import { logOf } from './log-of.ts';

export type { OpenOrder };

/** What stands of one chain's part of a cancellation. */
export type ChainCancelled = {
  readonly chainId: number;
  readonly outcome: Result<
    RevocationCount & {
      /** Portfolios whose open orders have no revocation yet: what `commit` would wish, or what it had no budget or gas for. */
      readonly left: readonly Address[];
    }
  >;
};

export type Cancelled = {
  /** Shown by our book, and no more once it is done. */
  readonly shown: number;
  readonly open: readonly OpenOrder[];
  readonly chains: readonly ChainCancelled[];
};

/** What an operator does at the command line with what is under way. `portfolio` null = all. */
export type Operation = {
  readonly orders: (portfolio: Address | null) => Promise<Result<readonly OpenOrder[]>>;
  /** Stops all trading; answers whether it wasn't stopped before. */
  readonly halt: (halted: boolean) => Promise<Result<boolean>>;
  /** Fails with `not-found`. */
  readonly pause: (portfolio: Address) => Promise<Result<Paused>>;
  /** Why it was set aside; null = it wasn't. Fails with `not-found`. */
  readonly resume: (portfolio: Address) => Promise<Result<string | null>>;
  /**
   * Hides what is shown and has the chain void it; without `commit` it says what it would do. Fails with `trading-goes-on` where trading goes
   * on, since the next tick would sign anew.
   */
  readonly cancel: (
    portfolio: Address | null,
    how: { readonly commit: boolean },
  ) => Promise<Result<Cancelled>>;
  readonly close: () => Promise<void>;
};

type Parts = { readonly env: Env; readonly run: InDatabase };

const LEFT_MAX = 1_000;

const isStopped = async (run: InDatabase, portfolio: Address | null, { halted }: Settings) => {
  if (halted) return ok(true);
  if (portfolio === null) return ok(false);
  return run((sql) => isPaused(sql, portfolio));
};

type OnChain = {
  readonly served: ServedChain;
  readonly ring: SignerRing;
  readonly settings: Settings;
  readonly portfolio: Address | null;
  readonly commit: boolean;
};

const cancelOn = async (
  { env, run }: Parts,
  { served, ring, settings, portfolio, commit }: OnChain,
): Promise<ChainCancelled['outcome']> => {
  const { chainId } = served;
  const log = logOf(env);
  if (commit) {
    const revoked = await onChain({ log }, () => revokeNow({ run, served, ring, log }, settings, portfolio));
    if (!revoked.ok) return revoked;
  }
  const signers = [...ring.keys.addresses];
  return run(async (sql) => {
    const left = await readRevocable(sql, { chainId, signers, limit: LEFT_MAX, portfolio });
    const count = await countRevocations(sql, { chainId, portfolio });
    return { ...count, left: left.map(({ account }) => account) };
  });
};

const NOT_STOPPED = (portfolio: Address | null): Result<never> =>
  fail(
    'trading-goes-on',
    `Trading goes on: the next tick would sign anew. Stop it first: 1balancer pause${portfolio === null ? '' : ` --portfolio ${portfolio}`}.`,
  );

const cancel = async (
  { env, run }: Parts,
  { portfolio, commit }: Pick<OnChain, 'portfolio' | 'commit'>,
): Promise<Result<Cancelled>> => {
  const settings = await run(readSettings);
  if (!settings.ok) return settings;
  const stopped = await isStopped(run, portfolio, settings.value);
  if (!stopped.ok) return stopped;
  if (commit && !stopped.value) return NOT_STOPPED(portfolio);
  const open = await run((sql) => readOpenOrders(sql, portfolio));
  if (!open.ok) return open;
  const signers = await openSigners(env);
  if (!signers.ok) return signers;
  const ring = await signers.value.ring();
  if (!ring.ok) return ring;
  if (commit) {
    const hidden = await run((sql) => hideShownOrders(sql, portfolio));
    if (!hidden.ok) return hidden;
  }
  const log = logOf(env);
  const chains = [...serveChains(env.chains, log).values()].map(async (served) => ({
    chainId: served.chainId,
    outcome: await cancelOn(
      { env, run },
      { served, ring: ring.value, settings: settings.value, portfolio, commit },
    ),
  }));
  const shown = open.value.filter(({ status }) => status === 'open' || status === 'partially-filled').length;
  return ok({ shown, open: open.value, chains: await Promise.all(chains) });
};

/** Opens what operators do beside ticks, on the bot's login. */
export const openOperation = (env: Env & { readonly dbUrl: NonNullable<Env['dbUrl']> }): Operation => {
  const database = openBotDatabase({ url: env.dbUrl, connectionsMax: 2 });
  const run = inDatabase(database);
  const halt = (halted: boolean): Promise<Result<boolean>> =>
    run(readSettings).then(async (settings) => {
      if (!settings.ok) return settings;
      const wish = { name: 'halted', value: halted, actor: 'operator', origin: null, version: null } as const;
      const saved = flat(await run((sql) => saveSetting(sql, wish)));
      return saved.ok ? ok(settings.value.halted !== halted) : saved;
    });
  return {
    orders: (portfolio) => run((sql) => readOpenOrders(sql, portfolio)),
    halt,
    pause: async (portfolio) => flat(await run((sql) => pausePortfolio(sql, portfolio))),
    resume: async (portfolio) => flat(await run((sql) => resumePortfolio(sql, portfolio))),
    cancel: (portfolio, { commit }) => cancel({ env, run }, { portfolio, commit }),
    close: database.close,
  };
};
