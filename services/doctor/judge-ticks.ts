import { type Finding, fault, orWell, skipped, warning, well } from '../../lib/doctor/finding.ts';
import type { Readiness } from '../portfolios/readiness.ts';

const clockGapOf = ({ bot }: Readiness): readonly Finding[] => {
  if (bot === null || !bot.stale) return [];
  const mend =
    'start the bot (`npm run bot`), or have a scheduler call /api/balance with CRON_SECRET; TICK_INTERVAL_SECONDS says how often it is meant to';
  if (bot.lastTickAgeSeconds === null)
    return [warning('ticks', { says: 'No tick has run yet.', disables: 'no portfolio is looked at', mend })];
  return [
    fault('ticks', {
      says: `The last tick began ${Math.round(bot.lastTickAgeSeconds)} s ago, and one is meant to begin every ${bot.intervalSeconds} s.`,
      disables: 'no portfolio is looked at',
      mend,
    }),
  ];
};

/** What the doctor looks at itself, and would else tell twice. */
const HAS_A_CHECK = ['migrations', 'clock'];

/** Whether ticks run, and what they have found: the same as /api/health/ready says. */
export const judgeTicks = (ready: Readiness | null): readonly Finding[] => {
  if (ready === null || ready.database !== 'ok') return [skipped('ticks', 'the database does not answer')];
  const parts = ready.components
    .filter(({ name, state }) => state !== 'ok' && !HAS_A_CHECK.includes(name))
    .map(({ name, state, detail }) =>
      (state === 'down' ? fault : warning)('ticks', {
        says: `The last ticks found ${name} ${state === 'down' ? 'down' : 'in trouble'}${detail === null ? '' : ` (${detail})`}.`,
        disables: state === 'down' ? '/api/health/ready answers 503' : 'what the alert’s own part says',
        mend: 'docs/alerts.md has a part for each alert; it passes with the first tick that finds it no more',
      }),
    );
  const age = Math.round(ready.bot?.lastTickAgeSeconds ?? 0);
  return orWell([...clockGapOf(ready), ...parts], well('ticks', `The last tick began ${age} s ago.`));
};
