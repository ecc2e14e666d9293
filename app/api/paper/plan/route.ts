import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { planPaper } from '../../../../services/wire/resources/paper.ts';

export const dynamic = 'force-dynamic';

export const POST = planPaper;
export const OPTIONS = answerPreflight;
