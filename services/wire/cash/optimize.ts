import 'server-only';
import type { OptimizeBody, OptimizedDto } from '../../../lib/api/optimize.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { knownVault } from '../../../lib/cash/known-vault.ts';
import { judgedAt } from '../../../lib/cash/rate-history.ts';
import { parseDecimal } from '../../../lib/money/fixed-point.ts';
import { failure, ok } from '../../../lib/result.ts';
import { type AskedChain, type LeftOut, optimizedDtoOf } from '../../cash/optimize-dto.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { onAppDatabase } from '../app-sql.ts';
import { readGasTold } from '../prices/gas-told.ts';
import { chainServed } from '../resources/chains.ts';
import { readVaultHistories, type VaultPlace } from './vault-histories.ts';

type Facts = ReturnType<typeof readEnv>['chains'][number]['chain'];

type Chosen = { readonly chains: readonly Facts[]; readonly leftOut: readonly LeftOut[] };

const unserved = (field: string): Outcome<never> => {
  const message = 'is no chain that is served here; GET /api/chains lists them';
  const fields = [{ in: 'body' as const, field, message }];
  return { ok: false, error: { ...failure('bad-request', `${field} ${message}.`), fields } };
};

/** The chains that were asked for, and why others of them can't be chosen. */
const choose = ({ preferredChains, fromChainId }: OptimizeBody): Outcome<Chosen> => {
  const served = readEnv().chains.map(({ chain }) => chain);
  const isServed = (chainId: number): boolean => served.some(({ id }) => id === chainId);
  const unknown = preferredChains.findIndex((chainId) => !isServed(chainId));
  if (unknown !== -1) return unserved(`preferredChains.${unknown}`);
  if (fromChainId !== null && !isServed(fromChainId)) return unserved('fromChainId');
  const isWanted = (chainId: number): boolean =>
    preferredChains.length === 0 || preferredChains.includes(chainId) || chainId === fromChainId;
  const wanted = served.filter(({ id }) => isWanted(id));
  return ok({
    chains: wanted.filter(({ id, vaults }) => vaults.length > 0 || id === fromChainId),
    leftOut: wanted
      .filter(({ vaults }) => vaults.length === 0)
      .map(({ id: chainId, name: chainName }) => ({ chainId, chainName, why: 'No vault is listed on it.' })),
  });
};

type Histories = Awaited<ReturnType<typeof readVaultHistories>>;

const placesOf = (chains: readonly Facts[]): readonly VaultPlace[] =>
  chains.flatMap(({ id: chainId, vaults }) =>
    vaults.map(({ address: vault, llamaPool }) => ({ chainId, vault, llamaPool })),
  );

const askedChain = async (
  { id: chainId, name, vaults }: Facts,
  historiesOf: Histories,
  nowSeconds: number,
): Promise<AskedChain> => {
  const served = chainServed(chainId);
  const gas = served === null ? null : await readGasTold(served);
  return {
    ...{ chainId, name },
    gas: gas?.ok === true ? gas.value : null,
    noGas: gas?.ok === false ? gas.error.message : null,
    vaults: vaults.map(({ address: vault, name: called, protocol, llamaPool }) => {
      const histories = historiesOf({ chainId, vault, llamaPool });
      return { vault, name: called, protocol, known: knownVault(histories, nowSeconds) };
    }),
  };
};

/**
 * What an amount would do, by what is stored of rates, which anybody may read, and what nodes say of gas now: the same for whoever asks, and
 * worked out anew each time. Fails as the database does, and with `bad-request`.
 */
export const optimizeFor = async (body: OptimizeBody): Promise<Outcome<OptimizedDto>> => {
  const chosen = choose(body);
  if (!chosen.ok) return chosen;
  const { chains, leftOut } = chosen.value;
  const histories = await onAppDatabase((sql) =>
    asViewer(sql, { kind: 'anonymous' }, (transaction) => readVaultHistories(transaction, placesOf(chains))),
  );
  if (!histories.ok) return histories;
  // One time for all of it: what was read of a block a little ahead of this clock is of now in the decision too, not of a time to come.
  const nowSeconds = judgedAt(placesOf(chains).flatMap(histories.value), systemClock.nowSeconds());
  // Nodes are asked outside of the transaction, all at once.
  const asked = await Promise.all(chains.map((chain) => askedChain(chain, histories.value, nowSeconds)));
  const { amountUsd, riskTolerance: profile, strategy, fromChainId } = body;
  const amountUnits = parseDecimal(amountUsd, 6) ?? 0n;
  return ok(
    optimizedDtoOf({ nowSeconds, amountUnits, profile, strategy, fromChainId, chains: asked, leftOut }),
  );
};
