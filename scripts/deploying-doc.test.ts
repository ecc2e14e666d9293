import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERT_KINDS, runbookAnchor } from '../lib/alerts/alert-kinds.ts';
import { CHECKS } from '../lib/doctor/finding.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '../docs', file), 'utf8');
const partOf = (text: string, heading: string): string =>
  text.split(`${heading}\n`)[1]?.split(/^#{2,3} /m)[0] ?? '';

describe.each(['Vercel and Supabase', 'Your own host, by compose'])('docs/deploying.md, %s', (way) => {
  const steps = partOf(read('deploying.md'), `## ${way}`)
    .split(/^(?=\d+\. \*\*)/m)
    .slice(1);

  it('has twelve steps at most, each with a check of doctor’s that there is', () => {
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.length).toBeLessThanOrEqual(12);
    for (const step of steps) {
      const checks = [...(/→ doctor: (.*)/.exec(step)?.[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(
        ([, name]) => name,
      );
      expect([step, checks.length > 0]).toEqual([step, true]);
      for (const check of checks) expect(CHECKS).toContain(check);
    }
  });
});

it.each(ALERT_KINDS)('docs/alerts.md says what to do at %s, where a message’s link leads', (kind) => {
  expect(partOf(read('alerts.md'), `### ${runbookAnchor(kind)}`).trim().length).toBeGreaterThan(40);
});
