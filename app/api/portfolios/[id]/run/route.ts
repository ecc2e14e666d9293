import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { runPortfolio } from '../../../../../services/wire/resources/looks.ts';

export const dynamic = 'force-dynamic';

export const POST = runPortfolio;
export const OPTIONS = answerPreflight;
