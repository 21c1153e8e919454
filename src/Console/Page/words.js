// How numbers, times and lengths of time are said.
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const count = (number) => (number < 10_000 ? number.toLocaleString('en') : compact.format(number));

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function rate(perSecond) {
  if (!perSecond) return '';
  if (perSecond >= 0.95) return `${count(Math.round(perSecond))}/s`;
  return `${Math.max(1, Math.round(perSecond * 60))}/min`;
}

/** Seconds of `d.hh:mm:ss.fffffff`. */
export function seconds(text) {
  if (!text) return 0;
  const [, days, hours, minutes, rest] = /^(?:(\d+)\.)?(\d+):(\d+):([\d.]+)$/.exec(text) ?? [];
  return rest === undefined ? 0 : Number(days ?? 0) * 86400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
}

export function length(ofSeconds) {
  const s = Math.max(0, ofSeconds);
  if (s < 0.9995) return `${Math.round(s * 1000)} ms`;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 90) return `${Math.round(s)} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 172_800) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86_400)} d`;
}

export const ago = (time, from) => `${length((from - new Date(time)) / 1000)} ago`;

export const timeOfDay = (time) => clock.format(new Date(time));

export function moment(time) {
  const date = new Date(time);
  const today = new Date().toDateString() === date.toDateString();
  return today ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`;
}

/** `Namespace.Of.A.Type at Some.Place.MethodAsync` in two lines' worth of words. */
export function cause(title) {
  const [what, where] = title.split(' at ');
  const short = (name) => name.split('.').slice(-2).join('.');
  return { what: /[ ]/.test(what) ? what : what.split('.').pop(), where: where ? short(where) : null };
}
