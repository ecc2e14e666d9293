import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { changeRole } from '../../../../../services/wire/resources/roles.ts';

export const dynamic = 'force-dynamic';

export const PUT = changeRole;
export const OPTIONS = answerPreflight;
