import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readAnalysis } from '../../../../../services/wire/resources/analysis.ts';

export const dynamic = 'force-dynamic';

export const GET = readAnalysis;
export const OPTIONS = answerPreflight;
