namespace Waybill.Local;

/// <summary>Tasks that nobody waits for.</summary>
internal static class UnawaitedTask
{
    /// <summary>Says that the task failed, if it does.</summary>
    public static void WarnOfFailure(this Task task, string what, Action<string> onWarning) => _ = task.ContinueWith(
        failed => onWarning($"{what}: {failed.Exception!.GetBaseException().Message}"),
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
