// Where the page is: a view, what of it is open, and how it is looked at. All of it is in the address, so that it can be sent to somebody.
import { signal } from '@preact/signals';

const base = '/console/';

function read() {
  const [view, ...rest] = location.pathname.slice(base.length).split('/');
  return { view: view || 'flow', id: rest.length ? decodeURIComponent(rest.join('/')) : null, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

export const at = signal(read());

export function address(view, id = null, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const search = wanted.length ? `?${new URLSearchParams(wanted)}` : '';
  return `${base}${view}${id === null ? '' : `/${encodeURIComponent(id)}`}${search}`;
}

export function go(view, id, query, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', address(view, id, query));
  at.value = read();
}

/** Changes how the view is looked at; typing does not fill the history. */
export function look(change, { replace = true } = {}) {
  const { view, id, query } = at.value;
  go(view, id, { ...query, ...change }, { replace });
}

addEventListener('popstate', () => { at.value = read(); });

/** Links of the page change the view without loading it again. */
export function follow(event) {
  const link = event.target.closest?.('a[href^="/console/"]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || link.target) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  at.value = read();
  scrollTo(0, 0);
}
