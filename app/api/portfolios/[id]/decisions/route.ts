import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listDecisions } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listDecisions;
export const OPTIONS = answerPreflight;
