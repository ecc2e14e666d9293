import type { Facts } from '../../lib/facts/fact.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type AskDraft, type Worded, wordSummary } from './word-summary.ts';

/** Portfolios whose turns are taken at once: as many as are read in the same statements, or as a model words within a tick. */
const CLAIMED = { template: 200, worded: 3 } as const;

export type SummaryPorts = {
  readonly claim: (limit: number) => Promise<Result<readonly string[]>>;
  readonly facts: (ids: readonly string[]) => Promise<Result<readonly Facts[]>>;
  readonly ask: AskDraft;
  readonly save: (facts: Facts, worded: Worded) => Promise<Result<void>>;
  /** Answers how many were too old. */
  readonly sweep: () => Promise<Result<number>>;
};

/** What was written: summaries, and those of them that a model worded. */
export type SummariesKept = { readonly written: number; readonly worded: number };

/** Writes the summaries that are due, as far as there is time. Each is stored by itself: who stops in between has lost none. */
export const keepSummaries = async (
  ports: SummaryPorts,
  timeIsUp: () => boolean,
): Promise<Result<SummariesKept>> => {
  const kept = { written: 0, worded: 0 };
  const swept = await ports.sweep();
  if (!swept.ok) return swept;
  while (!timeIsUp()) {
    const ids = await ports.claim(ports.ask === null ? CLAIMED.template : CLAIMED.worded);
    if (!ids.ok) return ids;
    if (ids.value.length === 0) break;
    const facts = await ports.facts(ids.value);
    if (!facts.ok) return facts;
    for (const one of facts.value) {
      const worded = await wordSummary(one, timeIsUp() ? null : ports.ask);
      const saved = await ports.save(one, worded);
      if (!saved.ok) return saved;
      kept.written += 1;
      if (worded.whyTemplate === null) kept.worded += 1;
    }
  }
  return ok(kept);
};
