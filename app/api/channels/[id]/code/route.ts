import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { askForCode } from '../../../../../services/wire/resources/alerts.ts';

export const dynamic = 'force-dynamic';

export const POST = askForCode;
export const OPTIONS = answerPreflight;
