import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOB, type LoginServer, startLoginServer } from '../../e2e/support/login-server.ts';
import { seriousViolations } from '../../e2e/support/serious-violations.ts';
import { takeCookies } from '../../e2e/support/signed-in.ts';
import { findChromium } from '../../scripts/check/find-chromium.mjs';
import { codeHashOf } from '../../services/alerts/confirmation-code.ts';

// Where somebody is told of alerts, added, tested and taken away in a browser.

const HOOK = 'https://hooks.example/in?token=private';

let browser: Browser;
beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(() => browser?.close());

const opened = async (server: LoginServer): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({ baseURL: server.url });
  await takeCookies(context, await server.loggedIn(BOB), server.url);
  const page = await context.newPage();
  await page.goto('/settings');
  await page.getByRole('link', { name: 'your channels' }).click();
  await page.waitForURL(/\/settings\/channels$/);
  return page;
};

describe('with a key to seal addresses with', () => {
  let server: LoginServer;
  let page: Page;
  beforeAll(async () => {
    server = await startLoginServer({ SECRETS_KEY: '77'.repeat(32) });
    page = await opened(server);
  });
  afterAll(() => server?.stop());
  const channels = () => page.getByRole('region', { name: 'Your channels' });

  it('a channel is added, its secret is shown once and its address never', async () => {
    await page.getByLabel('Address, https').fill('http://hooks.example');
    await page.getByRole('button', { name: 'Add this channel' }).click();
    await channels()
      .getByText(/must be an https address/)
      .waitFor();
    await page.getByLabel('Address, https').fill(HOOK);
    await page.getByLabel('Your name for it').fill('Phone');
    await page.getByLabel('Warnings wait from, UTC').fill('22:00');
    await page.getByRole('button', { name: 'Add this channel' }).click();
    await channels()
      .getByText(/give both, or neither/)
      .waitFor();
    await page.getByLabel('until, UTC').fill('06:30');
    await page.getByRole('button', { name: 'Add this channel' }).click();
    await channels()
      .getByText(/Warnings wait|warnings wait from 22:00 to 06:30 UTC/)
      .waitFor();
    const secret = (await channels().locator('code').textContent()) ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    const [row] = await server.database.admin`
      select name, hint, quiet_from_minute as "from", quiet_to_minute as "to" from alert_channels`;
    expect(row).toEqual({ name: 'Phone', hint: 'hooks.example', from: 1_320, to: 390 });
    await page.reload();
    await channels().getByText('Phone hooks.example').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await page.content()).not.toContain('private');
  });

  it('a test is asked for, and what came of it is read', async () => {
    await channels().getByRole('button', { name: 'Test Phone' }).click();
    await channels().getByText('The next tick sends a test').waitFor();
    await channels().getByRole('button', { name: 'Sent to Phone' }).click();
    await channels().getByText('A test: on its way').waitFor();
    await server.database.admin`
      update alert_deliveries set status = 'failed', attempts = 8, last_error = 'it answered 500', ended_at = now()`;
    await channels().getByRole('button', { name: 'Look again' }).click();
    await channels().getByText('A test: not received').waitFor();
    await channels()
      .getByText(/tried 8 times, at last: it answered 500/)
      .waitFor();
  });

  it.each(['light', 'dark'] as const)('it is read without hindrance, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    expect(await seriousViolations(page)).toEqual([]);
  });

  it('it is taken away with its address', async () => {
    await channels().getByRole('button', { name: 'Remove Phone' }).click();
    await channels().getByText('Removed, with its address and what it was told.').waitFor();
    const [left] = await server.database.admin`
      select (select count(*) from alert_channels)::int as channels, (select count(*) from secrets)::int as secrets`;
    expect(left).toEqual({ channels: 0, secrets: 0 });
  });
});

describe('a mailbox', () => {
  let server: LoginServer;
  let page: Page;
  beforeAll(async () => {
    server = await startLoginServer({ SECRETS_KEY: '77'.repeat(32) });
    page = await opened(server);
  });
  afterAll(() => server?.stop());
  const channels = () => page.getByRole('region', { name: 'Your channels' });

  it('says that nothing is sent before it is confirmed, can’t be tested, and has a code sent once a minute', async () => {
    await page.getByLabel('Kind').selectOption('email');
    await page.getByLabel('Mail address').fill('bob@example.org');
    await page.getByLabel('Your name for it').fill('Post');
    await page.getByRole('button', { name: 'Add this channel' }).click();
    await channels().getByText('Nothing is sent to it before it is confirmed').waitFor();
    expect(await channels().getByRole('button', { name: 'Test Post' }).count()).toBe(0);
    await channels().getByRole('button', { name: 'Send a code to Post' }).click();
    await channels().getByText('No code is sent now').waitFor();
    const [row] = await server.database.admin`select phase, status from alert_deliveries`;
    expect(row).toEqual({ phase: 'confirm', status: 'pending' });
  });

  it('is confirmed by following the link of its mail, after a wrong code has been refused', async () => {
    const [channel] = await server.database.admin`select id from alert_channels`;
    await server.database.admin`
      insert into channel_codes (code_hash, channel_id) values (${codeHashOf('abcd-efgh')}, ${channel?.['id']})`;
    await channels().getByLabel('Code of Post').fill('wrong');
    await channels().getByRole('button', { name: 'Confirm Post' }).click();
    await channels().getByText('It is no code of this channel’s').waitFor();
    await page.goto('about:blank');
    await page.goto(`/settings/channels#confirm=${channel?.['id']}.abcd-efgh`);
    expect(await seriousViolations(page)).toEqual([]);
    await expect.poll(() => channels().getByLabel('Code of Post').inputValue()).toBe('abcd-efgh');
    await channels().getByRole('button', { name: 'Confirm Post' }).click();
    await channels().getByText('Confirmed.').waitFor();
    await channels().getByRole('button', { name: 'Test Post' }).waitFor();
    expect(await channels().getByLabel('Code of Post').count()).toBe(0);
  });
});

describe('without one', () => {
  let server: LoginServer;
  beforeAll(async () => {
    server = await startLoginServer();
  });
  afterAll(() => server?.stop());

  it('the page says that no channel can be added, and what is to be set', async () => {
    const page = await opened(server);
    await page.getByText('Its operator sets SECRETS_KEY.').waitFor();
    expect(await page.getByRole('button', { name: 'Add this channel' }).count()).toBe(0);
  });
});
