import { createHash } from 'node:crypto';

/** The same for the same content, another for any other: what a page asks for before it asks for the content. Bigints count as text. */
export const versionOf = (content: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(content, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)))
    .digest('base64url')
    .slice(0, 22);
