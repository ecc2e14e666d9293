import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listRebalances } from '../../../../../services/wire/resources/rebalances.ts';

export const dynamic = 'force-dynamic';

export const GET = listRebalances;
export const OPTIONS = answerPreflight;
