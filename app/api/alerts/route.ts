import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listSystemAlerts } from '../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const GET = listSystemAlerts;
export const OPTIONS = answerPreflight;
