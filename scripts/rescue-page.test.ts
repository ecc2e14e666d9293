import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'public/rescue.html'), 'utf8');

test('public/rescue.html is what its sources make of it', () => {
  const said = execFileSync(process.execPath, ['--import', 'tsx', 'scripts/rescue-page.ts', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(said).toContain('up to date');
});

test('it needs no other file, and its policy lets nothing run but what stands in it', () => {
  expect(page).not.toMatch(/(src|href)=|@import|url\(/);
  const code = /<script>([\s\S]*)<\/script>/.exec(page)?.[1] ?? '';
  expect(code.length).toBeGreaterThan(10_000);
  expect(page.match(/<script/g)).toHaveLength(1);
  const hash = createHash('sha256').update(code).digest('base64');
  expect(page).toContain(`default-src 'none'; script-src 'sha256-${hash}';`);
});
