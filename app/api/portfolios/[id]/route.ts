import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { readPortfolio, updatePortfolio } from '../../../../services/wire/resources/portfolios.ts';

export const dynamic = 'force-dynamic';

export const GET = readPortfolio;
export const PATCH = updatePortfolio;
export const OPTIONS = answerPreflight;
