import { ImageResponse } from 'next/og';
import { CardBars } from '../components/share/card-bars.tsx';
import { CARD_SIZE, CardFrame } from '../components/share/card-frame.tsx';
import { firstDemoView } from '../services/portfolios/first-demo.ts';

export const alt = '1Balancer: your tokens stay in your own contract, and at the mix you chose.';
export const size = CARD_SIZE;
export const contentType = 'image/png';

/** The picture that a link to the first page is shown with. */
export default function FirstPicture(): ImageResponse {
  const { assets, places } = firstDemoView().look;
  return new ImageResponse(
    <CardFrame
      title="Your tokens stay in your own contract, and at the mix you chose."
      note="Simulated portfolio"
    >
      <CardBars assets={assets} places={places} />
    </CardFrame>,
    CARD_SIZE,
  );
}
