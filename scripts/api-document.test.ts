import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apiFiles } from './api-document.ts';

it('finds the document and its client committed as the endpoints make them (npm run api:document writes them anew)', () => {
  for (const { path, text } of apiFiles()) expect(readFileSync(path, 'utf8') === text, path).toBe(true);
});
