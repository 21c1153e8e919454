// Prints what AWS's offline CloudFormation validator finds in the template files named on standard input, one path a line,
// as JSON: [{file, rule, severity, resource, message}]. Advice (INFO) is left out.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/package.json');
const { RegoEngine, TemplateFile } = require('@aws/cloudformation-validate');

const engine = new RegoEngine();
const findings = [];
for (const file of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const report = engine.validateStandard(new TemplateFile(file), { severityLevel: 'WARN' });
  if (report.status !== 'OK') {
    findings.push({ file: basename(file), rule: 'incomplete', severity: 'FATAL', resource: '', message: `analysis ended with ${report.status}` });
  }
  for (const d of report.diagnostics) {
    findings.push({ file: basename(file), rule: d.ruleId, severity: d.severity, resource: d.entity?.logicalId ?? '', message: d.message });
  }
}
engine.free();
process.stdout.write(JSON.stringify(findings));
