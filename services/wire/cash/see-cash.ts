import type { Address, Hex } from 'viem';
import type { CashSight } from '../../../lib/cash/cash-sight.ts';
import { knownVault } from '../../../lib/cash/known-vault.ts';
import { moveCostsUp } from '../../../lib/cash/move-gas.ts';
import type { CctpChain } from '../../../lib/cctp/domains.ts';
import type { AttestationApi } from '../../../lib/cctp/transfer-ports.ts';
import { bugIn, ok, type Result } from '../../../lib/result.ts';
import {
  type CashChainView,
  type CashSources,
  type CashSurroundings,
  type CashWatch,
  type Coming,
  cashSightOf,
  type KnownAccount,
} from '../../cash/cash-sight-of.ts';
import type { CashSights } from '../../cash/tick-cash.ts';
import { readHead } from '../../chain/chain-client.ts';
import { hasCode } from '../../chain/probe-node.ts';
import { readCash } from '../../chain/read-cash.ts';
import { systemClock } from '../../clock.ts';
import { readCashAccounts, saveCashStates } from '../../store/cash/cash-accounts.ts';
import { readLastCashLooks } from '../../store/cash/cash-owners.ts';
import { readComing } from '../../store/cash/transfers.ts';
import { readGasTold } from '../prices/gas-told.ts';
import type { ServedChain } from '../served-chain.ts';
import { settingsOf } from '../tick/bot-store.ts';
import type { Parts } from '../tick/tick-ports.ts';
import type { TransferFees } from './transfer-fees.ts';
import { readVaultHistories } from './vault-histories.ts';

/** A chain that cash is looked at on. */
export type CashChainParts = Pick<Parts, 'served' | 'ring'>;

export type SeeCash = Pick<Parts, 'run' | 'log'> & {
  readonly parts: readonly CashChainParts[];
  /** Null: Circle isn't asked, and nothing crosses. */
  readonly api: AttestationApi | null;
  readonly fees: TransferFees;
  readonly timeIsUp: () => boolean;
};

type CashServed = ServedChain & {
  readonly cash: NonNullable<ServedChain['cash']>;
  readonly cctp: CctpChain;
};

const cashServed = (parts: readonly CashChainParts[]): readonly CashServed[] =>
  parts.flatMap(({ served }) => {
    const { cash, cctp } = served;
    return cash === null || cctp === null ? [] : [{ ...served, cash, cctp }];
  });

/** What is asked of the chains for all owners of a pass. */
type Wanted = { readonly accounts: readonly KnownAccount[]; readonly coming: readonly Coming[] };

type ChainAnswers = Pick<CashChainView, 'read' | 'costs'>;

const MISSING: ChainAnswers = { read: null, costs: null };

/** One call of the lens, whoever and however many are looked at; gas and its price beside it. */
const askChain = async (
  { log, timeIsUp }: SeeCash,
  served: CashServed,
  { accounts, coming }: Wanted,
): Promise<ChainAnswers> => {
  const { chainId, chain, cash, cctp, facts } = served;
  const told = (of: string, { code, message: why }: { readonly code: string; readonly message: string }) =>
    log.warn({ chain: facts.slug, code, why }, of);
  const right = await served.isRight();
  const head = right.ok ? await readHead(chain) : right;
  if (!head.ok) {
    told('cash-chain-unread', head.error);
    return MISSING;
  }
  const nonces = coming.flatMap(({ transfer: { destinationChainId, attested } }) =>
    destinationChainId === chainId && attested !== null ? [attested.nonce] : [],
  );
  const question = {
    portfolios: accounts.filter((one) => one.chainId === chainId).map(({ address }) => address),
    vaults: facts.vaults.map(({ address }) => address),
    ...{ transmitter: cctp.messageTransmitter, nonces: [...new Set(nonces)] },
  };
  const at = { chain, blockNumber: head.value.number, lens: cash.lens, timeIsUp };
  const [read, gas] = await Promise.all([readCash(at, question), readGasTold(served)]);
  if (read.ok) served.meter?.readInParts(read.value.cost);
  if (!gas.ok) told('cash-gas-unpriced', gas.error);
  if (!read.ok) {
    told('cash-chain-unread', read.error);
    return MISSING;
  }
  const costs = gas.ok ? moveCostsUp(gas.value) : null;
  return { read: { ...read.value, head: head.value }, costs };
};

/** Asked after the blocks were read: who is not attested by now can't have been minted in them. */
const unattestedOf = async (api: AttestationApi | null, coming: readonly Coming[]): Promise<Set<Hex>> => {
  const unattested = new Set<Hex>();
  if (api === null) return unattested;
  for (const { transfer } of coming) {
    const { id, burn, attested, sourceDomain } = transfer;
    if (burn === null || attested !== null) continue;
    const offers = await api.offers(sourceDomain, burn.txHash);
    if (offers.ok && offers.value.every((offer) => offer === null)) unattested.add(id);
  }
  return unattested;
};

const viewsOf = async (
  see: SeeCash,
  chains: readonly CashServed[],
  wanted: Wanted,
): Promise<ReadonlyMap<number, CashChainView>> => {
  const views = await Promise.all(
    chains.map(async (served): Promise<CashChainView> => {
      const { chainId, facts, cctp } = served;
      const others = chains.flatMap((other) => (other.chainId === chainId ? [] : [other.cctp]));
      const [answers, feeBpsTo] = await Promise.all([askChain(see, served, wanted), see.fees(cctp, others)]);
      return { chainId, name: facts.name, domain: cctp.domain, usdc: cctp.usdc, feeBpsTo, ...answers };
    }),
  );
  return new Map(views.map((view) => [view.chainId, view]));
};

