import 'server-only';
import { addressField } from '../../../lib/api/fields.ts';
import {
  type HoldingsDto,
  PAPER_DAYS_MAX,
  PAPER_TRADES_MAX,
  type PaperDetailDto,
  type PaperDto,
} from '../../../lib/api/paper.ts';
import type { TryQuery } from '../../../lib/api/try-query.ts';
import type { Result } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { paperDetailOf, paperDtoOf, paperVersion } from '../../paper/paper-dto.ts';
import { readPaper, readPaperDays, readPapers, readPaperTrades } from '../../store/api/papers.ts';
import { spendOf } from '../api.ts';
import { chainServed } from '../resources/chains.ts';
import { asAsked } from './pages.ts';
import { holdingsAtHead } from './paper-chain.ts';

/** Chains whose addresses may be looked at. */
export type TryChain = { readonly id: number; readonly name: string; readonly nativeSymbol: string };

/** What was asked of an address: what it holds, or why that can't be told, in a sentence. */
export type Looked =
  | { readonly kind: 'nothing-asked' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'trouble'; readonly sentence: string }
  | { readonly kind: 'seen'; readonly holdings: HoldingsDto };

export type TryPageDto = {
  readonly chains: readonly TryChain[];
  readonly looked: Looked;
  /** Of whoever asks; none for whoever isn't signed in. */
  readonly papers: readonly PaperDto[];
};

type Asked = Pick<Request, 'headers'>;
const COST = 5;

const readable = (text: string): string => text.slice(0, 60);

const look = async ({ headers }: Asked, query: TryQuery): Promise<Looked> => {
  if (query.address === undefined) return { kind: 'nothing-asked' };
  const address = addressField.safeParse(query.address.trim());
  if (!address.success) {
    const [issue] = address.error.issues;
    const sentence = `“${readable(query.address.trim())}” ${issue?.message ?? 'is no address'}. Copy it again from your wallet.`;
    return { kind: 'refused', sentence };
  }
  const chainId = query.chain ?? readEnv().chains[0]?.chain.id ?? 0;
  const served = chainServed(chainId);
  if (served === null)
    return { kind: 'refused', sentence: `Chain ${chainId} is not served here: choose one that is.` };
  const spent = await spendOf(new Request('http://localhost/try', { headers }), COST);
  if (!spent.ok) return { kind: 'refused', sentence: spent.error.message };
  const holdings = await holdingsAtHead(served, address.data);
  return holdings.ok
    ? { kind: 'seen', holdings: holdings.value }
    : { kind: 'trouble', sentence: holdings.error.message };
};

/** What the page shows on which an address is tried. @throws {EnvError} */
export const readTryPage = async (asked: Asked, query: TryQuery): Promise<TryPageDto> => {
  const chains = readEnv().chains.map(({ chain: { id, name, nativeSymbol } }) => ({
    id,
    name,
    nativeSymbol,
  }));
  const [looked, papers] = await Promise.all([look(asked, query), asAsked(asked, readPapers)]);
  return { chains, looked, papers: papers.ok ? papers.value.map(paperDtoOf) : [] };
};

/** One of the viewer's paper portfolios with its trades and days; null where there is none of this id. Fails as the database does. */
export const readPaperPage = (
  asked: Asked,
  id: string,
): Promise<Result<{ readonly detail: PaperDetailDto; readonly version: string } | null>> =>
  asAsked(asked, async (sql) => {
    const row = await readPaper(sql, id);
    if (row === null) return null;
    const trades = await readPaperTrades(sql, { id, limit: PAPER_TRADES_MAX });
    const days = await readPaperDays(sql, { id, limit: PAPER_DAYS_MAX });
    return { detail: paperDetailOf(row, trades, days), version: paperVersion(row) };
  });
