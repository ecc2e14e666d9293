import { type BrowserContext, expect, type Page } from '@playwright/test';
import { type Address, getAddress } from 'viem';

// What a person does on the pages of an owner, the same in every journey.

export async function connect(page: Page, account: Address): Promise<void> {
  await expect(page.getByRole('button', { name: 'Connect a wallet' })).toBeVisible();
  await page.getByRole('button', { name: 'Connect a wallet' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await expect(page.getByText(`Connected with Test wallet: ${account}`)).toBeVisible();
}

export async function signIn(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('It costs nothing and moves nothing.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign the message' }).click();
  await expect(page.getByText('Signed in.')).toBeVisible();
}

/** Presses what the dialog offers, once it says that it would go through, and waits until the wallet has answered. */
export async function confirm(page: Page, verdict = 'It would go through.'): Promise<void> {
  await expect(page.getByText(verdict)).toBeVisible();
  await page.getByRole('button', { name: /now, with the wallet$/ }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

export const step = (page: Page, title: string) =>
  page.getByRole('listitem').filter({ hasText: new RegExp(`\\d\\. ${title}`) });

export type DraftWords = { readonly name: string; readonly usdc: string };

/** Types a draft of half dollars, half ether, up to the review. */
export async function fillDraft(page: Page, account: Address, { name, usdc }: DraftWords): Promise<void> {
  await page.getByLabel('Chain', { exact: true }).selectOption({ value: '31337' });
  await page.getByLabel('Name', { exact: true }).fill(name);
  await connect(page, account);
  await page.getByRole('checkbox', { name: /^USDC/ }).check();
  await page.getByRole('checkbox', { name: /^WETH/ }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Equal shares' }).click();
  await expect(page.getByText('100.00 % in all.')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('radio', { name: /^test-network/ }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('USDC to put in').fill(usdc);
  await page.getByRole('button', { name: 'Next' }).click();
}

/** Where the wizard says that the contract will be. */
export async function predictedAddress(page: Page): Promise<Address> {
  const shown = await page.getByText(/^The contract will be at 0x/).textContent();
  return getAddress(/0x[0-9a-fA-F]{40}/.exec(shown ?? '')?.[0] ?? '');
}

/** What goes wrong in the pages of a context without anybody seeing it. */
export function problemsOf(context: BrowserContext): readonly string[] {
  const problems: string[] = [];
  context.on('page', (page) => page.on('pageerror', (error) => problems.push(error.message)));
  return problems;
}
