using System.CommandLine;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class Arguments
{
    public static Option<int> Port() => new("--port")
    {
        Description = "Port on 127.0.0.1 that serves every AWS API.",
        DefaultValueFactory = _ => LaptopOptions.UsualPort,
    };
}
