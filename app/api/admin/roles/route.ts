import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { listRoles } from '../../../../services/wire/resources/roles.ts';

export const dynamic = 'force-dynamic';

export const GET = listRoles;
export const OPTIONS = answerPreflight;
