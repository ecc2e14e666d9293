import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENDPOINTS } from '../lib/api/endpoints.ts';
import { openApiOf } from '../lib/api/openapi.ts';
import { clientText } from './api-document/client-text.ts';

/** The document as it is committed. */
export const documentText = (): string => `${JSON.stringify(openApiOf(ENDPOINTS), null, 2)}\n`;

const ROOT = join(import.meta.dirname, '..');

/** Where the document and the client made from it lie, and what they must say. */
export const apiFiles = (): readonly { readonly path: string; readonly text: string }[] => [
  { path: join(ROOT, 'docs', 'openapi.json'), text: documentText() },
  { path: join(ROOT, 'clients', 'api-client.ts'), text: clientText(openApiOf(ENDPOINTS)) },
];

if (process.argv[1] === import.meta.filename)
  for (const { path, text } of apiFiles()) writeFileSync(path, text);
