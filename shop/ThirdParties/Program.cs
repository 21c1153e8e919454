using System.Globalization;
using System.Runtime.InteropServices;
using Waybill.ThirdParties;

// What "waybill up" tells the programs it starts.
var (port, folder) = (Environment.GetEnvironmentVariable("PORT"), Environment.GetEnvironmentVariable("DATA_FOLDER"));
if (!ushort.TryParse(port, CultureInfo.InvariantCulture, out var number) || string.IsNullOrEmpty(folder))
{
    await Console.Error.WriteLineAsync($"PORT is '{port}' and DATA_FOLDER '{folder}'; they must be a port of 127.0.0.1 and a folder.");
    return 1;
}

// Signals reach every process at the terminal; this one ends after the functions, when its input does, however whoever started it ends.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = true);
await using var server = await Server.StartAsync(number, folder, TimeProvider.System, CancellationToken.None);
await Console.In.ReadToEndAsync();
return 0;
