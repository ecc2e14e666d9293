import 'server-only';
import type { CashDto, CashMoveDto } from '../../../lib/api/cash.ts';
import type { Page, PageQuery } from '../../../lib/api/fields.ts';
import { type OptimizedDto, optimizeBody } from '../../../lib/api/optimize.ts';
import type { RatesDto } from '../../../lib/api/rates.ts';
import type { StrategiesDto } from '../../../lib/api/strategies.ts';
import type { UsdcQuery } from '../../../lib/api/usdc-query.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { spendOf } from '../api.ts';
import { onAppDatabase } from '../app-sql.ts';
import { callerOf } from '../login/identity.ts';
import { optimizeFor } from './optimize.ts';
import { readMovesPage, readOwnCash } from './own-cash.ts';
import { readRates } from './rates-page.ts';
import { readStrategies } from './strategies.ts';

/** What was asked of an amount, or why that can't be told, in a sentence. */
export type Optimized =
  | { readonly kind: 'nothing-asked' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'told'; readonly told: OptimizedDto };

export type UsdcPageDto = {
  readonly rates: RatesDto;
  /** Null for whoever isn't signed in. */
  readonly cash: CashDto | null;
  readonly optimized: Optimized;
  /** Chains that an amount may be kept to. */
  readonly chains: readonly { readonly id: number; readonly name: string }[];
};

type Asked = Pick<Request, 'headers'>;
const COST = 5;

const optimizedOf = async ({ headers }: Asked, { amount, risk, chain }: UsdcQuery): Promise<Optimized> => {
  if (amount === undefined) return { kind: 'nothing-asked' };
  const body = optimizeBody.safeParse({
    amountUsd: amount.replaceAll(',', ''),
    ...(risk === undefined ? {} : { riskTolerance: risk }),
    preferredChains: chain === undefined ? [] : [chain],
  });
  if (!body.success) {
    const [issue] = body.error.issues;
    return { kind: 'refused', sentence: `“${amount}” ${issue?.message ?? 'is no amount'}.` };
  }
  const spent = await spendOf(new Request('http://localhost/usdc', { headers }), COST);
  if (!spent.ok) return { kind: 'refused', sentence: spent.error.message };
  const told = await optimizeFor(body.data);
  return told.ok ? { kind: 'told', told: told.value } : { kind: 'refused', sentence: told.error.message };
};

/** What the page of USDC shows: rates for everybody, an owner's own, and what an amount would do. */
export const readUsdcPage = async (asked: Asked, query: UsdcQuery): Promise<Result<UsdcPageDto>> => {
  const caller = await callerOf(asked);
  if (!caller.ok) return caller;
  const read = await onAppDatabase((sql) =>
    asViewer(sql, caller.value, async (transaction) => ({
      rates: await readRates(transaction),
      cash: caller.value.kind === 'anonymous' ? null : await readOwnCash(transaction, caller.value.address),
    })),
  );
  if (!read.ok) return read;
  const chains = readEnv().chains.flatMap(({ chain: { id, name, vaults } }) =>
    vaults.length === 0 ? [] : [{ id, name }],
  );
  return ok({ ...read.value, chains, optimized: await optimizedOf(asked, query) });
};

export type ScorePageDto = {
  readonly readAtSeconds: number;
  /** Null for whoever isn't signed in. */
  readonly own: { readonly score: CashDto['score']; readonly moves: Page<CashMoveDto> } | null;
  /** By the owner's profile, else by the balanced one. */
  readonly strategies: StrategiesDto;
};

/** How an owner's moves came out: all together, and a page of them. */
export const readScorePage = async (asked: Asked, query: PageQuery): Promise<Result<ScorePageDto>> => {
  const caller = await callerOf(asked);
  if (!caller.ok) return caller;
  return onAppDatabase((sql) =>
    asViewer(sql, caller.value, async (transaction) => {
      if (caller.value.kind === 'anonymous') {
        const strategies = await readStrategies(transaction, 'balanced');
        return { readAtSeconds: systemClock.nowSeconds(), own: null, strategies };
      }
      const { address } = caller.value;
      const { score, readAtSeconds, profile } = await readOwnCash(transaction, address);
      const strategies = await readStrategies(transaction, profile ?? 'balanced');
      const moves = await readMovesPage(transaction, address, query);
      return { readAtSeconds, own: { score, moves }, strategies };
    }),
  );
};
