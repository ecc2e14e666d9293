import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { readHoldings } from '../../../../services/wire/resources/paper.ts';

export const dynamic = 'force-dynamic';

export const GET = readHoldings;
export const OPTIONS = answerPreflight;
