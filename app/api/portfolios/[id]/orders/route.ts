import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listOrders } from '../../../../../services/wire/resources/history.ts';

export const dynamic = 'force-dynamic';

export const GET = listOrders;
export const OPTIONS = answerPreflight;
