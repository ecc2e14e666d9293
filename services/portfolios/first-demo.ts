import type { DemoView } from '../../lib/api/demo-view.ts';
import type { DemoQuestion } from '../../lib/demo/demo-question.ts';
import { GUARD_PRESETS } from '../../lib/policy/guard-presets.ts';
import { PRESET_SUMMARIES, PRESETS } from '../../lib/policy/policy-presets.ts';
import { answerDemo } from './answer-demo.ts';

const CHOICES = ['index', 'balanced', 'conservative', 'aggressive'] as const;

/** What a visitor of the demo may choose from, each with the contract's limits that fit it. */
export const DEMO_PRESETS = CHOICES.map((name) => {
  const { turnoverBpsPerDay, lossBpsPerDay } = GUARD_PRESETS[name];
  return {
    ...{ name, summary: PRESET_SUMMARIES[name], policy: PRESETS[name] },
    contract: { turnoverBpsPerDay, lossBpsPerDay },
  };
});

/** A few hours before the first trade of this seed. */
export const DEMO_START: DemoQuestion = {
  setting: {
    ...{ seed: 1, template: 'majors', policy: PRESETS.index, shocks: [] },
    contract: {
      turnoverBpsPerDay: GUARD_PRESETS.index.turnoverBpsPerDay,
      lossBpsPerDay: GUARD_PRESETS.index.lossBpsPerDay,
    },
  },
  row: 373,
};

/** What the demo shows first; it is nobody's, so it may be shown anywhere as a picture of a portfolio. */
export const firstDemoView = (): DemoView => {
  const { view } = answerDemo(DEMO_START);
  if (view === null) throw new Error('the demo’s own setting was refused');
  return view;
};
