import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { readPolicy, updatePolicy } from '../../../../../services/wire/resources/policies.ts';

export const dynamic = 'force-dynamic';

export const GET = readPolicy;
export const PUT = updatePolicy;
export const OPTIONS = answerPreflight;
