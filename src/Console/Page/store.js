// What the page knows, and how it stays true: one stream of frames, and what is asked for when a view is opened.
import { computed, signal } from '@preact/signals';
import { get, stream } from './api.js';

export const session = signal(null);
export const flow = signal({ data: null, problem: null });
export const live = signal({ frame: null, since: null, problem: null, denied: false });
export const now = signal(Date.now());

/** The last events as they passed, newest first; never more than are shown. */
export const passed = signal([]);
export const mostPassed = 400;

/** What was published in the last ten seconds or so, by kind, to smooth rates. */
const window = [];
const windowSeconds = 10;
export const rates = signal(new Map());

/** One passing of an event: the same event may be published again. */
export const passingKey = (event) => `${event.eventId} ${event.time}`;

export const kindKey = (source, type) => `${source} ${type}`;

export const statusByTitle = computed(() =>
  new Map((live.value.frame?.status?.consumers ?? []).map((status) => [status.consumer.title, status])));

export const deadLetters = computed(() =>
  (live.value.frame?.status?.consumers ?? []).reduce((sum, status) => sum + (status.deadLetters ?? 0), 0));

const listeners = new Set();

/** Hears each part of what is published, to show it moving. */
export function onPublished(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function takePublished(part) {
  window.push(part);
  let seconds = window.reduce((sum, one) => sum + one.seconds, 0);
  while (window.length > 1 && seconds - window[0].seconds >= windowSeconds) seconds -= window.shift().seconds;
  const sums = new Map();
  for (const one of window) {
    for (const kind of one.kinds) {
      const key = kindKey(kind.source, kind.type);
      sums.set(key, (sums.get(key) ?? 0) + kind.count);
    }
  }
  rates.value = new Map([...sums].map(([key, count]) => [key, count / seconds]));
  // After a break the stream begins with what passed before it, some of which is known.
  const known = new Set(passed.value.map(passingKey));
  const fresh = part.events.filter((event) => !known.has(passingKey(event)));
  if (fresh.length) passed.value = fresh.reverse().concat(passed.value).slice(0, mostPassed);
  for (const listener of listeners) listener(part);
}

function takeFrame(frame) {
  if (frame.error) {
    live.value = { ...live.value, problem: frame.error, denied: frame.denied, since: live.value.since ?? Date.now() };
    return;
  }
  live.value = { frame, since: null, problem: null, denied: false };
  if (frame.published) takePublished(frame.published);
}

const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

/** Follows what happens for as long as the page is there; when the stream breaks, it says since when it has been blind. */
async function followLive() {
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    let problem = 'The stream of what happens broke.';
    try {
      await stream('live', (frame) => { pause = 500; takeFrame(frame); });
    } catch (failure) {
      problem = failure.message;
    }
    live.value = { ...live.value, problem, since: live.value.since ?? Date.now() };
    await sleep(pause);
    if (!session.value) await loadSession();
  }
}

export async function loadFlow() {
  try {
    flow.value = { data: await get('flow'), problem: null };
  } catch (failure) {
    flow.value = { ...flow.value, problem: failure };
  }
}

async function loadSession() {
  try {
    session.value = await get('session');
  } catch (failure) {
    live.value = { ...live.value, problem: failure.message, denied: failure.denied, since: live.value.since ?? Date.now() };
  }
}

/** Rules change seldom; who is there and how they do comes with every frame. */
const flowEvery = 30_000;

export function start() {
  loadSession();
  loadFlow();
  followLive();
  setInterval(() => { if (!document.hidden) loadFlow(); }, flowEvery);
  setInterval(() => { now.value = Date.now(); }, 1000);
}
