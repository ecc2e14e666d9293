import { notFound } from 'next/navigation';
import { ImageResponse } from 'next/og';
import { stateWord } from '../../../../components/portfolio/state-word.tsx';
import { CardBars } from '../../../../components/share/card-bars.tsx';
import { CARD_SIZE, CardFrame } from '../../../../components/share/card-frame.tsx';
import { portfolioPlaceSchema } from '../../../../lib/api/live-dto.ts';
import { readShareCard } from '../../../../services/wire/pages/share-card.ts';

export const alt = 'Where each asset of the portfolio stands against its target, in per cent.';
export const size = CARD_SIZE;
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

/** The picture that a link to a shared portfolio is shown with: per cent alone, whatever its owner allows on the page. */
export default async function SharePicture({ params }: Props): Promise<ImageResponse> {
  const place = portfolioPlaceSchema.safeParse(await params);
  const answer = place.success ? await readShareCard(place.data) : null;
  if (answer === null || !answer.ok || answer.value === null) notFound();
  const { name, state, simulated, assets, places } = answer.value;
  return new ImageResponse(
    <CardFrame title={name} note={`${stateWord(state)}${simulated ? ', simulated' : ''}`}>
      <CardBars assets={assets} places={places} />
    </CardFrame>,
    CARD_SIZE,
  );
}
