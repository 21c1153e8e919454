using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Amazon.Runtime;
using Waybill.Cli.Toolchain;
using Waybill.Local.Endpoints;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What the console is told of a laptop beside its account: archived events, caught mails, and the programs' switches.</summary>
/// <param name="endpoint">Where the laptop is; asked when the first call comes, which is after its start.</param>
/// <param name="credentials">What calls are signed with.</param>
/// <param name="setup">Which programs can be switched.</param>
internal sealed class LaptopWatch(Func<Uri> endpoint, AWSCredentials credentials, LaptopSetup setup)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public LaptopBeside Beside => new()
    {
        EventAsync = EventAsync,
        MailsAsync = MailsAsync,
        SwitchesAsync = SwitchesAsync,
        SwitchAsync = SwitchAsync,
    };

    private AdminClient Open() => new(endpoint(), credentials);

    private async Task<string?> EventAsync(string type, string id, CancellationToken cancellationToken)
    {
        using var laptop = Open();
        return await laptop.EventAsync(type, id, cancellationToken);
    }

    private async Task<IReadOnlyList<KeptMail>> MailsAsync(CancellationToken cancellationToken)
    {
        using var laptop = Open();
        return [.. (await laptop.MailsAsync(cancellationToken)).Select(mail =>
            new KeptMail(mail.Id, mail.Time, mail.To, mail.From, mail.Subject, mail.Text))];
    }

    private async Task<IReadOnlyList<ProgramSwitch>> SwitchesAsync(CancellationToken cancellationToken)
    {
        var found = new List<ProgramSwitch>();
        using var http = new HttpClient { Timeout = Patience };
        foreach (var (program, address) in await AddressesAsync(cancellationToken))
        {
            var behaving = await http.GetFromJsonAsync(address, SwitchJson.Default.IReadOnlyListBehaving, cancellationToken);
            found.AddRange(behaving!.Select(one => new ProgramSwitch(program, one.Name, one.Mode, one.Modes)));
        }

        return found;
    }

    private async Task SwitchAsync(string program, string name, string mode, CancellationToken cancellationToken)
    {
        if (!(await AddressesAsync(cancellationToken)).TryGetValue(program, out var address))
        {
            throw new OperationException(
                $"No program '{program}' that runs has switches; cdk.json says which do at {LaptopSetup.Pointer}.");
        }

        using var http = new HttpClient { Timeout = Patience };
        var path = new Uri($"{address}/{Uri.EscapeDataString(name)}");
        using var answer = await http.PutAsJsonAsync(path, new ModeChange(mode), SwitchJson.Default.ModeChange, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new OperationException($"{program} refused: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Where the programs that run have their switches.</summary>
    private async Task<Dictionary<string, Uri>> AddressesAsync(CancellationToken cancellationToken)
    {
        using var laptop = Open();
        var running = (await laptop.StatusAsync(cancellationToken)).Programs;
        return setup.Programs.Where(program => program.Value.Switches is not null && running.ContainsKey(program.Key)).ToDictionary(
            program => program.Key, program => new Uri(running[program.Key], program.Value.Switches), StringComparer.Ordinal);
    }
}

/// <summary>What a program plays, how that behaves and how it could.</summary>
internal sealed record Behaving(string Name, string Mode, IReadOnlyList<string> Modes);

/// <summary>How it is to behave.</summary>
internal sealed record ModeChange(string Mode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<Behaving>))]
[JsonSerializable(typeof(ModeChange))]
internal sealed partial class SwitchJson : JsonSerializerContext;
