import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANN, type LoginServer, startLoginServer } from '../../e2e/support/login-server.ts';
import type { Visitor } from '../../e2e/support/sign-in.ts';
import { findChromium } from '../../scripts/check/find-chromium.mjs';

// What somebody who is signed in does with sessions, tokens and what is kept about them.

let server: LoginServer;
let browser: Browser;
let page: Page;
let ann: Visitor;
beforeAll(async () => {
  server = await startLoginServer();
  ann = await server.loggedIn();
  await server.loggedIn();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext();
  await context.addCookies(
    ann.jar.header.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), url: server.url };
    }),
  );
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const section = (name: string) => page.getByRole('region', { name, exact: true });
const asToken = (token: string) =>
  fetch(`${server.url}/api/portfolios?archived=no`, { headers: { authorization: `Bearer ${token}` } });

it('ends another session and leaves this one', async () => {
  await page.goto(`${server.url}/settings`);
  const sessions = section('Where you are signed in');
  await sessions.locator('strong').waitFor();
  expect(await sessions.getByRole('listitem').count()).toBe(2);
  await sessions.getByRole('button', { name: 'End this session' }).click();
  await sessions.getByText('That session is over.').waitFor();
  const live = await server.database
    .admin`select from sessions where revoked_at is null and expires_at > now()`;
  expect(live).toHaveLength(1);
});

it('makes a token that is shown once and works as far as its scopes, until it is revoked', async () => {
  const tokens = section('Tokens for programs');
  await tokens.getByLabel('Name of the new token').fill('Tax program');
  await tokens.getByRole('button', { name: 'Make a token' }).click();
  const token = (await tokens.getByRole('status').locator('code').first().textContent()) ?? '';
  expect((await asToken(token)).status).toBe(200);
  await tokens.getByText('portfolios:read ·').waitFor();
  await page.reload();
  await tokens.getByText('Tax program').first().waitFor();
  expect(await page.content()).not.toContain(token);
  await tokens.getByRole('button', { name: 'Revoke the token Tax program' }).click();
  await tokens.getByText(/refused from now on/).waitFor();
  expect((await asToken(token)).status).toBe(401);
});

it('fetches what is kept about the address, without the tokens themselves', async () => {
  const waited = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Fetch all of it as JSON' }).click();
  const kept = JSON.parse(readFileSync(await (await waited).path(), 'utf8'));
  expect(kept).toMatchObject({ address: ANN.address.toLowerCase(), drafts: [], portfolios: [] });
  expect([kept.sessions.length, kept.tokens.length]).toEqual([1, 1]);
  expect(Object.keys(kept.tokens[0])).not.toContain('token');
});

it('keeps the wish that nothing moves', async () => {
  await page.getByLabel(/Nothing moves/).check();
  await page.reload();
  expect(await page.locator('html').getAttribute('data-motion')).toBe('less');
});

it('deletes after a typed word, says what the chain keeps, and is signed out everywhere', async () => {
  const kept = section('What is kept about your address');
  await kept.getByText(/the chain keeps them/).waitFor();
  const remove = kept.getByRole('button', { name: 'Delete what is mine here' });
  expect(await remove.isDisabled()).toBe(true);
  await kept.getByLabel(/to confirm/).fill('delete');
  await remove.click();
  await page.getByText('Sign in to see where you are signed in', { exact: false }).waitFor();
  const live = await server.database.admin`
    select 'session' as kind from sessions where revoked_at is null and expires_at > now()
    union all select 'token' from api_tokens where revoked_at is null`;
  expect(live).toHaveLength(0);
});
