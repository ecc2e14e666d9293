import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listPortfolioAlerts } from '../../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const GET = listPortfolioAlerts;
export const OPTIONS = answerPreflight;
