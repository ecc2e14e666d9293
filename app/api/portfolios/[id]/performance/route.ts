import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readPerformance } from '../../../../../services/wire/resources/performance.ts';

export const dynamic = 'force-dynamic';

export const GET = readPerformance;
export const OPTIONS = answerPreflight;
