import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { issueStepUpNonce } from '../../../../services/wire/resources/sessions.ts';

export const dynamic = 'force-dynamic';

export const POST = issueStepUpNonce;
export const OPTIONS = answerPreflight;
