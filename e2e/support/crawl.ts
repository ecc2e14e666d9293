import { setTimeout as pause } from 'node:timers/promises';
import type { Page, Request } from '@playwright/test';
import { type Control, controlsOf, press, stateOf } from './page-controls.ts';
import { takenOver } from './taken-over.ts';

/** What one press did; `effect` is null where nothing was seen to come of it. */
export type Pressed = { readonly control: string; readonly effect: string | null };

/** Rows of one list are one control; so many of them are pressed. */
const OF_ONE_NAME_MAX = 2;
const PRESSES_MAX = 300;
const EFFECT_WITHIN_MS = 2_500;
const LOOK_EVERY_MS = 40;

/** What a wallet shows to its person; what only reads pages ask by themselves. */
const ASKS_A_PERSON = /^eth_request|^eth_sign|^eth_send|^personal_|^wallet_/;

/** A page that follows changes draws parts of itself anew, now and then just when one is pressed. */
const WAS_REPLACED = /not attached|it is gone/;
const TRIES = 4;
const LED_AWAY = /context was destroyed/;

const isCovered = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** Asked by pages by themselves, whoever presses what. */
const BY_ITSELF = /\/api\/(live|events|auth\/session|caller)\b/;

const ENDS_THE_SESSION = /“(Disconnect|Sign out[^”]*|Log out[^”]*)”/;

export type CrawlTerms = {
  /** The links that were followed already, on other pages too. */
  readonly followed: Set<string>;
  readonly wallet?: { readonly asked: readonly string[] };
  /** Whether what ends the session is pressed: where other pages are still to be crawled by the same person, it is left to the last. */
  readonly mayEndSession?: boolean;
};

/** Those that end what the others need come last. */
const inOrder = (controls: readonly Control[]): readonly Control[] =>
  [...controls].sort((a, b) => Number(ENDS_THE_SESSION.test(a.name)) - Number(ENDS_THE_SESSION.test(b.name)));

/** Presses every control of a page, and whatever that brings to light, each once. */
export class Crawl {
  readonly #page: Page;
  readonly #times = new Map<string, number>();
  readonly #followed: Set<string>;
  readonly #wallet: { readonly asked: readonly string[] };
  readonly #mayEndSession: boolean;
  readonly #asked: string[] = [];

  constructor(page: Page, { followed, wallet = { asked: [] }, mayEndSession = true }: CrawlTerms) {
    this.#page = page;
    this.#followed = followed;
    this.#wallet = wallet;
    this.#mayEndSession = mayEndSession;
    page.on('request', (request) => this.#hear(request));
    page.on('popup', (popup) => {
      this.#asked.push(`another page: ${popup.url()}`);
      void popup.close();
    });
    page.on('download', () => this.#asked.push('a download'));
  }

  #hear(request: Request): void {
    const isNode = request.method() === 'POST' && !request.url().includes('/api/');
    if (!isNode && !BY_ITSELF.test(request.url())) this.#asked.push(`a request: ${request.url()}`);
  }

  async of(path: string): Promise<readonly Pressed[]> {
    const pressed: Pressed[] = [];
    let isFresh: boolean = await this.#open(path);
    while (pressed.length < PRESSES_MAX) {
      if (!this.#isAt(path)) await this.#open(path);
      const control = this.#next(await this.#controls());
      if (control !== undefined) {
        pressed.push(await this.#press(control));
        isFresh = false;
      } else if (await this.#hasDialog()) await this.#page.keyboard.press('Escape');
      else if (isFresh) return pressed;
      else isFresh = await this.#open(path);
    }
    throw new Error(`${path} has more than ${PRESSES_MAX} controls`);
  }

  /** Another place on the same page is the same page. */
  #isAt(path: string): boolean {
    const { pathname, search } = new URL(this.#page.url());
    return `${pathname}${search}` === path;
  }

  async #open(path: string): Promise<true> {
    await this.#page.goto(path, { waitUntil: 'load' });
    await takenOver(this.#page);
    return true;
  }

  /** What can be pressed now; where a press has led to another page late, once that is there. */
  async #controls(): Promise<readonly Control[]> {
    return controlsOf(this.#page).catch(async (error) => {
      if (!LED_AWAY.test(String(error))) throw error;
      await this.#page.waitForLoadState('load');
      return controlsOf(this.#page);
    });
  }

  #next(controls: readonly Control[]): Control | undefined {
    return inOrder(controls).find(
      ({ name, href }) =>
        (this.#mayEndSession || !ENDS_THE_SESSION.test(name)) &&
        (this.#times.get(name) ?? 0) < OF_ONE_NAME_MAX &&
        (href === null || !this.#followed.has(href)),
    );
  }

  #hasDialog(): Promise<boolean> {
    return this.#page.evaluate(() => document.querySelector('dialog[open], [role=dialog]') !== null);
  }

  async #press(control: Control, tries = 1): Promise<Pressed> {
    const asks = this.#asksOfPerson();
    let before: string;
    try {
      before = await stateOf(this.#page);
      this.#asked.length = 0;
      await press(this.#page, control);
    } catch (error) {
      const overtaken = await this.#overtaking(error);
      if (overtaken !== null) return { control: control.name, effect: overtaken };
      this.#times.set(control.name, (this.#times.get(control.name) ?? 0) + 1);
      if (!WAS_REPLACED.test(String(error)) || tries === TRIES)
        return { control: `${control.name}: ${String(error).split('\n')[0]}`, effect: null };
      const again = await this.#same(control);
      if (again !== undefined) return this.#press(again, tries + 1);
      return { control: control.name, effect: 'it was taken off before it was pressed' };
    }
    this.#times.set(control.name, (this.#times.get(control.name) ?? 0) + 1);
    if (control.href !== null) this.#followed.add(control.href);
    return { control: control.name, effect: await this.#effect(before, asks) };
  }

  /** What came late of the press before, and kept this one from being made; it is made later. */
  async #overtaking(error: unknown): Promise<string | null> {
    if (LED_AWAY.test(String(error))) {
      await this.#page.waitForLoadState('load');
      return 'not pressed: the one before led to another page';
    }
    if (isCovered(error) && (await this.#hasDialog())) return 'not pressed: the one before opened a dialog';
    return null;
  }

  /** The control of this name as it stands on the page now. */
  async #same({ name, href }: Control): Promise<Control | undefined> {
    return (await this.#controls()).find((now) => now.name === name && now.href === href);
  }

  #asksOfPerson(): number {
    return this.#wallet.asked.filter((method) => ASKS_A_PERSON.test(method)).length;
  }

  async #effect(before: string, asksBefore: number): Promise<string | null> {
    const until = Date.now() + EFFECT_WITHIN_MS;
    while (Date.now() < until) {
      const [asked] = this.#asked;
      if (asked !== undefined) return asked;
      if (this.#asksOfPerson() > asksBefore) return 'a question in the wallet';
      // In the middle of a navigation there is no page to ask.
      const now = await stateOf(this.#page).catch(() => null);
      if (now === null) return 'a navigation';
      if (now !== before) return 'a change of the page';
      await pause(LOOK_EVERY_MS);
    }
    return null;
  }
}
