import type { DemoAnswer, DemoQuestion } from '../../lib/demo/demo-question.ts';
import { type DemoRun, type DemoSetting, runDemo } from '../../lib/demo/run-demo.ts';
import type { Result } from '../../lib/result.ts';
import { demoViewOf } from './demo-view-of.ts';

/** Amounts of a policy are bigints, which JSON has none of. */
const keyOf = (setting: DemoSetting): string =>
  JSON.stringify(setting, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));

let kept: { readonly key: string; readonly run: Result<DemoRun> } | null = null;

/** Answers a question of the demo's page; the run of the last setting is kept, so that scrubbing runs nothing. */
export const answerDemo = ({ setting, row }: DemoQuestion): DemoAnswer => {
  const key = keyOf(setting);
  if (kept?.key !== key) kept = { key, run: runDemo(setting) };
  return kept.run.ok
    ? { view: demoViewOf(kept.run.value, setting.policy, row) }
    : { view: null, sentence: kept.run.error.message };
};
