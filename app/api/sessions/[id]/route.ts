import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { endSession } from '../../../../services/wire/resources/sessions.ts';

export const dynamic = 'force-dynamic';

export const DELETE = endSession;
export const OPTIONS = answerPreflight;
