import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const READER = join(dirname(require.resolve('@guidepup/virtual-screen-reader')), '../esm/index.browser.js');
/** What the reader's module gives away, by its own word for it. */
const EXPORTED = /export\s*\{[^}]*?([\w$]+) as virtual\s*\};?/;

/** Phrases that one page may have; more is a loop. */
const PHRASES_MAX = 600;

type Reader = {
  readonly start: (options: { readonly container: Element }) => Promise<void>;
  readonly next: () => Promise<void>;
  readonly lastSpokenPhrase: () => Promise<string>;
  readonly stop: () => Promise<void>;
};
type ReaderWindow = { screenReader?: Reader };

/** The reader as a script that puts itself where the page's own scripts don't look: the page's policy lets no module in. */
const readerScript = (): string => {
  const source = readFileSync(READER, 'utf8');
  const [, name] = EXPORTED.exec(source) ?? [];
  if (name === undefined) throw new Error('the screen reader’s module has another form');
  return `(() => { ${source.replace(EXPORTED, '')}\n;window.screenReader = ${name}; })()`;
};

/** What a screen reader says of this part of the page, phrase by phrase, moved from its head to its end. */
export async function spokenOf(page: Page, selector = 'main'): Promise<readonly string[]> {
  await page.evaluate(readerScript());
  return page.evaluate(
    async ({ at, most }) => {
      const { screenReader } = window as unknown as ReaderWindow;
      const container = document.querySelector(at);
      if (container === null || screenReader === undefined) throw new Error(`there is no ${at}`);
      await screenReader.start({ container });
      const phrases = [await screenReader.lastSpokenPhrase()];
      while (phrases.length < most) {
        await screenReader.next();
        const phrase = await screenReader.lastSpokenPhrase();
        if (phrase === phrases[0]) break;
        phrases.push(phrase);
      }
      await screenReader.stop();
      return phrases;
    },
    { at: selector, most: PHRASES_MAX },
  );
}

/** What is spoken, without what differs from run to run: figures, hashes and times. */
export const steadySpeech = (phrases: readonly string[]): string =>
  phrases
    .map((phrase) =>
      phrase
        .replaceAll(/0x[0-9a-fA-F]{4,}(…[0-9a-fA-F]{4})?/g, '0x…')
        .replaceAll(/ending in [0-9a-f]{4}\b/g, 'ending in […]')
        .replace(/^[0-9a-f]{4}$/, '[…]')
        .replaceAll(/\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC/g, '[time]')
        .replaceAll(/(?<!level |position |size |span |most |index )\b\d[\d,.]*\b/g, '[n]')
        .replace(/^(now due|overdue .*|in \[n\] \w+)$/, '[when]')
        .replace('[n] looks so far', '[n] look so far')
        .replace(/checked \[n\] \w+ ago/, 'checked [when]'),
    )
    .join('\n');
