import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listFills } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listFills;
export const OPTIONS = answerPreflight;
