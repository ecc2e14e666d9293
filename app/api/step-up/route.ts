import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { stepUp } from '../../../services/wire/resources/sessions.ts';

export const dynamic = 'force-dynamic';

export const POST = stepUp;
export const OPTIONS = answerPreflight;
