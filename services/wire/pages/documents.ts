import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const kept = new Map<string, Promise<string>>();

/**
 * A document of the tree that this process was built from, as Markdown.
 * @param slug the name of a file in docs/, known to be one: it is not taken from an address unseen
 */
export const readDocument = (slug: string): Promise<string> => {
  const known = kept.get(slug);
  if (known !== undefined) return known;
  const read = readFile(join(process.cwd(), 'docs', `${slug}.md`), 'utf8');
  kept.set(slug, read);
  return read;
};
