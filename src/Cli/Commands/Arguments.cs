using System.CommandLine;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class Arguments
{
    /// <summary>How people may name a consumer.</summary>
    public const string AsTyped = "as Team/Name, name, function or queue";

    public static Option<int> Port() => new("--port")
    {
        Description = "Port on 127.0.0.1 that serves every AWS API.",
        DefaultValueFactory = _ => LaptopOptions.UsualPort,
    };

    /// <summary>A consumer, as people type it.</summary>
    public static Argument<string> Consumer() => new("CONSUMER") { Description = $"Which consumer, {AsTyped}." };

    /// <summary>Consumers, or all.</summary>
    public static Argument<string[]> Consumers() => new("CONSUMER")
    {
        Description = $"Consumers to look at, {AsTyped}. Default: all.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
