import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { revokeToken } from '../../../../services/wire/resources/tokens.ts';

export const dynamic = 'force-dynamic';

export const DELETE = revokeToken;
export const OPTIONS = answerPreflight;
