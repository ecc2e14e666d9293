import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { dropDelegation } from '../../../../services/wire/resources/delegations.ts';

export const dynamic = 'force-dynamic';

export const DELETE = dropDelegation;
export const OPTIONS = answerPreflight;
