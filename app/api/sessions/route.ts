import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { endSessions, listSessions } from '../../../services/wire/resources/sessions.ts';

export const dynamic = 'force-dynamic';

export const GET = listSessions;
export const DELETE = endSessions;
export const OPTIONS = answerPreflight;
