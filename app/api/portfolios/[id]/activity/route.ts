import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listActivity } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listActivity;
export const OPTIONS = answerPreflight;
