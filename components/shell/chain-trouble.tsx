/** What is shown in place of a page that the node has to fill. */
export function ChainTrouble({ message }: { readonly message: string }) {
  return (
    <div role="alert" className="border-y border-line py-4 text-sm">
      <p className="font-semibold text-warn">The chain’s node doesn’t answer.</p>
      <p className="pt-1 text-pretty">{message} Nothing is lost: load the page again in a moment.</p>
    </div>
  );
}
