import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { listPolicies } from '../../../../../services/wire/resources/policies.ts';

export const dynamic = 'force-dynamic';

export const GET = listPolicies;
export const OPTIONS = answerPreflight;
