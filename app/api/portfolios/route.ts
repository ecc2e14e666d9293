import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { listPortfolios } from '../../../services/wire/resources/portfolios.ts';
import { registerPortfolio } from '../../../services/wire/resources/registration.ts';

export const dynamic = 'force-dynamic';

export const GET = listPortfolios;
export const POST = registerPortfolio;
export const OPTIONS = answerPreflight;
