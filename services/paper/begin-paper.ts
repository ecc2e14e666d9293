import type { PaperPlanDto, PaperRequest } from '../../lib/api/paper.ts';
import type { BacktestState } from '../../lib/backtest/backtest-state.ts';
import type { MarketRow } from '../../lib/backtest/step-row.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { BPS, BPS_WHOLE } from '../../lib/money/fixed-point.ts';
import { openPaper, type PaperPrices, paperRow, planPaper, usablePrice } from '../../lib/paper/paper-step.ts';
import { PAPER_COST_BPS, type PaperTerms } from '../../lib/paper/paper-terms.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { cents } from '../portfolios/asset-dtos.ts';
import { planDtoOf } from '../portfolios/plan-dto.ts';
import { policyText } from '../portfolios/policy-text.ts';
import type { FollowedToken } from './holdings-dto.ts';

const refuse = (sentence: string): Result<never> => fail('paper-invalid', sentence);

/** What somebody asked for, as terms; or in a sentence why it can't be. */
export const paperTermsOf = (
  { assets, preset }: PaperRequest,
  listed: readonly FollowedToken[],
): Result<PaperTerms> => {
  const known = new Map(listed.map((one) => [one.token, one]));
  if (new Set(assets.map(({ token }) => token)).size < assets.length)
    return refuse('A token is named twice: name each once.');
  const sum = assets.reduce((total, { targetBps }) => total + targetBps, 0);
  if (sum !== BPS_WHOLE)
    return refuse(`The targets make ${(sum / 100).toFixed(2)} %: they must make 100.00 %.`);
  const found = assets.flatMap(({ token, targetBps, units }) => {
    const one = known.get(token);
    if (one === undefined) return [];
    const { symbol, decimals, feed, heartbeatSeconds } = one;
    return [{ token, symbol, decimals, feed, heartbeatSeconds, targetBps, openingUnits: BigInt(units) }];
  });
  return found.length < assets.length
    ? refuse('A token has no feed here that is known, so it can’t be followed: leave it out.')
    : ok({ assets: found, policy: PRESETS[preset] });
};

/** A paper portfolio at its opening. */
export type BegunPaper = {
  readonly terms: PaperTerms;
  readonly row: MarketRow;
  readonly state: BacktestState;
};

/** Opens one at these prices. Fails with `paper-invalid`, in a sentence that says what can be done. */
export const beginPaper = (terms: PaperTerms, prices: PaperPrices, block: Block): Result<BegunPaper> => {
  for (const asset of terms.assets) {
    const price = usablePrice(asset, prices, block.timeSeconds);
    if (!price.ok)
      return refuse(
        `${asset.symbol} has no price to begin with (${price.detail}): leave it out, or try again later.`,
      );
  }
  const row = paperRow(terms, prices, block.timeSeconds);
  const opened = openPaper(terms, row);
  if (!opened.ok)
    return refuse('None of the tokens you chose is held: type amounts, or choose one that is held.');
  return ok({ terms, row, state: opened.value });
};

/** What the engine would do with one just now, and what that would cost. What was begun is of no use afterwards. */
export const paperPlanOf = ({ terms, row, state }: BegunPaper, block: Block): PaperPlanDto => {
  const { snapshot, decision, found } = planPaper(state, row);
  const shown = planDtoOf(snapshot, terms.policy, decision);
  const legs = decision.plan.kind === 'act' ? decision.plan.legs : [];
  const tradedUsdE18 = legs.reduce((sum, leg) => sum + leg.sellValueUsdE18, 0n);
  return {
    blockTimeSeconds: block.timeSeconds,
    valueUsd: cents(found.navUsdE36 / 10n ** 18n),
    tradedUsd: cents(tradedUsdE18),
    costUsd: cents((tradedUsdE18 * BigInt(PAPER_COST_BPS)) / BPS),
    policyText: policyText(terms.policy),
    plan: {
      ...shown,
      blockNumber: block.number.toString(),
      rows: [...shown.rows],
      legs: [...shown.legs],
      dropped: [...shown.dropped],
      // Signer, pause, budget and venue are a contract's, and here is none.
      checks: shown.checks.filter(({ name }) => name === 'Prices'),
      contradictions: [...shown.contradictions],
    },
  };
};
