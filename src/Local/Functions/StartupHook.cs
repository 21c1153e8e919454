using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

/// <summary>Runs in a function's process that is to be debugged, before its own code: holds it until a debugger is attached.</summary>
/// <remarks>The runtime looks for this name in no namespace, in the assembly that <c>DOTNET_STARTUP_HOOKS</c> names
/// (dotnet/runtime, docs/design/features/host-startup-hook.md).</remarks>
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime finds it in no namespace only.")]
internal static class StartupHook
{
    /// <summary>What laptop mode's log begins with while it waits.</summary>
    internal const string Waiting = "Waiting for a debugger";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static void Initialize()
    {
        Console.WriteLine(FormattableString.Invariant(
            $"{Waiting} to attach to process {Environment.ProcessId}; nothing of the function runs before, and no clock."));
        using var never = new ManualResetEventSlim();
        while (!Debugger.IsAttached)
        {
            never.Wait(LookEvery);
        }

        Console.WriteLine("A debugger is attached.");
    }
}
