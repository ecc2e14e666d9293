import { NUMBER_FORMS, type NumberForm, parseNumberForm } from './number-form.ts';

// Numbers as lib/money/display.ts writes them: with commas in threes, or a point. Clocks, versions, addresses and words are none.
const NUMBER = /(?<![\w.,:/-])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?![\w:/-]|[.,]\d)/g;

/** A text of the server's with its numbers in another form; to the last digit, whatever its length. */
export const inForm = (text: string, form: NumberForm): string => {
  if (form === NUMBER_FORMS[0]) return text;
  const numbers = new Intl.NumberFormat(form, { numberingSystem: 'latn', useGrouping: 'always' });
  const point = numbers.formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return text.replace(NUMBER, (_, whole: string, fraction?: string) => {
    const shown = whole.includes(',') ? numbers.format(BigInt(whole.replaceAll(',', ''))) : whole;
    return fraction === undefined ? shown : `${shown}${point}${fraction}`;
  });
};

/** Read aloud or on hover. */
const ATTRIBUTES = ['aria-label', 'title'] as const;
/** What is code, an address or typed stays as it is written. */
const AS_WRITTEN = 'script, style, code, pre, textarea, .font-mono, [data-as-written]';

/** One text of the page: as the server wrote it, and as it stands there since. */
type Kept = { readonly original: string; readonly shown: string };
const kept = new WeakMap<Node, Map<string, Kept>>();

type Spot = {
  readonly node: Node;
  /** An attribute's name, or nothing for the node's own text. */
  readonly part: string;
  readonly text: string;
  readonly write: (text: string) => void;
};

const put = ({ node, part, text, write }: Spot, form: NumberForm): void => {
  const parts = kept.get(node) ?? new Map<string, Kept>();
  const before = parts.get(part);
  // What stands there is ours, or React has written anew since.
  const original = before?.shown === text ? before.original : text;
  const shown = inForm(original, form);
  if (shown === original && before === undefined) return;
  kept.set(node, parts.set(part, { original, shown }));
  if (shown !== text) write(shown);
};

const putAttributes = (element: Element, form: NumberForm): void => {
  for (const part of ATTRIBUTES) {
    const text = element.getAttribute(part);
    if (text !== null)
      put({ node: element, part, text, write: (next) => element.setAttribute(part, next) }, form);
  }
};

const putText = (node: Text, form: NumberForm): void => {
  if (node.parentElement?.closest(AS_WRITTEN) !== null) return;
  const write = (next: string): void => {
    node.data = next;
  };
  put({ node, part: '', text: node.data, write }, form);
};

const putOne = (node: Node, form: NumberForm): void => {
  if (node instanceof Text) putText(node, form);
  else if (node instanceof Element) putAttributes(node, form);
};

const putAll = (root: Node, form: NumberForm): void => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  putOne(root, form);
  while (walker.nextNode() !== null) putOne(walker.currentNode, form);
};

const chosen = (): NumberForm => parseNumberForm(document.documentElement.dataset['numbers']);
let watched: MutationObserver | null = null;

/** Writes the page's numbers in the chosen form, and whatever comes to stand on it later. */
export function rewriteNumbers(): void {
  putAll(document.body, chosen());
  if (watched !== null) return;
  watched = new MutationObserver((changes) => {
    const form = chosen();
    for (const { type, target, addedNodes } of changes)
      if (type === 'childList') for (const node of addedNodes) putAll(node, form);
      else putOne(target, form);
  });
  watched.observe(document.body, {
    ...{ childList: true, subtree: true, characterData: true },
    ...{ attributes: true, attributeFilter: [...ATTRIBUTES] },
  });
}
