import { judgeWarning, type WarningEvidence } from '../../lib/analyst/warnings/judge-warning.ts';
import { raiseWarnings } from '../../lib/analyst/warnings/raise-warnings.ts';
import type { Warning, WarningVerdict } from '../../lib/analyst/warnings/warning.ts';
import { verdictSentence, warningSentence } from '../../lib/analyst/warnings/warning-sentences.ts';
import type { JournaledDecision } from '../../lib/facts/decision-facts.ts';
import type { Facts } from '../../lib/facts/fact.ts';
import { ok, type Result } from '../../lib/result.ts';

/** Portfolios whose turns are taken at once, and warnings that are judged at once. */
const CLAIMED = 200;
const DUE = 50;

type Due = Warning & { readonly id: string };

export type WarningPorts<D extends Due> = {
  readonly claim: (limit: number) => Promise<Result<readonly string[]>>;
  readonly facts: (ids: readonly string[], span: '7d' | '90d') => Promise<Result<readonly Facts[]>>;
  readonly newest: (ids: readonly string[]) => Promise<Result<ReadonlyMap<string, JournaledDecision>>>;
  /** Keeps what was found of each, and ends its turn; answers how many are new. */
  readonly save: (
    found: readonly { readonly portfolioId: string; readonly warnings: readonly Warning[] }[],
  ) => Promise<Result<number>>;
  readonly due: (limit: number) => Promise<Result<readonly D[]>>;
  readonly evidence: (due: D) => Promise<Result<WarningEvidence>>;
  /** Answers whether it was judged by this, and by nobody before. */
  readonly settle: (settlement: {
    readonly id: string;
    readonly verdict: WarningVerdict;
    readonly sentence: string;
  }) => Promise<Result<boolean>>;
  /** Answers how many were too old. */
  readonly sweep: () => Promise<Result<number>>;
};

/** What was done: warnings that are new, and those that were judged. */
export type WarningsKept = { readonly raised: number; readonly judged: number };

const judgeDue = async <D extends Due>(
  { due, evidence, settle }: WarningPorts<D>,
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  let judged = 0;
  while (!timeIsUp()) {
    const warnings = await due(DUE);
    if (!warnings.ok) return warnings;
    for (const warning of warnings.value) {
      const found = await evidence(warning);
      if (!found.ok) return found;
      const verdict = judgeWarning(warning, found.value);
      const sentence = `${warningSentence(warning)} ${verdictSentence(warning, verdict)}`;
      const settled = await settle({ id: warning.id, verdict, sentence });
      if (!settled.ok) return settled;
      if (settled.value) judged += 1;
    }
    if (warnings.value.length < DUE) break;
  }
  return ok(judged);
};

const raiseDue = async <D extends Due>(
  { claim, facts, newest, save }: WarningPorts<D>,
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  let raised = 0;
  while (!timeIsUp()) {
    const ids = await claim(CLAIMED);
    if (!ids.ok) return ids;
    if (ids.value.length === 0) break;
    const [weeks, quarters, decisions] = [
      await facts(ids.value, '7d'),
      await facts(ids.value, '90d'),
      await newest(ids.value),
    ];
    if (!weeks.ok) return weeks;
    if (!quarters.ok) return quarters;
    if (!decisions.ok) return decisions;
    const quarterOf = new Map(quarters.value.map((one) => [one.about.portfolioId, one]));
    const found = weeks.value.map((week) => {
      const { portfolioId } = week.about;
      const quarter = quarterOf.get(portfolioId) ?? week;
      return {
        portfolioId,
        warnings: raiseWarnings({ week, quarter, newest: decisions.value.get(portfolioId) ?? null }),
      };
    });
    const saved = await save(found);
    if (!saved.ok) return saved;
    raised += saved.value;
  }
  return ok(raised);
};

/**
 * Judges the warnings whose seven days are over, the bad ones too, and then looks through whoever's turn it is for something to warn of, as far
 * as there is time. Each is kept by itself: done again, or by two at once, it comes to the same.
 */
export const keepWarnings = async <D extends Due>(
  ports: WarningPorts<D>,
  timeIsUp: () => boolean,
): Promise<Result<WarningsKept>> => {
  const swept = await ports.sweep();
  if (!swept.ok) return swept;
  const judged = await judgeDue(ports, timeIsUp);
  if (!judged.ok) return judged;
  const raised = await raiseDue(ports, timeIsUp);
  return raised.ok ? ok({ raised: raised.value, judged: judged.value }) : raised;
};
