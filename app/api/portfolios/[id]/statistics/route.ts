import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readStatistics } from '../../../../../services/wire/resources/performance.ts';

export const dynamic = 'force-dynamic';

export const GET = readStatistics;
export const OPTIONS = answerPreflight;
