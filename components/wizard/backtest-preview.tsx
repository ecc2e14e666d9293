'use client';

import { useState } from 'react';
import { type TriedPolicy, tryPolicy } from '../../lib/backtest/try-policy.ts';
import { type Draft, targetsOf } from '../../lib/creation/draft.ts';
import { readFeedHistory } from '../../lib/creation/read-feed-history.ts';
import { usdText } from '../../lib/money/display.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';
import { formatSpan } from '../ui/format.ts';
import { Button } from '../wallet/button.tsx';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';
import { BacktestChart } from './backtest-chart.tsx';

/** Questions to the wallet's node in all: some count them. */
const QUESTIONS_MAX = 240;
const ROUNDS_MAX = 60;
const COST_BPS = 10;
const INITIAL_USD_E18 = 10_000n * E18;

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'said'; readonly sentence: string }
  | { readonly kind: 'tried'; readonly tried: TriedPolicy };

async function tried(draft: Draft, { ask }: ConnectedWallet): Promise<Stage> {
  const targets = targetsOf(draft.holdings);
  if (!targets.ok) return { kind: 'said', sentence: targets.sentence };
  const roundsMax = Math.min(ROUNDS_MAX, Math.floor(QUESTIONS_MAX / draft.holdings.length));
  const assets = await Promise.all(
    draft.holdings.map(async ({ listing: { symbol, feed } }, index) => ({
      ...{ symbol, targetBps: targets.bps[index] ?? 0 },
      history: await readFeedHistory(ask, feed, roundsMax),
    })),
  );
  const run = tryPolicy({
    ...{ assets, policy: PRESETS[draft.preset], contract: GUARD_PRESETS[draft.preset] },
    ...{ initialUsdE18: INITIAL_USD_E18, costBps: COST_BPS },
  });
  return run.ok
    ? { kind: 'tried', tried: run.value }
    : { kind: 'said', sentence: `No preview: ${run.error.message}. Nothing is made up in its place.` };
}

type Props = { readonly draft: Draft; readonly wallet: ConnectedWallet | null };

/** Tries the chosen policy on what the feeds have really said, when asked to. */
export function BacktestPreview({ draft, wallet }: Props) {
  const [stage, setStage] = useState<Stage>({ kind: 'idle' });
  const ready = wallet !== null && wallet.chainId === draft.chainId;
  const run = (): void => {
    if (wallet === null) return;
    setStage({ kind: 'reading' });
    tried(draft, wallet).then(setStage, () =>
      setStage({
        kind: 'said',
        sentence: 'The feeds’ past could not be read through your wallet. Try again.',
      }),
    );
  };
  return (
    <section aria-labelledby="backtest-title" className="pt-4">
      <h3 id="backtest-title" className="font-semibold">
        On the past
      </h3>
      <p className="text-ink-soft text-pretty">
        What “{draft.preset}” would have done with {usdText(INITIAL_USD_E18)} on what these tokens’ feeds have
        said, as far back as the chain tells. The past promises nothing.
      </p>
      <Button disabled={!ready || stage.kind === 'reading'} onClick={run}>
        Try it on the past
      </Button>
      <div role="status" aria-live="polite" className="pt-2">
        {!ready && 'Connect a wallet on this chain first: the feeds are asked through it.'}
        {stage.kind === 'reading' && 'Reading what the feeds have said…'}
        {stage.kind === 'said' && stage.sentence}
        {stage.kind === 'tried' && <Outcome tried={stage.tried} />}
      </div>
    </section>
  );
}

const instant = (seconds: number): string => `${formatUtcDate(seconds)} ${formatUtcTime(seconds)} UTC`;
const percent = (ratio: number): string => `${(ratio * 100).toFixed(2)} %`;

function Outcome({ tried: { result, stepSeconds, values } }: { readonly tried: TriedPolicy }) {
  const { run, baselines } = result;
  const held = baselines?.hold.finalUsdE18;
  return (
    <>
      <p>
        From {instant(result.fromSeconds)} to {instant(result.toSeconds)}, looked at every{' '}
        {formatSpan(stepSeconds)}: {run.rebalances} {run.rebalances === 1 ? 'rebalance' : 'rebalances'},
        turnover {percent(run.turnover)}, cost {usdText(run.costUsdE18)} at {COST_BPS} bps a trade. At the end{' '}
        {usdText(run.finalUsdE18)}
        {held !== undefined && `; held without trading, ${usdText(held)}`}. Deepest fall{' '}
        {percent(Math.abs(run.drawdown.depth))}.
      </p>
      <BacktestChart values={values} />
    </>
  );
}
