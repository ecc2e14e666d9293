import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { z } from 'zod';
import type { Place } from './support/every-page.ts';
import { type Fetched, fetchedOf } from './support/fetched.ts';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';

// Pages for everybody: light, and without a line that knows wallets.

const BUILD = resolve(import.meta.dirname, '../.next');

/** Scripts of a page of this build that has nothing of ours on it, gzipped. */
const EMPTY_BYTES = z
  .object({ rootMainFiles: z.array(z.string()).min(1) })
  .parse(JSON.parse(readFileSync(`${BUILD}/build-manifest.json`, 'utf8')))
  .rootMainFiles.reduce((sum, file) => sum + gzipSync(readFileSync(`${BUILD}/${file}`)).length, 0);

const LIGHT: readonly {
  readonly name: string;
  readonly path: (place: Place) => string;
  readonly bytesMax: number;
}[] = [
  { name: 'the first page', path: () => '/', bytesMax: 30_000 },
  { name: 'a shared portfolio', path: ({ address }) => `/p/31337/${address}`, bytesMax: 30_000 },
  { name: 'the demo', path: () => '/demo', bytesMax: 90_000 },
];

/** Words that no minifier changes and only a page that speaks with wallets needs. */
const OF_WALLETS =
  /eip6963|eth_requestAccounts|personal_sign|wallet_switchEthereumChain|eth_sendTransaction|wagmi/;

const scriptsOf = (fetched: readonly Fetched[]): readonly Fetched[] =>
  fetched.filter(({ kind, url }) => kind === 'script' || new URL(url).pathname.endsWith('.js'));

for (const { name, path, bytesMax } of LIGHT)
  test(`${name}: at most ${bytesMax} bytes of script over an empty page, and none that knows wallets`, async ({
    browser,
  }) => {
    const place = await untouchedPlace();
    const context = await browser.newContext({ baseURL: runningStack().url });
    const scripts = scriptsOf(await fetchedOf(await context.newPage(), path(place)));
    const over = scripts.reduce((sum, { bytes }) => sum + bytes, 0) - EMPTY_BYTES;
    process.stdout.write(`${name}: ${over} B over an empty page of ${EMPTY_BYTES} B\n`);
    expect(over).toBeGreaterThan(0);
    expect(over).toBeLessThanOrEqual(bytesMax);
    for (const { url, body } of scripts)
      expect({ url, found: OF_WALLETS.exec(body.toString())?.[0] }).toEqual({ url, found: undefined });
    await context.close();
  });

test('what is looked for is there where a page does speak with wallets', async ({ page }) => {
  const fetched: Promise<Buffer>[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') fetched.push(answer.body());
  });
  await page.goto('/portfolios');
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect((await Promise.all(fetched)).some((body) => OF_WALLETS.test(body.toString()))).toBe(true);
});
