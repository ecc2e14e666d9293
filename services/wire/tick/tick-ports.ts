import { decide } from '../../../lib/engine/decide.ts';
import type { GapFact, Settled } from '../../../lib/ledger/chain-facts.ts';
import type { Custodies } from '../../../lib/ledger/custody.ts';
import type { PriceSource } from '../../../lib/ledger/price-source.ts';
import type { Venues } from '../../../lib/ledger/venue.ts';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { type PolicyJson, policyToJson } from '../../../lib/policy/policy.ts';
import { completePolicy, firstDefaults } from '../../../lib/policy/policy-defaults.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { illnessOf, type TokenWord } from '../../../lib/tokens/token-health.ts';
import type { ListedTokens } from '../../../lib/tokens/token-list.ts';
import type { BotKeys } from '../../bot/bot-keys.ts';
import { type MarketPorts, measuringMarkets } from '../../bot/measure-markets.ts';
import { observeWith } from '../../bot/observe.ts';
import type { TickDeps } from '../../bot/tick-deps.ts';
import { type TrialPorts, tryTokensWith } from '../../bot/try-tokens.ts';
import type { AskPool } from '../../cash/defillama.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readBlocks } from '../../chain/read-blocks.ts';
import { tryTokens } from '../../chain/try-tokens.ts';
import { systemClock } from '../../clock.ts';
import { balancerCustody } from '../../custody/balancer/balancer-custody.ts';
import type { Env } from '../../env.ts';
import { type SettlePorts, settle } from '../../indexer/settle.ts';
import type { Log } from '../../log.ts';
import { readHolders } from '../../store/accounts.ts';
import { readTrail } from '../../store/cursors.ts';
import type { Settings } from '../../store/settings.ts';
import { readContexts } from '../../store/tick/contexts.ts';
import { readTokenTrials, saveTokenTrials } from '../../store/tick/token-trials.ts';
import { venueRegistry } from '../../venues/registry.ts';
import type { ServedChain } from '../served-chain.ts';
import { sureDepthOf } from '../sure-depth.ts';
import { askOrdersOf, balancerChain, delegatedChain, settleChain } from './bot-chain.ts';
import type { SignerRing } from './bot-signers.ts';
import { balancerStore, bookJournal, type InDatabase, settleStore } from './bot-store.ts';
import type { OneinchHands } from './oneinch.ts';
import { proposalChain, proposalJournal } from './proposals.ts';

/** What a bot's process has opened for one chain. */
export type Parts = {
  readonly env: Env;
  readonly log: Log;
  readonly run: InDatabase;
  readonly served: ServedChain;
  readonly ring: SignerRing;
  /** What lists say of tokens. */
  readonly lists: ListedTokens;
  /** The process's own, since they remember what they were told and whom to leave alone. */
  readonly prices: readonly PriceSource[];
  /** Of prices that are recorded; they are remembered, too. */
  readonly volatilitiesOf: MarketPorts['volatilitiesOf'];
  /** The same of what vaults of USDC are said to pay. */
  readonly askPool: AskPool;
  /** The same of the chain's own; null where no key of 1inch's is set. */
  readonly oneinch: OneinchHands | null;
};

/** The system's policy for a contract nobody registered one for: hold the band, with the operator's defaults. */
const defaultPolicyOf = ({ env }: Parts, defaults: Settings['policyDefaults']): Result<PolicyJson> => {
  if (!defaults.ok) return defaults;
  const { lookEverySeconds } = PRESETS.index;
  const policy = completePolicy(
    { version: 1, lookEverySeconds },
    firstDefaults(defaults.value, env.policyDefaults),
  );
  return policy.ok ? ok(policyToJson(policy.value)) : policy;
};

/** Every kind of account: one line each. */
const custodiesOf = ({ run, served }: Parts): Custodies => {
  const { chainId } = served;
  const store = balancerStore(run, chainId);
  return {
    balancer: balancerCustody({ kind: 'balancer', chainId, chain: balancerChain(served), ...store }),
    delegated: balancerCustody({ kind: 'delegated', chainId, chain: delegatedChain(served), ...store }),
  };
};

/** Every kind settles by the same logs: those of one range are read once for all, and what contracts say of themselves by the kind of each. */
const settlingCustody = (parts: Parts): SettlePorts['custody'] => {
  const { balancer, delegated } = custodiesOf(parts);
  const { run, served } = parts;
  return {
    settle: balancer.settle,
    states: async (addresses, block, timeIsUp) => {
      const holders = await run((sql) => readHolders(sql, served.chainId));
      if (!holders.ok) return holders;
      const ours = addresses.filter((address) => !holders.value.has(address));
      const others = addresses.filter((address) => holders.value.has(address));
      const states = ours.length === 0 ? ok([]) : await balancer.states(ours, block, timeIsUp);
      if (!states.ok || others.length === 0) return states;
      const more = await delegated.states(others, block, timeIsUp);
      return more.ok ? ok([...states.value, ...more.value]) : more;
    },
  };
};

