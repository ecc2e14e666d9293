import 'server-only';
import { answerPreflight } from '../../../../services/wire/api.ts';
import { followPaper, listPapers } from '../../../../services/wire/resources/paper.ts';

export const dynamic = 'force-dynamic';

export const GET = listPapers;
export const POST = followPaper;
export const OPTIONS = answerPreflight;
