import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALERT_KINDS } from '../../../lib/alerts/alert-kinds.ts';

// docs/alerts.md names for each kind the test that brings it about from outside.

const ROOT = join(import.meta.dirname, '../../..');
const [, proofs = ''] = readFileSync(join(ROOT, 'docs/alerts.md'), 'utf8').split('## How each is proven');
const rows = [...proofs.matchAll(/^\| `([A-Z_]+)` \| [^|]+ \| `([^`]+)` \|$/gm)];
const fileOf = new Map(rows.map(([, kind = '', file = '']) => [kind, file]));

it('each kind has one proof, and no other has any', () => {
  expect(rows.map(([, kind]) => kind)).toEqual([...ALERT_KINDS]);
});

describe.each(ALERT_KINDS)('%s', (kind) => {
  it('is seen raised and recovered where it is received, in the test that is named', () => {
    const file = fileOf.get(kind) ?? '';
    expect(file).toMatch(/\.e2e\.test\.ts$/);
    const test = readFileSync(join(ROOT, file), 'utf8');
    expect(test).toContain(`'${kind} raised'`);
    expect(test).toContain(`'${kind} recovered'`);
    expect(test).not.toMatch(/evaluateAlerts|judgeAlerts|writeAlerts|insert into alerts/);
  });
});
