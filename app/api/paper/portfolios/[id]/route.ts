import 'server-only';
import { answerPreflight } from '../../../../../services/wire/api.ts';
import { deletePaper, readPaper } from '../../../../../services/wire/resources/paper.ts';

export const dynamic = 'force-dynamic';

export const GET = readPaper;
export const DELETE = deletePaper;
export const OPTIONS = answerPreflight;
