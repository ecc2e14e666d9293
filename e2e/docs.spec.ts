import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@playwright/test';
import { DOC_GROUPS, docHref } from '../components/docs/doc-pages.ts';
import { GLOSSARY } from '../components/docs/glossary.ts';
import { test } from './support/running-stack.ts';

const DOCS = resolve(import.meta.dirname, '../docs');
/** Without its examples, whose comments look like headings. */
const textOf = (slug: string): string =>
  readFileSync(`${DOCS}/${slug}.md`, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
const PAGES = DOC_GROUPS.flatMap(({ pages }) => pages);

test('every document is shown whole, as it lies in the tree, and every link and anchor of it leads somewhere', async ({
  page,
  request,
}) => {
  test.setTimeout(480_000);
  const anchors = new Map<string, readonly string[]>();
  const links: { readonly from: string; readonly href: string }[] = [];
  for (const { slug } of PAGES) {
    await page.goto(`/docs/${slug}`);
    const article = page.getByRole('article');
    const headings = [...textOf(slug).matchAll(/^##? (.+)$/gm)].map(([, text]) => text?.replaceAll('`', ''));
    await expect(article.locator('h1, h2')).toHaveText(headings.map((heading) => heading ?? ''));
    anchors.set(`/docs/${slug}`, await article.locator('[id]').evaluateAll((all) => all.map(({ id }) => id)));
    for (const href of await article
      .locator('a')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '')))
      links.push({ from: slug, href });
  }
  const own = links.filter(({ href }) => !/^https?:/.test(href));
  for (const { from, href } of own) {
    const [path = '', anchor] = (href.startsWith('#') ? `/docs/${from}${href}` : href).split('#');
    if (anchor !== undefined && anchors.has(path))
      expect({ from, href, found: anchors.get(path)?.includes(anchor) }).toEqual({ from, href, found: true });
  }
  for (const path of new Set(own.map(({ href }) => href.split('#')[0] ?? '')))
    if (path.startsWith('/') && path !== '/try')
      expect({ path, status: (await request.get(path)).status() }).toEqual({ path, status: 200 });
});

test('the documentation is walked by its list, and a word of a page leads to its meaning', async ({
  page,
}) => {
  await page.goto('/docs');
  await page.getByRole('article').getByRole('link', { name: 'Security model' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Documentation' })
    .getByRole('link', { name: 'Glossary' })
    .click();
  await expect(page.getByText(GLOSSARY['tracking error'])).toBeVisible();
  await page.goto('/demo');
  const word = page.getByRole('link', { name: 'Tracking error' });
  await expect(word).toHaveAttribute('title', GLOSSARY['tracking error']);
  await word.click();
  await expect(page).toHaveURL(/\/docs\/glossary#tracking-error$/);
});

test('a document that there is none of is a page that says so', async ({ page, consoleMaySay }) => {
  consoleMaySay.push(/status of 404/);
  expect((await page.goto('/docs/..%2fREADME'))?.status()).toBe(404);
  expect(docHref('../../etc/passwd.md')).toBeNull();
});
