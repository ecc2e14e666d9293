import 'server-only';
import { answerPreflight } from '../../../services/wire/api.ts';
import { createToken, listTokens } from '../../../services/wire/resources/tokens.ts';

export const dynamic = 'force-dynamic';

export const GET = listTokens;
export const POST = createToken;
export const OPTIONS = answerPreflight;
