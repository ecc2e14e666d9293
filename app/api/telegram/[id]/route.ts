import 'server-only';
import { hearTelegram } from '../../../../services/wire/alerts/telegram.ts';
import { originOf } from '../../../../services/wire/resources/note.ts';

export const dynamic = 'force-dynamic';

const BODY_LENGTH_MAX = 64_000;
const answer = (value: object, status = 200): Response =>
  Response.json(value, { status, headers: { 'cache-control': 'no-store' } });

/** Telegram brings what was written to a channel's bot; what is to be said to it is the answer. Nobody else is told anything. */
export const POST = async (
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> => {
  const secret = request.headers.get('x-telegram-bot-api-secret-token');
  if (secret === null) return answer({}, 401);
  if (Number(request.headers.get('content-length') ?? BODY_LENGTH_MAX + 1) > BODY_LENGTH_MAX)
    return answer({}, 413);
  const heard = await hearTelegram({
    channelId: (await params).id,
    secret,
    body: await request.text(),
    origin: originOf(request),
  });
  if (heard.ok) return answer(heard.value ?? {});
  return answer({}, heard.error.code === 'unauthorised' ? 401 : 503);
};
