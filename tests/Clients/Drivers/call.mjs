// Calls AWS with its SDK for JavaScript v3: a line of JSON on standard input is a call, a line on standard output its answer.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const names = { logs: 'cloudwatch-logs' };
const clients = new Map();

async function open(service) {
  const sdk = await import(`@aws-sdk/client-${names[service] ?? service}`);
  const Client = Object.entries(sdk).find(([name, value]) => name.endsWith('Client') && value.prototype instanceof sdk.__Client)[1];
  const client = new Client({
    endpoint: process.argv[2], region: 'us-east-1', credentials: { accessKeyId: 'developer', secretAccessKey: 'secret' }, maxAttempts: 1,
  });
  return { sdk, client };
}

async function given(value) {
  if (Array.isArray(value)) return Promise.all(value.map(given));
  if (value === null || typeof value !== 'object') return value;
  if ('$bytes' in value) return Buffer.from(value.$bytes);
  if ('$file' in value) return readFile(value.$file);
  if ('$time' in value) return new Date(Date.now() + value.$time * 1000);
  if ('$millis' in value) return Date.now() + value.$millis;
  return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, item]) => [name, await given(item)])));
}

async function answer({ service, operation, request }) {
  try {
    if (!clients.has(service)) clients.set(service, open(service));
    const { sdk, client } = await clients.get(service);
    const { $metadata, ...result } = await client.send(new sdk[`${operation}Command`](await given(request)));
    if (result.Payload) result.Payload = Buffer.from(result.Payload);
    return { answer: result };
  } catch (error) {
    return { error: error.name, message: error.message };
  }
}

// Bytes are told as text; what JSON.stringify makes of a Buffer is not.
const line = (value) => JSON.stringify(value, function (name) {
  const value = this[name];
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return value instanceof Date ? value.toISOString() : value;
});

console.log(line({ answer: { version: process.version } }));
for await (const call of createInterface({ input: process.stdin })) console.log(line(await answer(JSON.parse(call))));
