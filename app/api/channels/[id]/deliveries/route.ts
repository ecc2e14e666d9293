import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listDeliveries } from '../../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const GET = listDeliveries;
export const OPTIONS = answerPreflight;
