using System.Text;

namespace Waybill.Shop.Tests.Operating;

/// <summary>One night's story: what happened, what was typed and what was printed. It is a section of <c>docs/failures.md</c>.</summary>
/// <param name="onCall">Who types.</param>
/// <param name="title">The section's heading.</param>
internal sealed class Night(OnCall onCall, string title)
{
    private const int MostMending = 3;

    private readonly StringBuilder _text = new();
    private bool _hadAlarm;
    private int _explaining;
    private int _mending;

    /// <summary>Tells what happens.</summary>
    public void Tell(string sentence) => _text.Append(sentence).Append("\n\n");

    /// <summary>Waits until an alarm goes off, and types the command that it says.</summary>
    public async Task<string> WakeAsync(string about, string problem)
    {
        var (name, look) = await onCall.AlarmAsync(about, problem);
        _hadAlarm = true;
        Tell($"The alarm `{name}` goes off and says what to type:");
        return (await ExplainAsync(look)).Output;
    }

    /// <summary>Types the command that explains the night.</summary>
    public Task<Typed> ExplainAsync(params string[] words)
    {
        _explaining++;
        return TypeAsync(words);
    }

    /// <summary>Types a command that mends something.</summary>
    public Task<Typed> MendAsync(params string[] words)
    {
        _mending++;
        return TypeAsync(words);
    }

    /// <summary>Types a command that mends something, whose numbers depend on the machine.</summary>
    public async Task<Typed> MendAboutAsync(params string[] words)
    {
        _mending++;
        var typed = await onCall.TypeAsync(words);
        Print($"./waybill {string.Join(' ', words)}", Transcript.LinesWithoutNumbers(typed.Text));
        return typed;
    }

    /// <summary>Types what somebody else types, too; who of them is told what is chance.</summary>
    public Task<Typed> ShareAsync(params string[] words)
    {
        _mending++;
        Print($"./waybill {string.Join(' ', words)}", ["…"]);
        return onCall.TypeAsync(words);
    }

    /// <summary>Begins to type a command that mends something, and will not end.</summary>
    public WaybillProcess Begin(params string[] words)
    {
        _mending++;
        Print($"./waybill {string.Join(' ', words)}", ["…"]);
        return onCall.Start(words);
    }

    /// <summary>A deployment, which is one command, and whose is not this repository's.</summary>
    public async Task DeployAsync(string stack, Func<Task> deploy)
    {
        _mending++;
        Print($"npx cdk deploy {stack}", []);
        await deploy();
    }

    /// <summary>Holds the section to what was told, or writes it; holds the commands to their number.</summary>
    /// <param name="end">How it ends when what was typed is not what mends it.</param>
    public async Task IsToldAsync(string? end = null)
    {
        Assert.Equal(1, _explaining);
        Assert.InRange(_mending, 0, MostMending);
        end ??= _mending switch { 0 => "nothing to mend", 1 => "mended by 1 more", _ => $"mended by {_mending} more" };
        Tell($"{(_hadAlarm ? "From the alarm to explained" : "Explained")}: 1 command; {end}.");
        await NightPage.HoldAsync(title, _text.ToString().TrimEnd('\n'));
    }

    private async Task<Typed> TypeAsync(string[] words)
    {
        var typed = await onCall.TypeAsync(words);
        Print($"./waybill {string.Join(' ', words)}", Transcript.Lines(typed.Text));
        return typed;
    }

    private void Print(string command, IEnumerable<string> lines)
    {
        foreach (var line in lines.Prepend($"$ {command}"))
        {
            _text.Append(line.Length == 0 ? "" : $"    {line}").Append('\n');
        }

        _text.Append('\n');
    }
}
