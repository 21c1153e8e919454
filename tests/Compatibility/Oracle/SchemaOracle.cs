using System.Diagnostics;
using System.Text.Json;

namespace Waybill.Compatibility.Tests.Oracle;

/// <summary>json-schema-faker and ajv in one Node process (<c>oracle.mjs</c>).</summary>
internal static class SchemaOracle
{
    /// <summary>Every value the oracle made for each of the pairs, in their order, with what ajv says of it.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<JudgedValue>>> JudgeAsync(
        IReadOnlyList<string> pairs, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Oracle", "oracle.mjs"), Repository.Root])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(cancellationToken);
        var writing = WriteAsync(node.StandardInput, pairs);
        var answers = new List<IReadOnlyList<JudgedValue>>();
        while (await node.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            answers.Add([.. JsonElement.Parse(line).EnumerateArray().Select(JudgedValue.Read)]);
        }

        await writing;
        await node.WaitForExitAsync(cancellationToken);
        Assert.True(answers.Count == pairs.Count, $"{answers.Count} answers to {pairs.Count} questions: {await errors}");
        return answers;
    }

    private static async Task WriteAsync(StreamWriter input, IReadOnlyList<string> pairs)
    {
        try
        {
            foreach (var pair in pairs)
            {
                await input.WriteLineAsync(pair);
            }

            input.Close();
        }
        catch (IOException)
        {
            // Node has ended early; its last words are reported with the answers that are missing.
        }
    }
}

/// <param name="Value">Made by json-schema-faker, or from what it made.</param>
/// <param name="From">Where it comes from: <c>old</c> or <c>new</c> for what was made from that schema alone.</param>
/// <param name="InOld">Whether ajv accepts it by the old schema.</param>
/// <param name="InNew">Whether ajv accepts it by the new schema.</param>
internal sealed record JudgedValue(JsonElement Value, string From, bool InOld, bool InNew)
{
    public bool IsExample(JsonElement example) => From == "waybill" && JsonElement.DeepEquals(Value, example);

    public static JudgedValue Read(JsonElement answer) => new(
        answer.GetProperty("value"), answer.GetProperty("from").GetString()!,
        answer.GetProperty("old").GetBoolean(), answer.GetProperty("new").GetBoolean());
}
