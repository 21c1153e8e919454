// The frame around the views: where one is, whom one looks at, and whether what one sees is true now.
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { html, Problem } from './parts.js';
import { address, at, follow, go } from './router.js';
import { deadLetters, live, now, session, start } from './store.js';
import { length, timeOfDay } from './words.js';
import { FlowView } from './views/flow.js';
import { FailuresView } from './views/failures.js';
import { TraceView } from './views/trace.js';
import { ReplayView } from './views/replay.js';
import { EventsView } from './views/events.js';
import { CatalogView } from './views/catalog.js';
import { PublishView } from './views/publish.js';
import { HealthView } from './views/health.js';

const views = [
  { name: 'flow', title: 'Flow', View: FlowView },
  { name: 'failures', title: 'Failures', View: FailuresView },
  { name: 'trace', title: 'Trace', View: TraceView },
  { name: 'replay', title: 'Replay', View: ReplayView },
  { name: 'events', title: 'Events', View: EventsView },
  { name: 'catalog', title: 'Catalog', View: CatalogView },
  { name: 'health', title: 'Health', View: HealthView },
  { name: 'publish', title: 'Publish', View: PublishView, isShown: () => session.value?.mayPublish },
];

function LiveMark() {
  const { since, problem, frame } = live.value;
  if (problem) {
    return html`<span class="live broken" title=${problem} role="status">
      <span class="dot" aria-hidden="true"></span>blind since ${timeOfDay(since)} (${length((now.value - since) / 1000)})</span>`;
  }
  return html`<span class="live" role="status"><span class="dot" aria-hidden="true"></span>${frame ? 'live' : 'connecting'}</span>`;
}

function Account() {
  const here = session.value;
  if (!here) return null;
  return html`<span class="account ${here.isLaptop ? '' : 'away'}" title=${here.whyNot ?? 'This page may act.'}>
    ${here.environment}${here.mayAct ? '' : ' · looks only'}</span>`;
}

function FollowBox() {
  const box = useRef(null);
  useEffect(() => {
    const focus = (event) => {
      if (event.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.closest('dialog')) return;
      event.preventDefault();
      box.current.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  const submit = (event) => {
    event.preventDefault();
    const id = box.current.value.trim();
    if (id) go('trace', id, {});
    box.current.value = '';
    box.current.blur();
  };
  return html`<form class="follow" role="search" onSubmit=${submit}>
    <label><span class="visually-hidden">Follow an id</span>
      <input ref=${box} type="search" name="id" placeholder="Follow an id …" maxlength="200" spellcheck="false" autocomplete="off" /></label>
    <kbd aria-hidden="true">/</kbd></form>`;
}

function Blind() {
  const { problem, since, frame } = live.value;
  if (!problem || !frame) return null;
  return html`<p class="banner" role="alert"><strong>What you see is of ${timeOfDay(since)}.</strong> ${problem} It is tried again by itself.</p>`;
}

function App() {
  const { view } = at.value;
  const { View, title } = views.find((one) => one.name === view) ?? views[0];
  useEffect(() => { document.title = `${title} · Waybill${session.value ? ` · ${session.value.environment}` : ''}`; }, [title, session.value]);
  const { denied, problem, frame } = live.value;
  return html`
    <a class="skip" href="#main">To the content</a>
    <header class="bar">
      <a class="brand" href=${address('flow')}><img src="/console/icon.svg" alt="" width="22" height="22" />Waybill</a>
      <nav aria-label="Views">${views.filter((one) => !one.isShown || one.isShown()).map((one) => html`
        <a href=${address(one.name)} aria-current=${one.name === view ? 'page' : undefined}>${one.title}
          ${one.name === 'failures' && deadLetters.value > 0 && html`<span class="badge">${deadLetters.value}</span>`}</a>`)}</nav>
      <${FollowBox} />
      <div class="where"><${Account} /><${LiveMark} /></div>
    </header>
    <${Blind} />
    <main id="main" tabindex="-1">${denied && !frame
      ? html`<${Problem} problem=${{ message: problem, denied: true }} />`
      : html`<${View} />`}</main>`;
}

document.addEventListener('click', follow);
start();
render(html`<${App} />`, document.getElementById('app'));
