import { gzipSync } from 'node:zlib';
import type { Page, Request } from '@playwright/test';

const AFTER_LOAD_MS = 3_000;

/** Fonts and pictures are compressed already. */
const ALREADY_PACKED = ['font', 'image', 'media'];

/** One answer that a page has fetched; `bytes` are gzipped. */
export type Fetched = {
  readonly kind: string;
  readonly url: string;
  readonly bytes: number;
  readonly body: Buffer;
};

async function fetchedBy(request: Request): Promise<Fetched> {
  const kind = request.resourceType();
  const answer = await request.response();
  const body = (await answer?.body().catch(() => null)) ?? Buffer.alloc(0);
  const bytes = ALREADY_PACKED.includes(kind) ? body.length : gzipSync(body).length;
  return { kind, url: request.url(), bytes, body };
}

/** What a page fetches until three seconds after its load, its workers included. */
export async function fetchedOf(page: Page, path: string): Promise<readonly Fetched[]> {
  const answers: Promise<Fetched>[] = [];
  // A stream doesn't end.
  const count = (request: Request): void => void answers.push(fetchedBy(request));
  page.on('requestfinished', count);
  await page.goto(path, { waitUntil: 'load' });
  // The budget is of a span of time: nothing that could be waited for ends it.
  await page.waitForTimeout(AFTER_LOAD_MS);
  page.off('requestfinished', count);
  return Promise.all(answers);
}
