import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listHeldDays } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listHeldDays;
export const OPTIONS = answerPreflight;
