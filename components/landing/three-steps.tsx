import { Icon, type IconName } from '../ui/icon.tsx';

const STEPS: readonly { readonly icon: IconName; readonly title: string; readonly text: string }[] = [
  {
    icon: 'layers',
    title: 'You own a contract',
    text: 'It holds your tokens and knows your targets and your limits. You alone withdraw.',
  },
  {
    icon: 'pulse',
    title: 'A bot watches and signs',
    text: 'When an asset leaves its band, the bot signs a limit order to bring it back. It can’t take anything out.',
  },
  {
    icon: 'exchange',
    title: 'Anybody fills',
    text: 'A taker pays what the order asks. The contract checks price, direction and limits on every fill.',
  },
];

/** How it works, in three steps that lead from one to the next. */
export function ThreeSteps() {
  return (
    <ol className="grid gap-x-8 sm:grid-cols-3">
      {STEPS.map(({ icon, title, text }, index) => (
        <li key={title} className="relative border-t border-line py-4">
          <span aria-hidden="true" className="absolute -top-px left-0 h-px w-10 bg-accent" />
          <h3 className="flex items-center gap-2 text-sm font-semibold">
            <span className="text-accent">
              <Icon name={icon} />
            </span>
            {index + 1}. {title}
          </h3>
          <p className="pt-1.5 text-pretty text-ink-soft">{text}</p>
        </li>
      ))}
    </ol>
  );
}
