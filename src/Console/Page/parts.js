// What views are made of.
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import htm from 'htm';
import { now } from './store.js';
import { ago, moment } from './words.js';

export const html = htm.bind(h);

export const Ago = ({ time }) => html`<time datetime=${time} title=${moment(time)}>${ago(time, now.value)}</time>`;

export const Pill = ({ kind, children, title }) => html`<span class="pill ${kind}" title=${title}>${children}</span>`;

export const Loading = ({ what }) => html`
  <div class="blank" role="status"><span class="spinner" aria-hidden="true"></span><p>${what} …</p></div>`;

export const Empty = ({ title, children }) => html`
  <div class="blank"><span class="blank-mark" aria-hidden="true">✓</span><h2>${title}</h2><p>${children}</p></div>`;

/** What stands in the way, in the server's words; what is denied is not broken. */
export const Problem = ({ problem, retry }) => html`
  <div class="blank problem" role="alert">
    <span class="blank-mark" aria-hidden="true">${problem.denied ? '⊘' : '!'}</span>
    <h2>${problem.denied ? 'No permission for this' : 'This could not be read'}</h2>
    <p>${problem.message}</p>
    ${retry && html`<button class="button" onClick=${retry}>Try again</button>`}
  </div>`;

export const Code = ({ children, label }) => html`<pre class="code" tabindex="0" aria-label=${label}>${children}</pre>`;

/** Numbers one after the other, as bars; what they add up to stands beside them. */
export function Bars({ values, label, small, bad }) {
  const most = Math.max(...values, 0);
  const width = 1000 / Math.max(values.length, 1);
  return html`<svg class="bars ${small ? 'spark' : ''} ${bad ? 'bad' : ''}" viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${most > 0 && values.map((value, i) => value > 0 && html`<rect class="bar-of-time" x=${i * width} width=${width * 0.8} y=${40 - (value / most) * 38} height=${(value / most) * 38} />`)}</svg>`;
}

/** How long a version of an event still lasts. */
export function Countdown({ event }) {
  const { deprecated, daysLeft, sunset } = event;
  if (!deprecated && daysLeft === null) return html`<${Pill} kind="good">current<//>`;
  if (daysLeft === null) return html`<${Pill} kind="warn">deprecated<//>`;
  if (daysLeft < 0) return html`<${Pill} kind="bad" title="Its last day was ${sunset}">ended<//>`;
  return html`<${Pill} kind=${daysLeft <= 30 ? 'bad' : 'warn'} title="Its last day is ${sunset}">${daysLeft === 1 ? '1 day left' : `${daysLeft} days left`}<//>`;
}

const longest = 200_000;

/** A message, of which a browser can be shown only so much. */
export const Body = ({ text, label }) => html`<${Code} label=${label}>${text.length > longest
  ? `${text.slice(0, longest)}\n… ${text.length - longest} characters more` : text}<//>`;

/** A dialog of the browser's own: it keeps the focus, and Escape closes it. */
export function Dialog({ title, onClose, children, busy }) {
  const self = useRef(null);
  useEffect(() => { self.current.showModal(); }, []);
  return html`
    <dialog ref=${self} class="dialog" aria-labelledby="dialog-title" onClose=${onClose}
      onCancel=${(event) => { if (busy) event.preventDefault(); }}>
      <header><h2 id="dialog-title">${title}</h2>
        <button class="icon-button" aria-label="Close" onClick=${() => self.current.close()}>✕</button></header>
      ${children}
    </dialog>`;
}

export const Search = ({ value, onInput, label, id }) => html`
  <label class="search"><span class="visually-hidden">${label}</span>
    <input type="search" id=${id} placeholder=${label} value=${value} spellcheck="false" autocomplete="off"
      onInput=${(event) => onInput(event.currentTarget.value)} /></label>`;

export const Facts = ({ rows }) => html`
  <dl class="facts">${rows.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
