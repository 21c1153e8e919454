namespace Waybill.Cli;

/// <summary>What a person types to run this program, from the checkout's root: nobody has it on the PATH.</summary>
internal static class Words
{
    /// <summary>The script of that name in the checkout's root; on Windows it is found as <c>waybill.cmd</c>.</summary>
    public const string Program = "./waybill";

    /// <summary>What is typed for one of its commands.</summary>
    public static string Of(string command) => $"{Program} {command}";
}
