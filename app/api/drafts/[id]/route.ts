import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { deleteDraft, readDraft, updateDraft } from '../../../../services/wire/resources/drafts.ts';

export const dynamic = 'force-dynamic';

export const GET = readDraft;
export const PUT = updateDraft;
export const DELETE = deleteDraft;
export const OPTIONS = answerPreflight;
