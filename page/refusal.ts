import type { Emit } from './events';

/** The page's own words when it does not work in a browser: there is no sign of it but text, and it is English for a browser in English. */
const UNSUPPORTED = /WhatsApp works with (Google )?Chrome|browser (is )?not supported|update (Google )?Chrome/i;

/** Looks whether the document is WhatsApp Web at all, until `done()`: an HTTP error page, or one that refuses the browser. */
export function watchForRefusal(emit: Emit, done: () => boolean): void {
  const navigation = performance.getEntriesByType('navigation')[0] as { responseStatus?: number } | undefined;
  let told = false;
  const look = (): void => {
    if (told || done()) return;
    const status = navigation?.responseStatus ?? 0;
    if (status >= 400) {
      told = true;
      emit({ event: 'httpError', url: location.href, status });
      return;
    }
    // biome-ignore lint/performance/useDomNodeTextContent: what a person sees counts, not the text of scripts
    const text = document.body?.innerText ?? '';
    const match = UNSUPPORTED.exec(text);
    if (match) {
      told = true;
      emit({ event: 'refused', problem: text.slice(match.index, match.index + 120).split('\n')[0] ?? '' });
      return;
    }
    setTimeout(look, 250);
  };
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', look, { once: true });
  } else {
    look();
  }
}
