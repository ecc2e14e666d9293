type Child = Node | string | null;
type Properties = Readonly<Record<string, string | boolean | EventListener>>;

/** An element with properties, listeners (`onclick`) and children. Text stays text: a token's symbol is a stranger's word. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (typeof value === 'string') made.setAttribute(name, value);
    else if (value) made.setAttribute(name, '');
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The element that page.html has under this id. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

/** One line of a list of facts. */
export const fact = (term: string, value: Child): HTMLElement =>
  element('div', { class: 'fact' }, [element('dt', {}, [term]), element('dd', {}, [value])]);
