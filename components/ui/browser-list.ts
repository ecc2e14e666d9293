'use client';

/** A list that the browser keeps, newest first, the same in every tab. */
export type BrowserList<Item extends { readonly id: string }> = {
  /** At this moment; the same array as long as nothing changed. */
  readonly read: () => readonly Item[];
  readonly add: (item: Item) => void;
  /** Changes one; an item that was removed meanwhile stays removed. */
  readonly change: (id: string, change: (item: Item) => Item) => void;
  readonly remove: (id: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

/** Of zod, or of its small form. */
type Schema<Item> = {
  readonly safeParse: (
    json: unknown,
  ) => { readonly success: true; readonly data: Item } | { readonly success: false };
};

type Terms<Item> = {
  readonly key: string;
  /** What it can't read was written by another version, and is left out. */
  readonly schema: Schema<Item>;
  readonly itemsMax: number;
};

function parse<Item>(text: string | null, schema: Schema<Item>): readonly Item[] {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(json)) return [];
  return json.flatMap((entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Opens a list of the browser's store, by its key. */
export function browserList<Item extends { readonly id: string }>({
  key,
  schema,
  itemsMax,
}: Terms<Item>): BrowserList<Item> {
  const listeners = new Set<() => void>();
  let cached: { readonly text: string | null; readonly list: readonly Item[] } = { text: null, list: [] };
  // Always from the browser's store: another tab may have written since.
  const read = (): readonly Item[] => {
    const text = window.localStorage.getItem(key);
    if (text !== cached.text) cached = { text, list: parse(text, schema) };
    return cached.list;
  };
  // In one go from read to write, so that a tab never writes what it read before another one wrote.
  const write = (change: (list: readonly Item[]) => readonly Item[]): void => {
    const text = JSON.stringify(change(read()).slice(0, itemsMax));
    if (text === cached.text) return;
    window.localStorage.setItem(key, text);
    for (const listener of listeners) listener();
  };
  return {
    read,
    add: (item) => write((list) => [item, ...list]),
    change: (id, change) => write((list) => list.map((kept) => (kept.id === id ? change(kept) : kept))),
    remove: (id) => write((list) => list.filter((kept) => kept.id !== id)),
    subscribe: (listener) => {
      const onStorage = (event: StorageEvent): void => {
        if (event.key === key || event.key === null) listener();
      };
      listeners.add(listener);
      window.addEventListener('storage', onStorage);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', onStorage);
      };
    },
  };
}
