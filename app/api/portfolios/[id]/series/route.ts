import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readSeries } from '../../../../../services/wire/resources/performance.ts';

export const dynamic = 'force-dynamic';

export const GET = readSeries;
export const OPTIONS = answerPreflight;
