import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { createDraft, listDrafts } from '../../../services/wire/resources/drafts.ts';

export const dynamic = 'force-dynamic';

export const GET = listDrafts;
export const POST = createDraft;
export const OPTIONS = answerPreflight;
