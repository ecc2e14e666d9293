'use client';

import { useEffect, useState } from 'react';
import type { DemoView } from '../../lib/api/demo-view.ts';
import type { DemoQuestion } from '../../lib/demo/demo-question.ts';
import { ValueChart } from '../charts/value-chart.tsx';
import { Plan } from '../detail/plan.tsx';
import { TargetAndActual } from '../detail/target-and-actual.tsx';
import { ReasonLine } from '../portfolio/reason-line.tsx';
import { Banner } from '../shell/notices.tsx';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { DemoChoices, type DemoPreset } from './demo-choices.tsx';
import { DemoFigures } from './demo-figures.tsx';
import { DemoFills } from './demo-fills.tsx';
import { DemoTime } from './demo-time.tsx';
import { type Demo, type DemoWorker, useDemo } from './use-demo.ts';

const STEP_MS = 250;

type Props = {
  readonly presets: readonly DemoPreset[];
  readonly start: DemoQuestion;
  /** Of the start, as the server has run it. */
  readonly first: DemoView;
  readonly openWorker: () => DemoWorker;
};

/** Goes on by a row whenever the last one has been shown for a moment, and stops at the end. */
function usePlay({ wanted, want, view }: Demo) {
  const [isWanted, setIsWanted] = useState(false);
  const isPlaying = isWanted && wanted.row < view.rows;
  const isShown = view.row === wanted.row;
  useEffect(() => {
    if (!isPlaying || !isShown) return;
    const timer = setTimeout(() => want({ row: wanted.row + 1 }), STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, isShown, wanted.row, want]);
  return { isPlaying, play: setIsWanted };
}

function Shown({ view, isPlaying }: { readonly view: DemoView; readonly isPlaying: boolean }) {
  const { look } = view;
  return (
    <>
      {/* Not every hour of a run that plays is read out. */}
      <div aria-live={isPlaying ? 'off' : 'polite'}>
        <ReasonLine state={view.state} detail={view.stateDetail} why={look.why}>
          simulated {formatInstant(look.blockTimeSeconds)}
        </ReasonLine>
      </div>
      <DemoFigures view={view} />
      <TargetAndActual look={look} label="Simulated portfolio" />
      <div className="grid gap-x-10 gap-y-8 pt-8 lg:grid-cols-2">
        <Section title="What the engine planned" note="simulated, this hour">
          <Plan plan={view.plan} />
        </Section>
        <div className="space-y-8">
          <Section title="Value" note="simulated, against the first basket left alone">
            <ValueChart series={view.series} clock="simulated time" />
          </Section>
          <DemoFills view={view} />
        </div>
      </div>
    </>
  );
}

/** A portfolio in a made-up market, looked at by the engine that looks at real ones: nothing of it is anybody's. */
export function DemoPage({ presets, start, first, openWorker }: Props) {
  const demo = useDemo(openWorker, start, first);
  const { isPlaying, play } = usePlay(demo);
  const reset = (): void => {
    play(false);
    demo.want(start);
  };
  const isAtStart = demo.wanted.setting === start.setting && demo.wanted.row === start.row;
  return (
    <>
      <div className="sticky top-0 z-10 bg-ground">
        <Banner kind="note" title="Simulated.">
          Made-up prices, nobody’s money. The engine is the real one, at work in your browser.
        </Banner>
      </div>
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        <h1 className="text-2xl font-semibold tracking-tight">Demo</h1>
        <p className="max-w-prose pt-1 pb-4 text-pretty text-ink-soft">
          100,000 simulated dollars and sixty days. Move through time, make a price fall, and see when the bot
          acts, what it signs, and why it mostly does nothing.
        </p>
        <DemoChoices demo={demo} presets={presets} />
        <DemoTime demo={demo} isPlaying={isPlaying} onPlay={play} onReset={isAtStart ? null : reset} />
        <p role="status" className="text-stop empty:hidden">
          {demo.said}
        </p>
        <Shown view={demo.view} isPlaying={isPlaying} />
      </div>
    </>
  );
}
