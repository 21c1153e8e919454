// Prints what the official AsyncAPI parser says about the document on standard input, as JSON: [{severity, message, path}].
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { Parser } = createRequire(process.cwd() + '/package.json')('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'));
const severities = ['error', 'warning', 'information', 'hint'];
const findings = diagnostics.map(d => ({ severity: severities[d.severity], message: d.message, path: d.path.join('/') }));
process.stdout.write(JSON.stringify({
  version: document?.version() ?? null,
  channels: document?.channels().all().map(channel => channel.address()) ?? [],
  operations: document?.operations().all().map(operation => `${operation.id()} ${operation.action()}`) ?? [],
  findings,
}));
