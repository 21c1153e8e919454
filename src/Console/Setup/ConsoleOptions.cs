using Waybill.Catalog.Checking;
using Waybill.Operations.Accounts;

namespace Waybill.WebConsole.Setup;

/// <summary>Which account the console is about, and what may be done with it.</summary>
public sealed record ConsoleOptions
{
    /// <summary>What people call the account: an environment's name, or the laptop.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether it is the account on this laptop: then looking needs no key, since its APIs need none either.</summary>
    public required bool IsLaptop { get; init; }

    /// <summary>Opens the account, when it is needed first.</summary>
    public required Func<CancellationToken, Task<AwsAccount>> OpenAsync { get; init; }

    /// <summary>Where the checkout has its catalog and its consumers.</summary>
    public required CheckedFolders Folders { get; init; }

    /// <summary>The folder of synthesized templates, which say who hears what; made when it is asked for, where it is missing.</summary>
    public required Func<CancellationToken, Task<string>> TemplatesAsync { get; init; }

    /// <summary>What a laptop has beside its account; null over an account.</summary>
    public LaptopBeside? Beside { get; init; }

    /// <summary>The folder that has <c>node_modules</c>, whose modules the page is made with.</summary>
    public required string NodeFolder { get; init; }

    /// <summary>Whether anything may be done, or everything is only looked at.</summary>
    public required bool AllowActions { get; init; }

    /// <summary>Whether events may be published that somebody has written: where nothing of it matters.</summary>
    public bool MayPublish { get; init; }

    /// <summary>Whether each act asks for the environment's name to be typed.</summary>
    public bool AsksForName { get; init; }

    /// <summary>How often the account is asked while somebody looks.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Hears who looked at personal data, and what went wrong; must not throw.</summary>
    public Action<string> OnNotice { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
