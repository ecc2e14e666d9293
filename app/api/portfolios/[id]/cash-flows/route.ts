import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listCashFlows } from '../../../../../services/wire/resources/rebalances.ts';

export const dynamic = 'force-dynamic';

export const GET = listCashFlows;
export const OPTIONS = answerPreflight;
