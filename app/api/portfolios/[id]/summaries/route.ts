import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { askForSummary, listSummaries } from '../../../../../services/wire/resources/analyst.ts';

export const dynamic = 'force-dynamic';

export const GET = listSummaries;
export const POST = askForSummary;
export const OPTIONS = answerPreflight;