/** What portfolios have become since they were found; one whose code is gone has no signer. */
const keepStates = async (
  { run, parts }: SeeCash,
  { chainId, chain }: CashServed,
  {
    view,
    accounts,
  }: { readonly view: CashChainView | undefined; readonly accounts: readonly KnownAccount[] },
): Promise<Result<unknown>> => {
  const { read } = view ?? MISSING;
  if (read === null) return ok(null);
  const signers = parts.flatMap(({ ring }) => [...ring.keys.addresses]);
  const states = [...read.portfolios].map(([address, { owner, signer, generation, paused }]) => ({
    ...{ address, owner, signer, paused, generation: BigInt(generation) },
  }));
  const gone: (Omit<(typeof states)[number], 'signer'> & { readonly signer: null })[] = [];
  for (const { address, owner } of accounts) {
    if (read.portfolios.has(address)) continue;
    const there = await hasCode(chain, address);
    if (there.ok && !there.value) gone.push({ address, owner, signer: null, paused: false, generation: 0n });
  }
  return run((sql) => saveCashStates(sql, { chainId, states: [...states, ...gone], signers }));
};

const surroundingsOf = async (
  see: SeeCash,
  chains: readonly CashServed[],
  {
    views,
    unattested,
  }: { readonly views: ReadonlyMap<number, CashChainView>; readonly unattested: Set<Hex> },
): Promise<Result<CashSurroundings>> => {
  const heads = [...views.values()].flatMap(({ read }) => (read === null ? [] : [read.head.timeSeconds]));
  const nowSeconds = heads.length === 0 ? systemClock.nowSeconds() : Math.max(...heads);
  const listed = new Map(
    chains.flatMap(({ chainId, facts }) =>
      facts.vaults.map(({ name, address: vault, llamaPool }) => [
        `${chainId}:${vault}`,
        { name, place: { chainId, vault, llamaPool } },
      ]),
    ),
  );
  const settings = await settingsOf(see.run);
  if (!settings.ok) return settings;
  const historiesOf = await see.run((sql) =>
    readVaultHistories(
      sql,
      [...listed.values()].map(({ place }) => place),
    ),
  );
  if (!historiesOf.ok) return historiesOf;
  // Once for each vault, however many portfolios list it.
  const known = new Map(
    [...listed].map(([key, { place }]) => [key, knownVault(historiesOf.value(place), nowSeconds)]),
  );
  const unknown = knownVault([], nowSeconds);
  return ok({
    ...{ nowSeconds, halted: settings.value.halted, chains: views, unattested },
    signers: new Set(see.parts.flatMap(({ ring }) => [...ring.keys.addresses])),
    nameOf: (chainId, vault) => listed.get(`${chainId}:${vault}`)?.name ?? vault,
    knownOf: (chainId, vault: Address) => known.get(`${chainId}:${vault}`) ?? unknown,
  });
};

/** One owner's trouble is not the others'. */
const sightOf = (sources: CashSources, around: CashSurroundings): Result<CashSight> => {
  try {
    return ok(cashSightOf(sources, around));
  } catch (thrown) {
    return { ok: false, error: bugIn(`the look at the cash of ${sources.watch.owner}`, thrown) };
  }
};

/**
 * What these owners' cash is and may do, over all chains that are served, each chain read once for all of them, at one block. By the ids of
 * the owners. A chain that is down keeps what the last look saw of it, and nothing is moved there. Fails as the database does.
 */
export const seeCash = async (see: SeeCash, watches: readonly CashWatch[]): Promise<Result<CashSights>> => {
  const chains = cashServed(see.parts);
  const known = await see.run(async (sql) => {
    const accounts = await readCashAccounts(sql, {
      owners: watches.map(({ owner }) => owner),
      chainIds: chains.map(({ chainId }) => chainId),
      signers: see.parts.flatMap(({ ring }) => [...ring.keys.addresses]),
    });
    const coming = await readComing(sql, accounts);
    const ids = watches.map(({ ownerId }) => ownerId);
    return { accounts, coming, last: await readLastCashLooks(sql, ids) };
  });
  if (!known.ok) return known;
  const { accounts, coming, last } = known.value;
  const views = await viewsOf(see, chains, known.value);
  const unattested = await unattestedOf(see.api, coming);
  const kept = await Promise.all(
    chains.map((served) => {
      const { chainId } = served;
      const own = accounts.filter((one) => one.chainId === chainId);
      return keepStates(see, served, { view: views.get(chainId), accounts: own });
    }),
  );
  for (const one of kept) if (!one.ok) return one;
  const around = await surroundingsOf(see, chains, { views, unattested });
  if (!around.ok) return around;
  return ok(
    new Map(
      watches.map((watch) => {
        const own = accounts.filter(({ owner }) => owner === watch.owner);
        const sources = { watch, accounts: own, coming, last: last.get(watch.ownerId) ?? null };
        return [watch.ownerId, sightOf(sources, around.value)];
      }),
    ),
  );
};
