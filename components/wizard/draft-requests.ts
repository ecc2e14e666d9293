'use client';

import { z } from 'zod';
import { draftDtoSchema } from '../../lib/api/drafts.ts';
import type { StoredDraft } from '../../lib/creation/stored-draft.ts';
import { problemOf } from '../wallet/session-requests.ts';

const pageSchema = z.object({ rows: z.array(draftDtoSchema) });
export type KeptDraft = z.infer<typeof draftDtoSchema>;

async function answered(request: Promise<Response>): Promise<Response> {
  const answer = await request.catch(() => {
    throw new Error('The server does not answer. The draft stays in this browser.');
  });
  if (!answer.ok) throw new Error(await problemOf(answer));
  return answer;
}

/** Drafts kept with the account that is signed in, the latest first. @throws the server's reason */
export const listKept = async (): Promise<readonly KeptDraft[]> =>
  pageSchema.parse(await (await answered(fetch('/api/drafts?limit=20', { cache: 'no-store' }))).json()).rows;

/** Keeps one more. @throws the server's reason */
export async function keepDraft(draft: StoredDraft): Promise<void> {
  await answered(
    fetch('/api/drafts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(draft),
    }),
  );
}

/** @throws the server's reason */
export async function deleteKept(id: string): Promise<void> {
  await answered(fetch(`/api/drafts/${id}`, { method: 'DELETE' }));
}
