import type { Page } from '@playwright/test';

/** Something on a page that a person can press or fill in. */
export type Control = {
  /** Its place in the list that the page keeps until it is asked again. */
  readonly index: number;
  readonly kind: 'link' | 'button' | 'text' | 'choice' | 'select';
  /** What it is called and where it stands; numbers and hashes left out, so that rows of one list are of one name. */
  readonly name: string;
  readonly href: string | null;
};

type ControlsWindow = Window & { controls: readonly HTMLElement[] };

/**
 * What can be pressed now: seen, live, and in the dialog where one is open. A choice that is made already and a list of one are no
 * controls: there is nothing to change.
 */
export const controlsOf = (page: Page): Promise<readonly Control[]> =>
  page.evaluate(() => {
    const dialogs = [
      ...document.querySelectorAll<HTMLElement>('dialog[open], [role=dialog], [role=alertdialog]'),
    ];
    const root = dialogs.at(-1) ?? document.body;
    const isLive = (element: HTMLElement): boolean =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(':disabled, [aria-disabled=true]') &&
      !(
        element instanceof HTMLInputElement &&
        ['radio', 'checkbox'].includes(element.type) &&
        element.type === 'radio' &&
        element.checked
      ) &&
      !(element instanceof HTMLSelectElement && element.options.length < 2);
    const kindOf = (element: HTMLElement): Control['kind'] => {
      if (element instanceof HTMLSelectElement) return 'select';
      if (element instanceof HTMLTextAreaElement) return 'text';
      if (element instanceof HTMLInputElement)
        return ['radio', 'checkbox', 'range'].includes(element.type) ? 'choice' : 'text';
      return element instanceof HTMLAnchorElement ? 'link' : 'button';
    };
    const saidOf = (element: HTMLElement): string =>
      element.getAttribute('aria-label') ??
      ((element as HTMLInputElement).labels?.[0]?.textContent || element.textContent || element.title);
    const placeOf = (element: HTMLElement): string => {
      const section = element.closest<HTMLElement>('[role=dialog], dialog, section, nav, header, form');
      return section?.getAttribute('aria-label') ?? section?.querySelector('h1, h2, h3')?.textContent ?? '';
    };
    const plain = (text: string): string =>
      text
        .replace(/0x[0-9a-fA-F…]+/g, '0x')
        .replace(/\d[\d,.]*/g, '#')
        .replace(/\s+/g, ' ')
        .trim();
    const selector =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=switch]';
    const found = [...root.querySelectorAll<HTMLElement>(selector)].filter(isLive);
    (window as unknown as ControlsWindow).controls = found;
    return found.map((element, index) => ({
      index,
      kind: kindOf(element),
      name: `${kindOf(element)} “${plain(saidOf(element))}” in “${plain(placeOf(element))}”`,
      href: element instanceof HTMLAnchorElement ? element.href : null,
    }));
  });

/** Presses it where a person would, or writes into it. @throws when something lies over it */
export async function press(page: Page, { index, kind }: Control): Promise<void> {
  const handle = await page.evaluateHandle((at) => {
    const element = (window as unknown as ControlsWindow).controls[at];
    // A hidden box is pressed by its label.
    const isHidden = element instanceof HTMLInputElement && element.getBoundingClientRect().width <= 1;
    return (isHidden ? element.labels?.[0] : element) ?? null;
  }, index);
  const element = handle.asElement();
  if (element === null) throw new Error('it is gone');
  const isSeenByFocusAlone =
    ['link', 'button'].includes(kind) &&
    (await element.evaluate((it) => it.getBoundingClientRect().width <= 1));
  if (isSeenByFocusAlone) {
    await element.focus();
    await page.keyboard.press('Enter');
  } else if (kind === 'select')
    await element.evaluate((select) => {
      const { options, selectedIndex } = select as HTMLSelectElement;
      (select as HTMLSelectElement).selectedIndex = (selectedIndex + 1) % options.length;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
  else if (kind === 'text') await element.type('7', { timeout: 5_000 });
  else await element.click({ timeout: 5_000 });
}

/**
 * All that can be seen to have changed: what is on the page and in its fields, its address, its theme, what it keeps. Ages and counts run
 * on by themselves, so numbers are left out, but for those in fields.
 */
export const stateOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, select, textarea')].map(
      ({ value, checked }) => `${value}/${checked}`,
    );
    const shown = document.body.outerHTML
      .replace(/<script[\s\S]*?<\/script>/g, '')
      .replace(/\d[\d,.]*/g, '#')
      .replace(/# (s|min|h|d)\b|now due|overdue|in (?=#)/g, '');
    const kept = JSON.stringify({ ...localStorage });
    return [location.href, document.documentElement.dataset.theme, kept, fields.join(), shown].join('\n');
  });
