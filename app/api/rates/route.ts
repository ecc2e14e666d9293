import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listRates } from '../../../services/wire/resources/rates.ts';

export const dynamic = 'force-dynamic';

export const GET = listRates;
export const OPTIONS = answerPreflight;
