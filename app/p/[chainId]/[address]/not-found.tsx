import { NotShared } from '../../../../components/share/not-shared.tsx';

export default function NotSharedPage() {
  return <NotShared />;
}
