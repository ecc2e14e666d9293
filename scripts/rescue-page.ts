import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { toFunctionSelector } from 'viem';
import { EMERGENCY_ACTIONS } from '../lib/owner/emergency-actions.ts';

// Writes public/rescue.html, one file that needs no other, from rescue/; `--check` exits 1 when it is stale.

const root = join(import.meta.dirname, '..');
const target = join(root, 'public/rescue.html');

const read = (name: string): Promise<string> => readFile(join(root, 'rescue', name), 'utf8');

async function script(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['rescue/main.ts'],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error('nothing was bundled');
  // The parser of HTML ends a script at this, wherever it stands.
  return text.replaceAll('</script', '<\\/script').trim();
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const rawData = (signature: string): string => `raw data ${toFunctionSelector(`function ${signature}`)}`;

/** How each is called by hand. */
const BY_HAND: Readonly<Record<string, (signature: string) => string>> = {
  'revoke-signer': (signature) =>
    `signer: the zero address (0x and 40 zeros); ${rawData(signature)}${'0'.repeat(64)}`,
  'withdraw-all': () => 'tokens: the addresses that assets() lists; to: your own address',
};

const recipe = (): string => {
  const rows = EMERGENCY_ACTIONS.map(({ id, title, signature }) => {
    const what = BY_HAND[id]?.(signature) ?? `no arguments; ${rawData(signature)}`;
    return `<div class="fact"><dt>${title}</dt><dd><code>${signature}</code><br>${what}</dd></div>`;
  });
  return `<dl>\n${rows.join('\n')}\n</dl>`;
};

/** Nothing but this very script and style; a node may be anywhere. */
const policyOf = (style: string, code: string): string =>
  `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(style)}; connect-src https: http:; base-uri 'none'; form-action 'none'`;

async function render(): Promise<string> {
  const [page, style, code] = [await read('page.html'), (await read('style.css')).trim(), await script()];
  const parts: Readonly<Record<string, string>> = {
    style,
    script: code,
    recipe: recipe(),
    policy: policyOf(style, code),
  };
  return page.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

const html = await render();
const current = await readFile(target, 'utf8').catch(() => '');
if (current === html) process.stdout.write('public/rescue.html is up to date\n');
else if (process.argv.includes('--check')) {
  process.stderr.write('stale: public/rescue.html\nrun: npx tsx scripts/rescue-page.ts\n');
  process.exitCode = 1;
} else {
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, html);
  process.stdout.write(`wrote public/rescue.html, ${Math.round(html.length / 1_024)} KiB\n`);
}
