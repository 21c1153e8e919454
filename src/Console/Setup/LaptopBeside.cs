namespace Waybill.WebConsole.Setup;

/// <summary>What a laptop tells beyond what an account's APIs do.</summary>
public sealed record LaptopBeside
{
    /// <summary>The event of a type and id, as an archive keeps it and EventBridge hands it over; null when none does.</summary>
    public required Func<string, string, CancellationToken, Task<string?>> EventAsync { get; init; }

    /// <summary>The mails that were caught instead of sent, oldest first.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<KeptMail>>> MailsAsync { get; init; }

    /// <summary>How the programs beside the stacks behave, those that can be told to behave otherwise.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<ProgramSwitch>>> SwitchesAsync { get; init; }

    /// <summary>Has a program's part behave so from now on: program, name, mode.</summary>
    public required Func<string, string, string, CancellationToken, Task> SwitchAsync { get; init; }
}

/// <summary>A mail that was caught.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was sent.</param>
/// <param name="To">To whom.</param>
/// <param name="From">From whom.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text, or its HTML when it has no other.</param>
public sealed record KeptMail(string Id, DateTimeOffset At, IReadOnlyList<string> To, string From, string Subject, string Text);

/// <summary>Something that a program plays, and how it behaves.</summary>
/// <param name="Program">The program, as cdk.json calls it.</param>
/// <param name="Name">What it plays.</param>
/// <param name="Mode">How that behaves now.</param>
/// <param name="Modes">How it could.</param>
public sealed record ProgramSwitch(string Program, string Name, string Mode, IReadOnlyList<string> Modes);
