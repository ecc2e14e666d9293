import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { planPortfolio } from '../../../../../services/wire/resources/looks.ts';

export const dynamic = 'force-dynamic';

export const POST = planPortfolio;
export const OPTIONS = answerPreflight;
