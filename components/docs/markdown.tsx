import { lexer, type Token, type Tokens } from 'marked';
import type { ReactNode } from 'react';
import { PageLink } from '../shell/page-link.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { anchorOf, docHref } from './doc-pages.ts';

/** What marked escapes for HTML, React escapes by itself. */
const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

function Anchor({ token }: { readonly token: Tokens.Link }) {
  const href = docHref(token.href);
  const children = <Inline tokens={token.tokens} />;
  if (href === null) return <span title={`${token.href}, in the source`}>{children}</span>;
  const look = { href, className: 'text-accent underline' };
  return /^https?:|^\/(api\/|rescue)/.test(href) ? (
    <a {...look}>{children}</a>
  ) : (
    <PageLink {...look}>{children}</PageLink>
  );
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <Inline tokens={token.tokens} bold />;
    case 'em':
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case 'codespan':
      return <code className="font-mono text-[0.92em] wrap-anywhere">{plain(token.text)}</code>;
    case 'link':
      return <Anchor token={token as Tokens.Link} />;
    case 'br':
      return <br />;
    case 'image':
      return null;
    default:
      return 'tokens' in token && token.tokens !== undefined ? (
        <Inline tokens={token.tokens} />
      ) : (
        plain('text' in token ? String(token.text) : token.raw)
      );
  }
}

type InlineProps = { readonly tokens: readonly Token[] | undefined; readonly bold?: boolean };

function Inline({ tokens = [], bold = false }: InlineProps) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a document's tokens never move
  const parts = tokens.map((token, index) => <Part key={index} token={token} />);
  return bold ? <strong className="font-semibold">{parts}</strong> : parts;
}

const Part = ({ token }: { readonly token: Token }): ReactNode => inline(token);

function Heading({ token }: { readonly token: Tokens.Heading }) {
  const id = anchorOf(token.text.replaceAll('`', ''));
  const children = <Inline tokens={token.tokens} />;
  if (token.depth === 1) return <h1 className="text-2xl font-semibold tracking-tight">{children}</h1>;
  if (token.depth === 2)
    return (
      <h2 id={id} className="scroll-mt-6 pt-6 text-lg font-semibold tracking-tight">
        {children}
      </h2>
    );
  return (
    <h3 id={id} className="scroll-mt-6 pt-3 font-semibold">
      {children}
    </h3>
  );
}

function Table({ token, name }: { readonly token: Tokens.Table; readonly name: string }) {
  return (
    <Scrolling label={`Table of ${name}`}>
      <table className="w-full text-left">
        <thead className="text-ink-soft">
          <tr>
            {token.header.map((cell) => (
              <th key={cell.text} scope="col" className="py-1.5 pr-4 font-normal">
                <Inline tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document's rows never move
            <tr key={index} className="border-t border-line align-top">
              {row.map((cell, column) => (
                <td key={token.header[column]?.text} className="min-w-24 py-1.5 pr-4">
                  <Inline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

function List({ token, name }: { readonly token: Tokens.List; readonly name: string }) {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a document's items never move
    <li key={index}>
      <Blocks tokens={item.tokens} name={name} />
    </li>
  ));
  const look = 'max-w-[75ch] space-y-1 pl-5 text-pretty';
  return token.ordered ? (
    <ol className={`${look} list-decimal`}>{items}</ol>
  ) : (
    <ul className={`${look} list-disc`}>{items}</ul>
  );
}

function Code({ token, name }: { readonly token: Tokens.Code; readonly name: string }) {
  return (
    <Scrolling
      label={`Example of ${name}`}
      className="overflow-x-auto rounded border border-line bg-raised p-3"
    >
      <pre className="font-mono text-[0.75rem]">{token.text}</pre>
    </Scrolling>
  );
}

function block(token: Token, name: string): ReactNode {
  switch (token.type) {
    case 'heading':
      return <Heading token={token as Tokens.Heading} />;
    case 'table':
      return <Table token={token as Tokens.Table} name={name} />;
    case 'list':
      return <List token={token as Tokens.List} name={name} />;
    case 'code':
      return <Code token={token as Tokens.Code} name={name} />;
    case 'blockquote':
      return (
        <blockquote className="border-l-2 border-accent pl-4">
          <Blocks tokens={token.tokens ?? []} name={name} />
        </blockquote>
      );
    case 'paragraph':
      return (
        <p className="max-w-[75ch] text-pretty">
          <Inline tokens={token.tokens} />
        </p>
      );
    case 'space':
    case 'html':
    case 'hr':
      return null;
    default:
      return inline(token);
  }
}

const Block = ({ token, name }: { readonly token: Token; readonly name: string }): ReactNode =>
  block(token, name);

function Blocks({ tokens, name }: { readonly tokens: readonly Token[]; readonly name: string }) {
  // Every table and example is named by the heading that it stands under.
  let under = name;
  return tokens.map((token, index) => {
    if (token.type === 'heading') under = plain(token.text.replaceAll('`', ''));
    // biome-ignore lint/suspicious/noArrayIndexKey: a document's tokens never move
    return <Block key={index} token={token} name={under} />;
  });
}

/** A document of ours as a page shows it. No HTML of it is taken over. */
export function Markdown({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <div className="space-y-3">
      <Blocks tokens={lexer(text)} name={name} />
    </div>
  );
}
