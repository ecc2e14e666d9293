import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listPrices } from '../../../services/wire/resources/system.ts';

export const dynamic = 'force-dynamic';

export const GET = listPrices;
export const OPTIONS = answerPreflight;
