import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { askQuestion } from '../../../../../services/wire/resources/analyst.ts';

export const dynamic = 'force-dynamic';

export const POST = askQuestion;
export const OPTIONS = answerPreflight;
