import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { readCaller } from '../../../services/wire/resources/tokens.ts';

export const dynamic = 'force-dynamic';

export const GET = readCaller;
export const OPTIONS = answerPreflight;
