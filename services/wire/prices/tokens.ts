import type { Address } from 'viem';
import { fail, ok, type Result } from '../../../lib/result.ts';
import {
  type ListedToken,
  type ListedTokens,
  listedTokensOf,
  readTokenList,
} from '../../../lib/tokens/token-list.ts';
import { openNodes, readHead } from '../../chain/chain-client.ts';
import { probeToken, type TokenProbe } from '../../chain/probe-token.ts';
import { chooseChain } from '../../chain-settings.ts';
import type { Env } from '../../env.ts';
import { readTextFile } from '../../env-fields.ts';

/** The lists at these paths as one, the earlier ones first. Fails naming the file, its line and its field. */
export const readTokenLists = (paths: readonly string[]): Result<ListedTokens> => {
  const tokens: ListedToken[] = [];
  for (const path of paths) {
    const text = readTextFile(path);
    if (!text.ok) return fail(text.error.code, `TOKEN_LISTS: ${text.error.message}`);
    const list = readTokenList(text.value, `TOKEN_LISTS: ${path}`);
    if (!list.ok) return list;
    tokens.push(...list.value);
  }
  return listedTokensOf(tokens);
};

/** What trying a token has shown, and what lists say of it. */
export type TokenCheck = {
  readonly chainName: string;
  readonly blockNumber: bigint;
  readonly probe: TokenProbe;
  readonly listed: ListedToken | null;
  /** Others of the chain that go by the same symbol in the lists. */
  readonly namesakes: readonly ListedToken[];
};

/** Tries a token at the chain's head with a holder's units; nothing is sent. Fails as configuration, lists or node fail. */
export const checkToken = async (
  env: Env,
  { token, holder, chainWord }: { token: Address; holder: Address; chainWord: string | null },
): Promise<Result<TokenCheck>> => {
  const settings = chooseChain(env.chains, chainWord);
  if (!settings.ok) return settings;
  const { chain: facts, rpcUrls } = settings.value;
  if (rpcUrls.length === 0) return fail('not-configured', 'RPC_URL is missing: the chain can’t be asked.');
  const lists = readTokenLists(env.tokenLists);
  if (!lists.ok) return lists;
  const { chain } = openNodes({ facts, rpcUrls });
  const head = await readHead(chain);
  if (!head.ok) return head;
  const probe = await probeToken(chain, { token, holder }, head.value.number);
  if (!probe.ok) return probe;
  const listed = lists.value.byAddress(facts.id, token);
  const namesakes = listed === null ? [] : lists.value.bySymbol(facts.id, listed.symbol);
  return ok({
    ...{ chainName: facts.name, blockNumber: head.value.number, probe: probe.value, listed },
    namesakes: namesakes.filter(({ address }) => address !== token),
  });
};