/** A dry run stores nothing, so it settles nothing: it says only whether the node is behind what is known. */
export const lookAtHead = async ({ run, served }: Parts): Promise<Result<Settled>> => {
  const { chain, chainId } = served;
  const [head, trail] = await Promise.all([readHead(chain), run((sql) => readTrail(sql, chainId))]);
  if (!head.ok) return head;
  if (!trail.ok) return trail;
  const reached = trail.value[0];
  const lagging = reached !== undefined && head.value.number < reached.number;
  return ok({ head: head.value, state: lagging ? 'lagging' : 'settled', reorganised: false });
};

/** Brings the database to the chain's head. */
export const settleAll = async (
  parts: Parts,
  { policyDefaults }: Settings,
  timeIsUp: () => boolean,
): Promise<Result<Settled>> => {
  const { env, run, served, ring, log } = parts;
  const { chainId, factory, factoryBlock } = served;
  if (factory === null)
    return fail('not-configured', 'FACTORY_ADDRESS is missing: no portfolio can be found.');
  const defaultPolicy = defaultPolicyOf(parts, policyDefaults);
  if (!defaultPolicy.ok) return defaultPolicy;
  const terms = { chainId, signers: [...ring.keys.addresses], serving: env.serving };
  const ports = {
    factoryBlock,
    sureDepth: sureDepthOf(served.facts),
    chain: settleChain(served),
    custody: settlingCustody(parts),
    store: settleStore(run, { ...terms, defaultPolicy: defaultPolicy.value }),
    monotonicMs: systemClock.monotonicMs,
    reportGaps: (gaps: readonly GapFact[]) => {
      for (const { account, token, blockNumber } of gaps)
        log.warn({ account, token, block: `${blockNumber}` }, 'logs-of-account-missing');
    },
  };
  return settle(ports, timeIsUp);
};

/** Every venue, with keys or without any. */
export const venuesOf = ({ run, served, oneinch }: Parts, signAs: SignAs | null): Venues => {
  const shared = { journal: bookJournal(run), askOrders: askOrdersOf(served.batching, served.meter), signAs };
  const proposal = {
    journal: proposalJournal(run),
    chain: proposalChain(served),
    askSwap: oneinch?.askSwap ?? null,
    signAs,
  };
  return venueRegistry({ orderBook: shared, oneinch: oneinch && { ...shared, ...oneinch }, proposal });
};

type Looking = Pick<
  TickDeps,
  'observe' | 'stillHas' | 'decide' | 'venues' | 'tickIntervalSeconds' | 'clock' | 'log'
>;

const wordsOf = ({ unhealthyTokens }: Settings): readonly TokenWord[] =>
  unhealthyTokens.ok ? unhealthyTokens.value : [];

const trialPorts = ({ run, served, log }: Parts, keep: Hands['keepTrials']): TrialPorts => {
  const { chain, chainId } = served;
  return {
    known: (tokens) => run((sql) => readTokenTrials(sql, { chainId, tokens })),
    ask: (holdings, { number }) => tryTokens(chain, holdings, number),
    keep,
    log,
  };
};

/** The database, as what keeps the words of trials. */
export const trialKeeper =
  ({ run, served: { chainId } }: Parts): Hands['keepTrials'] =>
  (trials) =>
    run((sql) => saveTokenTrials(sql, { chainId, trials }));

/** In which a tick and a dry run differ. */
type Hands = {
  readonly keys: BotKeys;
  readonly venues: Venues;
  readonly keepTrials: TrialPorts['keep'];
};

/** What a tick and a dry run have in common. */
export const lookingWith = (
  parts: Parts,
  settings: Settings,
  { keys, venues, keepTrials }: Hands,
): Looking => ({
  observe: measuringMarkets(
    {
      ...{ blockSeconds: parts.served.blockSeconds, clockSeconds: settings.tickIntervalSeconds },
      volatilitiesOf: parts.volatilitiesOf,
    },
    observeWith({
      custodies: custodiesOf(parts),
      prices: parts.prices,
      venues,
      readContexts: (portfolioIds, block) =>
        parts.run((sql) => readContexts(sql, { portfolioIds, nowSeconds: block.timeSeconds })),
      // A word that can't be read may have been about any token.
      halted: async () => ok(settings.halted || !settings.unhealthyTokens.ok),
      keys,
      illnessOf: (token) => illnessOf(token, { words: wordsOf(settings), lists: parts.lists }),
      tryTokens: tryTokensWith(trialPorts(parts, keepTrials)),
    }),
  ),
  stillHas: async ({ number, hash }) => {
    const read = await readBlocks({ chain: parts.served.batching, timeIsUp: () => false }, [number]);
    return read.ok ? ok(read.value[0]?.hash === hash) : read;
  },
  decide,
  venues,
  tickIntervalSeconds: settings.tickIntervalSeconds,
  clock: systemClock,
  log: parts.log,
});
