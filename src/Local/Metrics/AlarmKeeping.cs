using System.Text.Json.Serialization;

namespace Waybill.Local.Metrics;

/// <summary>Where alarms' states are kept, so that they survive a restart.</summary>
/// <remarks>Called one at a time, in the sequence of the changes, and under the alarms' lock: so each only hands over and returns at
/// once; the task completes when the change is safe, and only a request waits for it. None may throw or call the alarms.</remarks>
/// <param name="Put">An alarm is new, is defined otherwise, or has another state.</param>
/// <param name="Delete">The alarm of this name is gone.</param>
/// <param name="Add">Something happened to an alarm.</param>
internal sealed record AlarmKeeping(Func<AlarmRecord, Task> Put, Func<string, Task> Delete, Func<AlarmHistoryItem, Task> Add)
{
    /// <summary>Keeps nothing beyond this run.</summary>
    public static readonly AlarmKeeping None = new(_ => Task.CompletedTask, _ => Task.CompletedTask, _ => Task.CompletedTask);
}

/// <summary>Alarms' states and what happened to them as JSON, for a store.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlarmStatus))]
[JsonSerializable(typeof(AlarmHistoryItem))]
internal sealed partial class AlarmJson : JsonSerializerContext;
