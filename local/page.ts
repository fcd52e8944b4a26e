const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const inHtml = (text: string): string => text.replaceAll(/[&<>]/g, (sign) => ESCAPES[sign] ?? sign);

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}pre{font:14px/1.6 ui-monospace,monospace;overflow-x:auto;background:#f4f5f7;padding:1rem;border-radius:6px}@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#16181c}pre{background:#22252b}}';

const page = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body}</body></html>\n`;

/** What a browser is shown until the run is ready: it looks again each second. */
export const startingPage = (): string =>
  page(
    'Starting',
    '<p>The stacks are being deployed: the terminal says how far it is.</p>',
    '<meta http-equiv="refresh" content="1">',
  );

/** What a browser is shown of a run that is ready: what the terminal says of it. */
export const readyPage = (summary: string, next: string): string =>
  page(
    'Running on this machine',
    `<pre>${inHtml(summary)}</pre>${next ? `<h2>First steps</h2><pre>${inHtml(next)}</pre>` : ''}`,
  );
