using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Logs;
using Waybill.Local.Metrics;
using Waybill.Local.Metrics.Keeping;

namespace Waybill.Local;

/// <summary>What laptop mode keeps in its data folder, but for DynamoDB, which keeps its own.</summary>
/// <param name="options">Where it is.</param>
/// <param name="model">Whose logs they are.</param>
/// <param name="metrics">What is kept of metrics.</param>
/// <param name="onStoreWarning">Hears when the folder is lost, which others then need not say.</param>
/// <param name="ending">Closes it all.</param>
internal sealed class KeptState(
    LaptopOptions options, CloudModel model, MetricStore metrics, Action<string> onStoreWarning, Ending ending)
{
    public BusStore Store { get; } = ending.Add(BusStore.Open(options.DataFolder, options.Time, onStoreWarning));

    public MetricFile Metrics { get; } = ending.Add(
        MetricFile.Open(options.DataFolder, metrics, new MetricOptions(), options.Time, options.OnWarning));

    public LogGroups LogGroups { get; } = ending.Add(
        LogGroups.Open(options.DataFolder, model.Scope, new LogOptions(), options.Time, options.OnWarning));

    public LogFiles LogFiles { get; } = ending.Add(new LogFiles(options.DataFolder, options.Time));
}
