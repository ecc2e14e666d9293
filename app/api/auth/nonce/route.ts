import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { issueLoginNonce } from '../../../../services/wire/resources/sessions.ts';

export const dynamic = 'force-dynamic';

export const POST = issueLoginNonce;
export const OPTIONS = answerPreflight;
