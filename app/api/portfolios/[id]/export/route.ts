import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { exportPortfolio } from '../../../../../services/wire/resources/export.ts';

export const dynamic = 'force-dynamic';

export const GET = exportPortfolio;
export const OPTIONS = answerPreflight;
